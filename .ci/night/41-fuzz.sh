# shellcheck shell=bash
# title: every fuzz target for half an hour
# limit: 43200
. "$TOP/.ci/build.sh"
. "$TOP/.ci/fuzz.sh"
fuzz_tree
fuzz_all 1800
