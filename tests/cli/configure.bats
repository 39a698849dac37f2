#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# What configure is told about the stack, in defaults.yaml.

setup () {
  [ ! -e "$SRCDIR/config.status" ] || skip "configured in the source tree, where a second configure refuses to run"
  cd "$TEST_DIR"
}

configure () {
  rm -f defaults.yaml
  "$SRCDIR/configure" -q --cache-file="$TEST_DIR/cache" "$@"
}

# defaults.yaml without its comment and the two lines that name the tree.
said () { sed -e '/^#/d' -e '/^component-directories: /d' -e '/^stack-directories: /d' defaults.yaml; }

@test "nothing said: only the stack and where things lie" {
  configure
  [ "$(said)" = "stack: 'debian-12'" ]
  grep -q "^component-directories: \['$SRCDIR/components'\]" defaults.yaml
  grep -q "^stack-directories: \['$SRCDIR/stacks'\]" defaults.yaml
}

@test "everything said" {
  configure --with-stack=xen-4.20 --with-layout=upstream --prefix=/opt/xen \
    --libexecdir='${prefix}/private' --libdir=/opt/xen/lib64 --disable-pv-shim --disable-docs \
    --enable-tools --disable-hypervisor --with-system-seabios=/usr/share/seabios.bin \
    --without-system-pvgrub --with-system-ovmf --disable-ipxe --with-system-qemu=/usr/bin/qemu
  diff -u - <(said) <<'YAML'
stack: 'xen-4.20'
layout: upstream
components:
  seabios: 'system'
  ovmf: 'system'
  ipxe: 'off'
  qemu: 'system'
  pvgrub: 'build'
  pv-shim: 'off'
  docs: 'off'
  tools: 'build'
  hypervisor: 'off'
system-paths:
  seabios: '/usr/share/seabios.bin'
  qemu: '/usr/bin/qemu'
directories:
  prefix: '/opt/xen'
  libdir: '/opt/xen/lib64'
  libexecdir: '/opt/xen/private'
YAML
}

@test "a stack from a file is named by its whole path" {
  cp "$SRCDIR/stacks/xen-4.20.yaml" own.yaml
  configure --with-stack=./own.yaml
  [ "$(said)" = "stack: '$PWD/own.yaml'" ]
}

refuses () { # MESSAGE ARGUMENT…
  local message=$1
  shift
  run configure "$@"
  [ "$status" -ne 0 ]
  [[ "$output" == *"$message"* ]] || { echo "$output"; false; }
  [ ! -e defaults.yaml ]
}

@test "what cannot be meant is refused" {
  refuses "there is no stacks/xen-5.0.yaml" --with-stack=xen-5.0
  refuses "no file './missing.yaml'" --with-stack=./missing.yaml
  refuses "debian, fedora or upstream is expected" --with-layout=gentoo
  refuses "an absolute path is expected" --with-system-seabios=bios.bin
  refuses "contradicts" --disable-seabios --with-system-seabios
  refuses "yes or no is expected" --enable-tools=maybe
  refuses "no quotes or newlines" --with-system-seabios="/it's"
}
