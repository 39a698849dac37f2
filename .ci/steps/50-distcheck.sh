# shellcheck shell=bash
# title: make distcheck: the tarball holds everything, VPATH from a read-only tree, install, uninstall
# limit: 1500
. "$TOP/.ci/build.sh"
build_tree distcheck
make -s -j"$(nproc)" distcheck DISTCHECK_CONFIGURE_FLAGS=--enable-werror || {
  cat zante-*/_build/sub/test-suite.log
  exit 1
}
