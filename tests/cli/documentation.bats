#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# The examples of the documentation are read by zante as they stand there.

setup () {
  cd "$TEST_DIR"
  rm -rf project
  mkdir project
}

zante () { "$ZANTE" -C project "$@"; }

# The example number $1 of zante.yaml(5).
example () { awk -v wanted="$1" '/^```/ { on = !on; n += on; next } on && n == wanted' "$SRCDIR/doc/zante.yaml.5.scd"; }

@test "zante.yaml(5): the example" {
  example 1 >project/zante.yaml
  grep -q '^stack: xen-4.20$' project/zante.yaml
  cp -R "$SRCDIR/examples/components" "$SRCDIR/examples/xen-hello-src" project/
  run zante list
  [ "$status" -eq 0 ]
  [[ "$output" == *"stack xen-4.20, "* ]]
  [[ "$output" == *"tools.xsm=yes "* ]]
  [[ "$output" =~ seabios\ +system ]]
  [[ "$output" =~ xen-hello\ +build ]]
}

@test "zante.yaml(5): the example of an advisory's patch" {
  example 2 >project/zante.yaml
  grep -q 'xsa999.patch' project/zante.yaml
  echo >project/xsa999.patch
  run zante list
  [ "$status" -eq 0 ]
  [[ "$output" == *"stack debian-12, "* ]]
}

# The indented block of HACKING.md that begins with the line $1.
block () { awk -v first="       $1" '$0 == first { on = 1 } on && NF && !/^       / { exit } on { print substr($0, 8) }' "$SRCDIR/HACKING.md"; }

@test "HACKING: the worked example of a component" {
  mkdir -p project/components/hello
  { echo 'component-directories: [components]'; block 'components: {hello: build}'; } >project/zante.yaml
  block 'component: hello' >project/components/hello/component.yaml
  grep -q '^packages:$' project/components/hello/component.yaml
  run zante list
  [ "$status" -eq 0 ]
  [[ "$output" =~ hello\ +build\ +says\ hello ]]
  [[ "$output" == *"hello.colour=no "* ]]
  run zante plan hello
  [[ "$output" == *"zante lock"* ]]
}

@test "examples/ is a project" {
  run "$ZANTE" -C "$SRCDIR/examples" list
  [ "$status" -eq 0 ]
  [[ "$output" =~ xen-hello\ +build ]]
}

@test "what zante init writes can be read" {
  zante init
  run zante list
  [ "$status" -eq 0 ]
}

@test "every commented line of zante init can be read once it is uncommented" {
  zante init
  sed -i 's/^#\([a-z-]*: \)/\1/' project/zante.yaml
  mkdir -p project/components xen
  run zante list
  [ "$status" -eq 0 ] || { echo "$output"; false; }
}

@test "the manual pages are made without a warning" {
  [ -e "$BUILDDIR/doc/zante.1" ] || skip "no scdoc when zante was built"
  command -v groff >/dev/null || skip "no groff here"
  for page in zante.1 component.yaml.5 zante.yaml.5; do
    run groff -k -man -Tutf8 -ww -z "$BUILDDIR/doc/$page"
    [ "$status" -eq 0 ]
    [ "$output" = "" ] || { echo "$page: $output"; false; }
  done
}
