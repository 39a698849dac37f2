# shellcheck shell=bash
# title: the tests under AddressSanitizer, LeakSanitizer and UndefinedBehaviorSanitizer
# limit: 1500
. "$TOP/.ci/build.sh"
export ASAN_OPTIONS=detect_leaks=1:strict_string_checks=1 UBSAN_OPTIONS=print_stacktrace=1
build_tree sanitizers --enable-sanitizers CFLAGS="-O1 -g"
make_check
