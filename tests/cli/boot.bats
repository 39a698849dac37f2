#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# zante boot before any machine starts: what it refuses, and with which status. Machines are started
# by .ci/steps/86-boot.sh.

load common.bash

# A hypervisor that nobody will start.
with_hypervisor () {
  mkdir -p dist/boot
  echo "not an ELF file" | gzip -n >dist/boot/xen-4.17.5.gz
}

guest () { # NAME, guest.yaml on standard input
  mkdir -p "boot-guests/$1"
  cat >"boot-guests/$1/guest.yaml"
}

@test "nothing was built" {
  fails 3 "nothing to boot: '$PROJECT/dist' is not there (run 'zante build' first)" zante boot
  mkdir dist
  fails 3 "there is no xen-*.gz in '$PROJECT/dist'" zante boot
  fails 3 "there is no xen-*.efi in '$PROJECT/dist'" zante boot --efi
}

@test "wrong usage" {
  fails 2 "boot: no level 'all' (dom0, guest, suite, tools-tests or xtf)" zante boot --level all
  fails 2 "boot: too many arguments" zante boot dom0
  fails 2 "boot: 'x' is no number of an advisory (--xsa 286)" zante boot --xsa x
  fails 2 "boot: 'xsa-0' is no number of an advisory" zante boot --xsa xsa-0
  fails 2 "boot: --xsa is for level xtf, not 'suite'" zante boot --level suite --xsa 286
}

@test "what others are restored from is no such thing" {
  fails 2 "boot: --restore-from goes without --level" zante boot --restore-from . --level suite
  fails 2 "boot: --restore-from goes without --shell" zante boot --restore-from . --shell
  mkdir empty
  fails 3 "'empty' is no project: it has no zante.yaml" zante boot --restore-from empty
  fails 3 "'./gone' is no project" zante boot --restore-from ./gone
  fails 3 "there is no folder 'tset', and --stack tset: there is no such stack (did you mean 'test'?)" \
    zante boot --restore-from tset
  echo '{}' >empty/zante.yaml
  fails 3 "nothing to boot: '$PWD/empty/dist' is not there" zante boot --restore-from empty
  mkdir -p empty/dist/boot
  echo none | gzip -n >empty/dist/boot/xen-4.17.5.gz
  fails 3 "guest 'hello-pv' cannot be restored elsewhere: it is not of level migration" \
    zante boot --restore-from empty --guest hello-pv
}

@test "another stack of the same project is taken as it was built" {
  component one 'mkdir -p "$DESTDIR/usr/share"
echo "$xen_version" > "$DESTDIR/usr/share/one"' <<<''
  sed 's/4.17/4.18/; s/^stack: .*/stack: next/' stacks/test.yaml >stacks/next.yaml
  zante build
  fails 3 "the stack 'next' is not built in this project (run 'zante --stack next build')" \
    zante boot --restore-from next
  zante --stack next build
  [ "$(cat dist/usr/share/one)" = 4.18 ]
  fails 3 "nothing to boot: there is no xen-*.gz in '$PWD/.zante/boot/stacks/test'" \
    zante --stack next boot --restore-from test
  [ "$(cat .zante/boot/stacks/test/usr/share/one)" = 4.17 ]
  [ "$(cat dist/usr/share/one)" = 4.18 ]
}

@test "packages that are none" {
  mkdir empty
  fails 3 "boot: no package (.deb, .rpm) is in 'empty'" zante boot --from empty
  echo text >file.txt
  fails 3 "'file.txt' is no package (.deb or .rpm)" zante boot --from file.txt
  cp file.txt bad.deb
  fails 3 "cannot unpack 'bad.deb'" zante boot --from bad.deb
  cp file.txt bad.rpm
  fails 4 "cannot unpack 'bad.rpm'" zante boot --from bad.rpm
}

@test "of several revisions the newest is booted" {
  command -v dpkg-deb >/dev/null || skip "needs dpkg-deb"
  for revision in 9 10; do
    mkdir -p "$revision/DEBIAN" "$revision/boot"
    printf '%s\n' 'Package: xen-hypervisor' "Version: 4.17.5-$revision" 'Architecture: amd64' \
      'Maintainer: A Person <person@example.org>' 'Description: for a test' >"$revision/DEBIAN/control"
    touch "$revision/boot/revision-$revision"
    mkdir -p packages/deb
    dpkg-deb --root-owner-group --build "$revision" "packages/deb/xen-hypervisor_4.17.5-${revision}_amd64.deb"
  done
  fails 3 "nothing to boot" zante boot --from packages
  [ "$(ls .zante/boot/run/root/boot)" = revision-10 ]
  fails 3 "nothing to boot" zante boot --from packages/deb/xen-hypervisor_4.17.5-9_amd64.deb
  [ "$(ls .zante/boot/run/root/boot)" = revision-9 ]
}

