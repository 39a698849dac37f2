#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# scripts/quickstart with an archive of our own, which drops a version that is pinned.

load common

# A checkout in which nothing has to be installed or compiled: its zante is the one that is tested.
checkout() {
  mkdir -p checkout/scripts checkout/build checkout/stacks checkout/components/demo
  cp "$SRCDIR/scripts/quickstart" checkout/scripts/
  grep '^#' "$SRCDIR/scripts/dependencies" > checkout/scripts/dependencies
  printf 'all:\n' > checkout/build/Makefile
  printf '#!/bin/sh\n' > checkout/configure
  # shellcheck disable=SC2016 # of the script that is written
  printf '#!/bin/sh\nexec "%s" "$@"\n' "$ZANTE" > checkout/build/zante
  chmod 755 checkout/configure checkout/build/zante
  cat > checkout/components/demo/component.yaml << 'YAML'
component: demo
summary: a demonstration
licence: MIT
source: demo
phases:
  install: |
    install -D README "$DESTDIR$datadir/demo"
YAML
  cat > checkout/stacks/test.yaml << 'YAML'
stack: test
summary: a test
xen-version: "4.17"
layout: debian
components: {demo: build}
sources:
  demo: {debian: {package: demo}}
YAML
  cp defaults.yaml checkout/
  export ZANTE_DEFAULTS=$PROJECT/checkout/defaults.yaml
}

# publish VERSION KEY: the archive has demo VERSION alone, and its list is signed by KEY.
publish() {
  (
    cd repository/repo/dists/sid
    awk -v RS= -v ORS='\n\n' "/\nVersion: $1\n/ && /\nBinary: demo\n/" ../all > main/source/Sources
    grep -qx "Version: $1" main/source/Sources
    sum=$(sha256sum < main/source/Sources)
    sed -i '/^ [0-9a-f]/d' Release
    printf ' %s %s main/source/Sources\n' "${sum%% *}" "$(wc -c < main/source/Sources)" >> Release
    rm -f InRelease InRelease.stranger
    GNUPGHOME=$OLDPWD/repository/gnupg gpg --batch -q -u "$2" --clearsign -o InRelease Release
    GNUPGHOME=$OLDPWD/repository/gnupg gpgconf --kill all
  )
  rm -rf repository/repo/pool/main/d/demo
  mkdir repository/repo/pool/main/d/demo
  cp repository/pool/demo_"${1%-*}"[.-]* repository/repo/pool/main/d/demo/
}

# The archive, at first with demo 1.0-1.
archive() {
  for program in apt-get dpkg-source dpkg-scansources gpg gpgv xz; do
    command -v $program > /dev/null || skip "this machine has no $program"
  done
  # A socket's path is short, and apt takes no odd characters in the URIs of its lists.
  place=$(mktemp -d "${TMPDIR:-/tmp}/zante-archive.XXXXXX")
  ln -s "$place" repository
  (cd "$place" && sh "$SRCDIR/tests/fetch/make-repository" "file://$place")
  sed -i 's|^URIs: .*|URIs: file://'"$place/repo|" "$place/apt.sources"
  mv "$place/repo/dists/sid/main/source/Sources" "$place/repo/dists/all"
  cp -r "$place/repo/pool/main/d/demo" "$place/pool"
  publish 1.0-1 archive@x
  export APT_CONFIG=$place/apt.conf
  unset ZANTE_DEBIAN_MIRRORS
}

teardown() { [ ! -L repository ] || rm -rf "$(readlink repository)"; }

quickstart() { checkout/scripts/quickstart; }

@test "what the archive dropped is followed, told in a line, verified and built" {
  checkout
  archive
  zante -C checkout lock
  cp checkout/zante.lock first
  grep -q 'version: 1.0-1' first
  quickstart
  [ "$(cat checkout/dist/usr/share/demo)" = 'demo 1.0' ]
  cmp first checkout/zante.lock
  # Another person's machine, after the archive has moved on.
  rm -rf checkout/.zante checkout/dist
  publish 2.0-1 archive@x
  run quickstart
  echo "$output"
  [ "$status" -eq 0 ]
  [ "$(grep -c 'demo.*1\.0-1.*2\.0-1' <<< "$output")" -eq 1 ]
  [ "$(cat checkout/dist/usr/share/demo)" = 'demo 2.0' ]
  grep -q 'version: 2.0-1' checkout/zante.lock
  [[ "$output" == *"quickstart: the stack is in "* ]]
}

@test "what the archive's key did not sign is not followed" {
  checkout
  archive
  zante -C checkout lock
  cp checkout/zante.lock first
  publish 2.0-1 stranger@x
  run quickstart
  echo "$output"
  [ "$status" -eq 4 ] || [ "$status" -eq 7 ]
  [[ "$output" == *"not signed"* || "$output" == *"signature"* || "$output" == *"NO_PUBKEY"* ]]
  cmp first checkout/zante.lock
  [ ! -e checkout/dist ]
}

@test "what was damaged on the way is an error, and no version moves for it" {
  checkout
  archive
  zante -C checkout lock
  cp checkout/zante.lock first
  for file in repository/repo/pool/main/d/demo/*.tar.*; do printf X >> "$file"; done
  run quickstart
  echo "$output"
  [ "$status" -eq 4 ]
  cmp first checkout/zante.lock
  [ ! -e checkout/dist ]
}
