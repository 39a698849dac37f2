# shellcheck shell=bash
# title: make distcheck under sanitizers: the tarball holds everything and builds in a tree of its own, every unit and command-line test, install, uninstall
# limit: 1800
. "$TOP/.ci/build.sh"
export ASAN_OPTIONS=detect_leaks=1:strict_string_checks=1 UBSAN_OPTIONS=print_stacktrace=1
build_tree distcheck
# Lint reads sources, and the corpora are read by 40-clang: both see nothing of this.
# shellcheck disable=SC2016 # make expands it
make -s -j"$(nproc)" distcheck 'TESTS=$(UNIT_TESTS) $(CLI_TESTS)' \
  DISTCHECK_CONFIGURE_FLAGS='--enable-werror --enable-sanitizers --disable-dependency-tracking CFLAGS="-O1 -g"' || {
  cat zante-*/_build/sub/test-suite.log
  exit 1
}