@test "a package that reaches out of its root is refused" {
  command -v ar >/dev/null || skip "needs ar"
  mkdir -p in/boot
  ln -s /tmp in/boot/link
  tar -cf data.tar -C in boot/link
  tar -rf data.tar -C / --transform 's|^etc/hostname|boot/link/escaped|' etc/hostname
  xz data.tar
  tar -cJf control.tar.xz -T /dev/null
  echo 2.0 >debian-binary
  ar r evil.deb debian-binary control.tar.xz data.tar.xz
  fails 4 "link" zante boot --from evil.deb
  [ ! -e /tmp/escaped ]
}

@test "a package's link is not followed to this machine" {
  command -v ar >/dev/null || skip "needs ar"
  mkdir -p in host
  echo "the machine's own" | gzip -n >host/xen-4.17.5.gz
  ln -s "$PWD/host" in/boot
  tar -cJf data.tar.xz -C in boot
  tar -cJf control.tar.xz -T /dev/null
  echo 2.0 >debian-binary
  ar r linked.deb debian-binary control.tar.xz data.tar.xz
  fails 3 "nothing to boot: there is no xen-*.gz" zante boot --from linked.deb
}

@test "nobody can run what a package has as set-user-ID" {
  command -v ar >/dev/null || skip "needs ar"
  mkdir -p in/usr/bin
  echo true >in/usr/bin/program
  chmod 6755 in/usr/bin/program
  tar -cJf data.tar.xz -C in usr
  tar -cJf control.tar.xz -T /dev/null
  echo 2.0 >debian-binary
  ar r set-id.deb debian-binary control.tar.xz data.tar.xz
  fails 3 "nothing to boot" zante boot --from set-id.deb
  [ -x .zante/boot/run/root/usr/bin/program ]
  [ -z "$(find .zante -perm /6000)" ]
  [ "$(stat -c %a .zante/boot)" = 700 ]
}

@test "guests with mistakes" {
  with_hypervisor
  guest mine <<<'guest: mine'
  fails 3 "boot-guests/mine/guest.yaml:1:1: missing field 'summary'" zante boot
  guest mine <<<'{guest: mine, summary: x, config: x, expect: {console: x}, use: [kernel]}'
  fails 3 "unknown field 'use' (did you mean 'uses'?)" zante boot
  rm -r boot-guests
  fails 3 "no guest 'hello-vp' (did you mean 'hello-pv'?)" zante boot --guest hello-vp
}

@test "upstream's tests of the tools: those that are installed" {
  with_hypervisor
  fails 3 "there are no test programs in '$PROJECT/dist' (run 'zante --set tools.tests=yes build')" \
    zante boot --level tools-tests
  mkdir -p dist/usr/lib/xen-4.17/bin dist/usr/lib/xen-4.17/tests
  touch dist/usr/lib/xen-4.17/bin/{xl,test-one,depriv-fd-checker} dist/usr/lib/xen-4.17/tests/test-two
  fails 3 "no test 'hello-pv' (there is test-two, test-one)" \
    zante boot --level tools-tests --guest hello-pv
}

@test "a kernel without modules" {
  with_hypervisor
  touch vmlinuz-1.2.3
  fails 3 "the kernel 'vmlinuz-1.2.3' has no modules" zante boot --offline --level dom0 --kernel vmlinuz-1.2.3
}

@test "too little memory" {
  command -v qemu-system-x86_64 >/dev/null || skip "needs QEMU"
  command -v busybox >/dev/null || skip "needs a static busybox"
  with_hypervisor
  mkdir -p root/boot root/lib/modules/1.2.3/kernel
  touch root/boot/vmlinuz-1.2.3
  fails 2 "400 MiB of memory are too little: give at least --memory 640" \
    zante boot --offline --level dom0 --kernel root/boot/vmlinuz-1.2.3 --memory 400
}
