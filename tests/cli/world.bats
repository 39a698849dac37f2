#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# The product from the autotools tree: make world, verify, tarballs, for a project elsewhere.

load common

@test "make tarballs builds, verifies and packs" {
  component one 'mkdir -p "$DESTDIR/usr/share"
echo one >"$DESTDIR/usr/share/one.txt"' <<<''
  # The tests' own make is not this one's parent.
  run env -u MAKEFLAGS -u MAKELEVEL make -s -C "$BUILDDIR" tarballs PROJECT="$PROJECT"
  [ "$status" -eq 0 ] || { echo "$output"; false; }
  [ "$(cat dist/usr/share/one.txt)" = one ]
  [[ "$output" == *"pass: "* ]]
  (cd tarballs && sha256sum --check --strict SHA256SUMS)
}

@test "make verify fails where the rules are broken, and no tarball is written" {
  component one 'mkdir -p "$DESTDIR/usr/share"
ln -s nowhere "$DESTDIR/usr/share/link"' <<<''
  run env -u MAKEFLAGS -u MAKELEVEL make -s -C "$BUILDDIR" tarballs PROJECT="$PROJECT"
  [ "$status" -eq 2 ]
  [[ "$output" == *"/usr/share/link"* ]]
  [ ! -e tarballs ]
}
