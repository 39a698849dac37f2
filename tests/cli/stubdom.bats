#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# xen-stubdom-image over a small system of its own: a kernel and modules that are none, a QEMU that
# does nothing, this machine's loader, C library and busybox. That the image serves a guest is
# shown by zante boot.

load common.bash

PRIVATE=/usr/lib/xen-4.17
LIBDIR=/usr/lib/x86_64-linux-gnu

setup_file () {
  export SYSTEM=$TEST_DIR/system
  for program in cpio gcc modinfo mksquashfs unsquashfs; do
    command -v "$program" >/dev/null || skip "needs $program"
  done
  mkdir -p "$SYSTEM/project/stacks"
  cd "$SYSTEM/project" || return 1
  printf '%s\n' 'stack: test' 'stack-directories: [stacks]' "component-directories: ['$SRCDIR/components']" >defaults.yaml
  printf '%s\n' 'stack: test' 'summary: a test' 'xen-version: "4.17"' 'layout: debian' \
    'components: {stubdom-dm: build, qemu: "off"}' >stacks/test.yaml
  ZANTE_DEFAULTS=$PWD/defaults.yaml "$ZANTE" build >"$SYSTEM/log" 2>&1 || { cat "$SYSTEM/log"; return 1; }
  make_system
}

# program TARGET SOURCE FLAG…
program () {
  local target=$1 source=$2
  shift 2
  mkdir -p "$(dirname "$target")"
  printf '%s\n' "$source" | gcc -x c -w -o "$target" - "$@"
}

# module NAME FIELD…: what modinfo reads of one.
module () {
  local file=$SYSTEM/root/lib/modules/6.1.0-1-cloud/kernel/$1.ko text="name=$1\\0"
  shift
  for field; do text="$text$field\\0"; done
  program "$file" "__attribute__((section(\".modinfo\"))) char info[] = \"$text\";" -c
}

make_system () {
  local root=$SYSTEM/root name
  mkdir -p "$root/boot" "$root/lib64" "$root$LIBDIR" "$root/usr/share/qemu/keymaps" "$root/usr/share/seabios" "$root/bin"
  cp "$(readlink -f /lib64/ld-linux-x86-64.so.2)" "$root/lib64/ld-linux-x86-64.so.2"
  cp "$(gcc -print-file-name=libc.so.6)" "$root$LIBDIR/libc.so.6"
  program "$root/bin/busybox" 'int main (void) { return 0; }' -static
  program "$root$LIBDIR/libxenctrl.so.4.17" 'int xc;' -shared -fPIC -Wl,-soname,libxenctrl.so.4.17
  qemu 4.17
  for name in stdvga cirrus; do echo $name >"$root/usr/share/seabios/vgabios-$name.bin"; done
  echo map >"$root/usr/share/qemu/keymaps/en-us"
  { head -c 514 /dev/zero; printf HdrS; } >"$root/boot/vmlinuz-6.1.0-1-cloud"
  for name in xen-evtchn xen-gntdev xenfs xen-blkfront loop xen-netfront tun; do module "$name"; done
  module xen_gntalloc
  module xen-privcmd 'parm=unrestricted:Do not restrict'
  module squashfs 'depends=unpacker'
  module unpacker
  module bridge 'depends=stp,unpacker'
  module stp
  for name in vchan-socket-proxy xenstore; do program "$SYSTEM/$name" 'int main (void) { return 0; }'; done
  mkdir -p "$SYSTEM/project/dist/usr/bin" "$SYSTEM/project/dist$PRIVATE/bin"
  cp "$SYSTEM/vchan-socket-proxy" "$SYSTEM/project/dist$PRIVATE/bin"
  cp "$SYSTEM/xenstore" "$SYSTEM/project/dist/usr/bin"
}

# qemu VERSION: a program for that Xen.
qemu () {
  mkdir -p "$SYSTEM/xen"
  program "$SYSTEM/xen/libxenctrl.so" 'int xc;' -shared -fPIC "-Wl,-soname,libxenctrl.so.$1"
  program "$SYSTEM/root$PRIVATE/bin/qemu-system-i386" "extern int xc; int ftruncate64 (int, long);
    int main (void) { return xc + ${2:-ftruncate64 (1, 0)}; }" "-L$SYSTEM/xen" -lxenctrl
}

# Each test has a copy, in a folder whose name breaks careless quoting.
setup () {
  TEST="$TEST_DIR/$BATS_TEST_NUMBER pro'ject [a]*"
  mkdir -p "$TEST"
  cd "$TEST" || return 1
  cp -a "$SYSTEM/root" "$SYSTEM/project/dist" .
}

image () { "dist$PRIVATE/stubdom/xen-stubdom-image" --root root --tools dist --output out "$@"; }

