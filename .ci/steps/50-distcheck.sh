# shellcheck shell=bash
# title: make distcheck: the tarball holds everything, VPATH from a read-only tree, install, uninstall
# limit: 1500
. "$TOP/.ci/build.sh"
build_tree distcheck
# Command-line tests run twice already.
# shellcheck disable=SC2016 # make expands it
make -s -j"$(nproc)" distcheck 'TESTS=$(UNIT_TESTS) tests/lint/lint.sh' \
  DISTCHECK_CONFIGURE_FLAGS=--enable-werror || {
  cat zante-*/_build/sub/test-suite.log
  exit 1
}
