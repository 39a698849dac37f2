# shellcheck shell=bash
# title: the tests under AddressSanitizer, LeakSanitizer and UndefinedBehaviorSanitizer
# limit: 1500
. "$TOP/.ci/build.sh"
export ASAN_OPTIONS=detect_leaks=1:strict_string_checks=1 UBSAN_OPTIONS=print_stacktrace=1
build_tree sanitizers --enable-sanitizers CFLAGS="-O1 -g"
# Lint reads sources, and the corpora are read by 40-clang: both see nothing of this.
# shellcheck disable=SC2016 # make expands it
make_check 'TESTS=$(UNIT_TESTS) $(CLI_TESTS)'
