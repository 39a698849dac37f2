# shellcheck shell=bash
# title: make distcheck with every test, those of the command line too
# limit: 3000
. "$TOP/.ci/build.sh"
build_tree distcheck
make -s -j"$(nproc)" distcheck DISTCHECK_CONFIGURE_FLAGS=--enable-werror || {
  cat zante-*/_build/sub/test-suite.log
  exit 1
}
