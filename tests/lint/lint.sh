#!/bin/sh
# Every check of tests/lint/check, in TAP: it finds nothing in this tree, and exactly what is
# expected in its bad example, so that a check which finds nothing at all is itself found.
set -u
ROOT=${SRCDIR:-$(cd "$(dirname "$0")/../.." && pwd)}
LINT=$ROOT/tests/lint
ZANTE=${ZANTE:-$ROOT/build/zante}
export ROOT LINT ZANTE
scratch=$(mktemp -d)
trap 'chmod -R u+w "$scratch"; rm -rf "$scratch"' EXIT
number=0

# result STATUS NAME FILE: one TAP line, with FILE as its explanation when it failed.
result () {
  number=$((number + 1))
  [ "$1" = 0 ] || printf 'not '
  printf 'ok %d - %s\n' "$number" "$2"
  [ "$1" = 0 ] || head -n 40 "$3" | sed 's/^/# /'
}

skip () {
  number=$((number + 1))
  printf 'ok %d - %s # SKIP %s\n' "$number" "$1" "$2"
}

# Why the check cannot run on this machine; nothing when it can.
hindrance () {
  case $1 in
    clang-format) clang-format --version 2>/dev/null | grep -q 'version 14\.' || echo "needs clang-format 14" ;;
    manual | recipes) [ -x "$ZANTE" ] || echo "needs zante" ;;
    shellcheck) command -v shellcheck >/dev/null || echo "needs shellcheck" ;;
  esac
}

# A bad example must not be found by the checks of the real tree, so some of its text is masked. One
# that spoils a file of the real tree is a script.
bad_example () {
  if [ -e "$1.sh" ]; then
    mkdir "$2"
    (cd "$2" && sh -eu "$1.sh")
    return
  fi
  cp -R "$1" "$2"
  chmod -R u+w "$2"
  find "$2" -type f -exec sed -i -e 's/@DOT@/./g' -e 's|@SLASH@|/|g' {} +
}

run_check () {
  name=$1
  reason=$(hindrance "$name")
  if [ -n "$reason" ]; then
    skip "$name: this tree" "$reason"
    skip "$name: the bad example" "$reason"
    return
  fi
  (cd "$ROOT" && "$LINT/check/$name") >"$scratch/found" 2>&1
  [ ! -s "$scratch/found" ]
  result $? "$name: this tree" "$scratch/found"
  bad_example "$LINT/bad/$name" "$scratch/tree"
  (cd "$scratch/tree" && "$LINT/check/$name") >"$scratch/found" 2>&1
  diff -u "$LINT/bad/$name.expected" "$scratch/found" >"$scratch/diff"
  result $? "$name: the bad example" "$scratch/diff"
  rm -rf "$scratch/tree"
}

for check in "$LINT"/check/*; do run_check "${check##*/}"; done
echo "1..$number"
