# shellcheck shell=bash
# Builds of zante outside its tree, for the steps.

# build_tree NAME CONFIGURE-ARGUMENT…: configure in $CI_WORK/NAME and go there; what an earlier run
# left is thrown away.
build_tree () {
  [ -x "$TOP/configure" ] || "$TOP/bootstrap"
  rm -rf "${CI_WORK:?}/$1"
  mkdir -p "$CI_WORK/$1"
  cd "$CI_WORK/$1" || return
  shift
  # It is built once: what depends on which header need not be known.
  "$TOP/configure" -q --disable-dependency-tracking "$@"
}

# make_check [VARIABLE=VALUE…]: the tests, their log shown when one fails.
make_check () {
  make -s -j"$(nproc)" check "$@" && return 0
  cat test-suite.log
  return 1
}

# share_stores PROJECT OTHER…: the project gets the outputs of the others under their keys, so that
# what is the same in both (GRUB, a SeaBIOS, a whole stack) is not built again. Nothing in a store is
# ever changed: the files are linked. The project has to be fetched before.
share_stores () {
  local project=$1 other
  shift
  for other; do
    [ ! -d "$other/.zante/store" ] || [ "$other" -ef "$project" ] ||
      cp -aln "$other/.zante/store/." "$project/.zante/store/"
  done
}
