#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# scripts/move-stacks over repositories that are made up here.

load common

# commit REPOSITORY TAG: what is in the folder REPOSITORY.tree, as that tag.
commit() {
  git -C "$1.git" --work-tree="../$1.tree" add -A .
  GIT_AUTHOR_DATE=@1700000000 GIT_COMMITTER_DATE=@1700000000 git -C "$1.git" --work-tree="../$1.tree" \
    -c user.name=a -c user.email=a@example.org commit -q --allow-empty -m "$2"
  git -C "$1.git" -c user.name=a -c user.email=a@example.org tag -a -m "$2" "$2"
}

# xen VERSION SEABIOS TAG
xen() {
  mkdir -p xen.tree/xen
  printf 'SEABIOS_UPSTREAM_REVISION ?= $(SEABIOS_UPSTREAM_TAG)\nSEABIOS_UPSTREAM_REVISION ?= %s\n' "$2" > xen.tree/Config.mk
  printf 'export XEN_VERSION       = %s\nexport XEN_SUBVERSION    = %s\n' "${1%.*}" "${1#*.}" > xen.tree/xen/Makefile
  commit xen "$3"
}

repositories() {
  mkdir mirrors
  cd mirrors || return 1
  git -c init.defaultBranch=master init -q --bare xen.git
  git -c init.defaultBranch=master init -q --bare seabios.git
  git -C xen.git config core.bare false
  git -C seabios.git config core.bare false
  mkdir seabios.tree
  commit seabios rel-1.16.3
  commit seabios rel-1.17.0
  xen 4.20 rel-1.16.3 RELEASE-4.20.9
  xen 4.20 rel-1.17.0 RELEASE-4.20.10
  xen 4.20 rel-1.17.0 4.20.11-rc1
  xen 4.21 rel-1.17.0 RELEASE-4.21.0
  cd "$OLDPWD" || return 1
}

moves() { "$SRCDIR/scripts/move-stacks" --mirrors mirrors --stacks moved "$@"; }

@test "a stack moves to the newest point release, with SeaBIOS and lock; then it stays" {
  repositories
  mkdir moved
  cp "$SRCDIR"/stacks/xen-4.20.* moved/
  sed -i 's/RELEASE-4.20.[0-9]*/RELEASE-4.20.1/' moved/*
  run moves
  [ "$status" -eq 0 ]
  [ "$output" = "move-stacks: xen-4.20 moved to RELEASE-4.20.10, SeaBIOS rel-1.17.0" ]
  grep -q '^summary: Xen 4.20.10 from upstream$' moved/xen-4.20.yaml
  grep -q '^  seabios: {version: rel-1.17.0}$' moved/xen-4.20.yaml
  grep -q '^      tag: RELEASE-4.20.10$' moved/xen-4.20.yaml
  grep -A 4 '^  xen:' moved/xen-4.20.lock > entry
  [ "$(sed -n 's/^    commit: //p' entry)" = "$(git -C mirrors/xen.git rev-parse 'RELEASE-4.20.10^{commit}')" ]
  [ "$(sed -n 's/^    ref: //p' entry)" = refs/tags/RELEASE-4.20.10 ]
  grep -q '^    date: 1700000000$' moved/xen-4.20.lock
  # zante takes what was written.
  printf 'stack: %s\n' "$PWD/moved/xen-4.20.yaml" > zante.yaml
  ZANTE_DEFAULTS=$BUILDDIR/defaults.yaml zante plan > planned
  cp -r moved before
  run moves xen-4.20
  [ "$output" = "move-stacks: xen-4.20 stays at RELEASE-4.20.10, SeaBIOS rel-1.17.0" ]
  diff -r before moved
}

@test "a new branch gets a stack, and master's version follows the tree" {
  repositories
  mkdir moved
  cp "$SRCDIR"/stacks/xen-4.20.* "$SRCDIR"/stacks/xen-master.* moved/
  run moves --new 4.21
  [ "$status" -eq 0 ]
  grep -q '^stack: xen-4.21$' moved/xen-4.21.yaml
  grep -q '^xen-version: "4.21"$' moved/xen-4.21.yaml
  fails 4 "there is no release of 4.22 yet" moves --new 4.22
  fails 3 "is there already" moves --new 4.21
  moves xen-master
  grep -q '^xen-version: "4.21"$' moved/xen-master.yaml
  grep -q '^    ref: refs/heads/master$' moved/xen-master.lock
  fails 3 "there is no stack 'xen-9'" moves xen-9
}
