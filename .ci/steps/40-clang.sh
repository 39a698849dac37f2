# shellcheck shell=bash
# title: clang, warnings are errors; every fuzz target for some seconds, from its corpus
# limit: 900
. "$TOP/.ci/build.sh"
. "$TOP/.ci/fuzz.sh"
fuzz_tree
fuzz_all 4
