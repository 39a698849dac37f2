#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# zante update: pin, lock, recipes and changelogs move together.

load common
load small

# A repository with two releases, and the source of the project in it.
released() {
  export GIT_CONFIG_GLOBAL=/dev/null GIT_AUTHOR_NAME=A GIT_AUTHOR_EMAIL=a@example.org \
    GIT_COMMITTER_NAME=A GIT_COMMITTER_EMAIL=a@example.org
  small
  repository=$TEST_DIR/$BATS_TEST_NUMBER.git
  git init -q "$repository"
  for release in 1.0 1.1 1.2; do
    echo "hello $release" > "$repository/hello.txt"
    git -C "$repository" add -A
    git -C "$repository" commit -q -m "$release"
    git -C "$repository" tag -a -m "$release" "v$release"
  done
  write_stack <<< "sources: {small: {git: {url: \"file://$repository\", tag: v1.0}}} # the release"
  zante lock
}

tag_of() { sed -n 's|^    ref: refs/tags/||p' zante.lock; }
versions() { sed -n 's/^xen-small (\(.*\)) .*/\1/p' "$1" | tr '\n' ' '; }

@test "a point release by one command: pin, lock, both changelogs, and edits" {
  released
  zante deb --no-build --changelog first
  zante rpm --no-build --changelog first
  echo '# mine' >> deb/xen-small-1.0/debian/rules
  cp stacks/test.yaml before.yaml
  zante update small=v1.1 --changelog 'a point release' 2> messages
  diff <(sed 's/tag: v1.0/tag: v1.1/' before.yaml) stacks/test.yaml
  [ "$(tag_of)" = v1.1 ]
  grep -q "commit: $(git -C "$repository" rev-parse 'v1.1^{commit}')" zante.lock
  [ "$(versions deb/xen-small-1.1/debian/changelog)" = '1.1-1zante1 1.0-1zante1 ' ]
  grep -qx '  \* a point release' deb/xen-small-1.1/debian/changelog
  dpkg-parsechangelog --all -l deb/xen-small-1.1/debian/changelog > /dev/null
  grep -q '^- a point release$' rpm/xen-small-1.1/xen-small.spec
  grep -q '^- first$' rpm/xen-small-1.1/xen-small.spec
  tail -n 1 deb/xen-small-1.1/debian/rules | grep -qx '# mine'
  grep -q "your edit of .* is carried over" messages
  # Once more changes nothing.
  cp -a deb deb.before
  cp -a rpm rpm.before
  zante update small=v1.1 --changelog 'a point release'
  diff -r deb.before deb
  diff -r rpm.before rpm
}

@test "what a stack outside of the project pins is overridden in zante.yaml" {
  released
  mkdir "$TEST_DIR/$BATS_TEST_NUMBER.stacks"
  mv stacks/test.yaml "$TEST_DIR/$BATS_TEST_NUMBER.stacks/"
  sed -i "s|^stack-directories:.*|stack-directories: ['$TEST_DIR/$BATS_TEST_NUMBER.stacks']|" defaults.yaml
  cp zante.yaml before.yaml
  zante update small=v1.1 2> messages
  [ "$(tag_of)" = v1.1 ]
  head -n "$(wc -l < before.yaml)" zante.yaml | diff before.yaml -
  grep -q '^sources:' zante.yaml
  grep -q 'no recipes are here yet' messages
  # It is the project's own now.
  zante update small=v1.2
  [ "$(tag_of)" = v1.2 ]
  sed -i '/^sources:/,$d' zante.yaml
  echo 'sources: {other: {local: {path: .}}}' >> zante.yaml
  fails 3 "which is not yours: write it with the tag 'v1.1' below 'sources'" zante update small=v1.1
}

@test "what cannot be pinned leaves everything as it was" {
  released
  cp -a . "../before.$BATS_TEST_NUMBER"
  fails 4 "v9" zante update small=v9
  diff -r -x .zante "../before.$BATS_TEST_NUMBER" .
  fails 3 "there is no source 'smal' (did you mean 'small'?)" zante update smal=v1.1
  fails 3 "cannot be a tag" zante update small=..
  fails 3 "none" zante update none
  sed -i 's/tag: v1.0/branch: master/' stacks/test.yaml
  fails 3 "source 'small' is not pinned by a tag of git" zante update small=v1.1
  diff -r -x .zante -x stacks "../before.$BATS_TEST_NUMBER" .
}

@test "a link and its file's mode stay" {
  released
  mv stacks/test.yaml real.yaml
  ln -s ../real.yaml stacks/test.yaml
  chmod 640 real.yaml
  for tag in v1.1 v9; do
    zante update "small=$tag" || [ "$tag" = v9 ]
    [ "$(readlink stacks/test.yaml)" = ../real.yaml ]
    [ "$(stat -c %a real.yaml)" = 640 ]
    grep -q 'tag: v1.1' real.yaml
  done
}

@test "what somebody writes while sources are looked up stays" {
  released
  mkdir programs
  printf '%s\n' '#!/bin/sh' "echo '# mine' >>'${PWD//\'/\'\\\'\'}/stacks/test.yaml'" "exec $(command -v git) \"\$@\"" >programs/git
  chmod +x programs/git
  PATH=$PWD/programs:$PATH fails 4 "stays changed: it was edited meanwhile" zante update small=v9
  grep -q 'tag: v9' stacks/test.yaml
  grep -qx '# mine' stacks/test.yaml
}

@test "another series of Xen is another stack" {
  write_stack <<< 'sources: {xen: {git: {url: "https://example.org/xen.git", tag: RELEASE-4.17.0}}}'
  for tag in RELEASE-4.18.0 RELEASE-4.1.0 4.170.0; do
    fails 3 "'$tag' is no release of Xen 4.17, which the stack 'test' is of" zante update "xen=$tag"
  done
  grep -q 'tag: RELEASE-4.17.0}' stacks/test.yaml
}

@test "a build that fails is gone on with by the same command" {
  released
  zante deb --no-build
  sed -i 's|mkdir -p|if grep -q 1.1 hello.txt; then exit 1; fi; mkdir -p|' components/small/component.yaml
  fails 5 "small" zante update small=v1.1
  [ "$(tag_of)" = v1.1 ]
  [ ! -e deb/xen-small-1.1 ]
  sed -i 's|if grep .* fi; mkdir|mkdir|' components/small/component.yaml
  zante update small=v1.1
  [ "$(versions deb/xen-small-1.1/debian/changelog)" = '1.1-1zante1 1.0-1zante1 ' ]
}
