# shellcheck shell=bash
# title: the Xen Test Framework on the Xen of Debian 12 and on that of Debian 13
# limit: 14400
# Needs ZANTE_MIRRORS, a folder of bare git repositories with an xtf.git.
. "$TOP/.ci/build.sh"
mirrors=${ZANTE_MIRRORS-}
work=$CI_WORK/xtf
failed=0

if [ -z "$mirrors" ] || [ ! -d "$mirrors/xtf.git" ]; then
  echo 'ZANTE_MIRRORS names no folder of repositories with an xtf.git'
  exit 77
fi
build_tree xtf-zante
make -s -j"$(nproc)"
zante=$CI_WORK/xtf-zante/zante

# A project of the stack $1 with XTF from the mirror.
project () {
  local commit
  commit=$(awk '/^  [a-z]/ { here = $1 == "xtf:" } here && $1 == "commit:" { print $2 }' "$TOP/stacks/$1.yaml")
  mkdir -p "$work/$1"
  cat >"$work/$1/zante.yaml" <<YAML
stack: $1
components: {xtf: build}
sources:
  xtf:
    git:
      url: https://xenbits.xen.org/git-http/xtf.git
      mirrors: ["$mirrors/xtf.git"]
      commit: $commit
YAML
}

# try STACK XSA
try () {
  local here=$work/$1 start=$SECONDS
  project "$1"
  "$zante" -C "$here" builddep --install
  "$zante" -C "$here" fetch
  share_stores "$here" "$CI_WORK/releases"/*
  "$zante" -C "$here" build
  "$zante" -C "$here" verify
  start=$SECONDS
  "$zante" -C "$here" boot --level xtf --json "$here/report.json" --junit "$here/report.xml" || failed=1
  echo "$1: all of XTF in $((SECONDS - start)) s"
  "$zante" -C "$here" boot --xsa "$2" || failed=1
}

try debian-12 286
try debian-13 286
exit "$failed"
