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
