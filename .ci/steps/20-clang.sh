# shellcheck shell=bash
# title: clang, warnings are errors
# limit: 600
. "$TOP/.ci/build.sh"
build_tree clang CC=clang --enable-werror
make -s -j"$(nproc)" all
make -s -j"$(nproc)" check TESTS=