digest () { cat out/image/kernel out/image/rootfs out/image/manifest | sha256sum; }

# The image stays what it was, and nothing lies around it.
intact () {
  [ "$(digest)" = "$before" ]
  [ "$(find out -mindepth 1 -maxdepth 1 | wc -l)" -eq 3 ]
}

@test "an image is made, and again only when something changed" {
  run image
  [ "$status" -eq 0 ]
  [[ "$output" = "xen-stubdom-image: made the stub domain image of Xen 4.17: "* ]]
  before=$(digest)
  run image
  [ "$output" = "xen-stubdom-image: nothing changed" ]
  run image --hook
  [ "$status" -eq 0 ]
  [ -z "$output" ]
  echo another >root/usr/share/seabios/vgabios-cirrus.bin
  run image --hook
  [[ "$output" = *"made the stub domain image"* ]]
  [ "$(digest)" != "$before" ]
  [ "$(find out -mindepth 1 -maxdepth 1 | wc -l)" -eq 3 ]
}

@test "what is in it" {
  image
  mkdir outer
  (cd outer && cpio -id --quiet <../out/image/rootfs)
  [ "$(cat outer/modules/list)" = "xen-evtchn.ko
xen-privcmd.ko unrestricted=1
xen-gntdev.ko
xen_gntalloc.ko
xenfs.ko
xen-blkfront.ko
loop.ko
unpacker.ko
squashfs.ko" ]
  [ "$(cat outer/modules/network)" = "xen-netfront.ko
tun.ko
stp.ko
bridge.ko" ]
  [ -s outer/modules/stp.ko ]
  [ -x outer/init ]
  [ -x outer/bin/busybox ]
  unsquashfs -q -n -d model outer/model.sqfs
  (cd model && find . ! -type d | sort) >list
  diff list - <<'TEXT'
./bin
./lib
./lib64
./sbin
./usr/bin/xenstore
./usr/lib/x86_64-linux-gnu/libc.so.6
./usr/lib/x86_64-linux-gnu/libxenctrl.so.4.17
./usr/lib/xen-4.17/bin/qemu-system-i386
./usr/lib/xen-4.17/bin/vchan-socket-proxy
./usr/lib/xen-4.17/stubdom/console-truncate.so
./usr/lib/xen-4.17/stubdom/restore-console
./usr/lib64/ld-linux-x86-64.so.2
./usr/share/qemu/keymaps/en-us
./usr/share/qemu/vgabios-cirrus.bin
./usr/share/qemu/vgabios-stdvga.bin
TEXT
  grep -q "^input $(sha256sum <root/bin/busybox | cut -c 1-64) - - /bin/busybox\$" out/image/manifest
}

@test "the same inputs give the same bytes" {
  image
  before=$(digest)
  find root dist -exec touch -h -d 2001-01-01 {} +
  umask 077
  SOURCE_DATE_EPOCH=1 image --force
  intact
}

@test "a damaged image is made again" {
  image
  before=$(digest)
  echo >>out/image/rootfs
  image
  intact
}

@test "a kernel that cannot be used is told with its reason" {
  rm root/lib/modules/*/kernel/xen-gntalloc.ko root/lib/modules/*/kernel/xen_gntalloc.ko 2>/dev/null || true
  fails 1 "no kernel for it: it has no module 'xen-gntalloc'" image
  echo kernel/drivers/xen/xen-gntalloc.ko >root/lib/modules/6.1.0-1-cloud/modules.builtin
  image --check >/dev/null
  echo CONFIG_X=y >root/boot/config-6.1.0-1-cloud
  fails 1 "it cannot be a PV guest (CONFIG_XEN_PV)" image
  rm root/boot/config-6.1.0-1-cloud
  echo kernel >root/boot/vmlinuz-7.0
  echo kernel >root/boot/vmlinuz-9.0-cloud
  run image --check
  [ "$status" -eq 0 ]
  [[ "$output" = *"passing over the kernel "*"vmlinuz-9.0-cloud': it is no bzImage"* ]]
  fails 1 "vmlinuz-7.0' cannot be used: it is no bzImage" image --kernel root/boot/vmlinuz-7.0
  rm root/lib/modules/6.1.0-1-cloud/kernel/xen-privcmd.ko
  echo kernel/drivers/xen/xen-privcmd.ko >>root/lib/modules/6.1.0-1-cloud/modules.builtin
  fails 1 "its xen-privcmd is built in and cannot be told 'unrestricted'" image
}

@test "QEMU of another Xen, of none, and one that never saves" {
  qemu=$PRIVATE/bin/qemu-system-i386
  qemu 4.20
  cp "$SYSTEM/root$qemu" "root$qemu"
  fails 1 "is for another Xen than 4.17: it needs libxenctrl.so.4.20" image
  qemu 4.17 0
  cp "$SYSTEM/root$qemu" "root$qemu"
  fails 1 "does not call ftruncate from the C library" image
  program "root$qemu" 'int main (void) { return 0; }'
  fails 1 "is built without Xen (no libxenctrl)" image
  rm "root$qemu"
  fails 1 "there is no QEMU" image
  qemu 4.17
}

@test "libxenctrl of our own, in the private folder" {
  mkdir -p "dist$PRIVATE/lib"
  mv "root$LIBDIR/libxenctrl.so.4.17" "dist$PRIVATE/lib/"
  image
  grep -q " $PRIVATE/lib/libxenctrl.so.4.17\$" out/image/manifest
  rm "dist$PRIVATE/lib/libxenctrl.so.4.17"
  fails 1 "needs 'libxenctrl.so.4.17', which is not installed" image
}

@test "too little memory" {
  image
  before=$(digest)
  echo another >root/usr/share/seabios/vgabios-cirrus.bin
  fails 1 "stub domains of 64 MiB are too small for it: it needs" image --memory 64
  intact
  fails 1 "'much' is no number of MiB" image --memory much
}

@test "a hostile name among the inputs" {
  name="root/boot/vmlinuz-9 \$(touch hit)
;'\"-cloud"
  cp root/boot/vmlinuz-6.1.0-1-cloud "$name"
  image
  [ ! -e hit ]
  grep -q ' /boot/vmlinuz-6.1.0-1-cloud$' out/image/manifest
  fails 1 "cannot be used: its name has unusual characters" image --kernel "$name"
  cp root/lib/modules/6.1.0-1-cloud/kernel/loop.ko "root/lib/modules/6.1.0-1-cloud/kernel/a b;c.ko"
  mkdir "root/lib/modules/6.1.0-1-cloud/a b"
  mv root/lib/modules/6.1.0-1-cloud/kernel/loop.ko "root/lib/modules/6.1.0-1-cloud/a b"
  fails 1 "unusual characters" image
}

@test "a failure is a warning for packages, and the old image stays" {
  image
  before=$(digest)
  rm root/bin/busybox
  run image --hook
  [ "$status" -eq 0 ]
  [ "$output" = "xen-stubdom-image: warning: no new image for Xen 4.17, an old one stays: there is no busybox that needs no libraries (install busybox-static)" ]
  intact
}

@test "killed at any moment" {
  image
  before=$(digest)
  echo another >root/usr/share/seabios/vgabios-cirrus.bin
  for tenths in 0 1 2 3 4 6 8; do
    setsid "dist$PRIVATE/stubdom/xen-stubdom-image" --root root --tools dist --output out --force 3>&- &
    pid=$!
    sleep "0.$tenths"
    kill -KILL -- "-$pid" 2>/dev/null || true
    wait "$pid" || true
    cat out/image/kernel out/image/rootfs out/image/manifest >/dev/null
    grep '^image' out/image/manifest | while read -r _ sum _ name; do
      [ "$(sha256sum <"out/image/$name" | cut -c 1-64)" = "$sum" ]
    done
  done
  image
  [ "$(find out -mindepth 1 -maxdepth 1 | wc -l)" -eq 3 ]
}

@test "two at once make one image" {
  image >one 2>&1 &
  first=$!
  image >two 2>&1
  wait "$first"
  [ "$(cat one two | grep -c 'made the stub domain image')" -eq 1 ]
  [ "$(cat one two | grep -c 'nothing changed')" -eq 1 ]
}

@test "no room" {
  unshare --map-root-user --mount true 2>/dev/null || skip "this machine lets nobody mount"
  mkdir out
  # shellcheck disable=SC2016 # for the shell inside
  unshare --map-root-user --mount sh -euc '
    mount -t tmpfs -o size=64m none out
    "$@"
    before=$(cat out/image/* | sha256sum)
    echo another >root/usr/share/seabios/vgabios-cirrus.bin
    mount -o remount,size=$(($(du -k --apparent-size -s out | cut -f 1) + 300))k out
    dd if=/dev/zero of=out/filler bs=4k 2>/dev/null || true
    ! "$@" || exit 9
    "$@" --hook
    rm out/filler
    [ "$(cat out/image/* | sha256sum)" = "$before" ]
    ls out
  ' sh "dist$PRIVATE/stubdom/xen-stubdom-image" --root root --tools dist --output out
}

@test "wrong usage" {
  fails 1 "there is no option '--all' (see --help)" image --all
  fails 1 "'--memory' needs a value" image --memory
  fails 1 "no kernel for it: none is installed" "dist$PRIVATE/stubdom/xen-stubdom-image" --root dist --tools dist --output out
}
