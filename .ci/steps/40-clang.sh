# shellcheck shell=bash
# title: clang, warnings are errors; every fuzz target for 6 seconds, from its corpus
# limit: 900
. "$TOP/.ci/build.sh"
build_tree clang CC=clang --enable-werror --enable-fuzzers --enable-sanitizers CFLAGS="-O1 -g"
make -s -j"$(nproc)" all
make -s -j"$(nproc)" check TESTS=
make -s -j"$(nproc)" fuzz-targets
export ASAN_OPTIONS=detect_leaks=1 G_TEST_SRCDIR=$TOP/tests
export ASAN_SYMBOLIZER_PATH=/usr/bin/llvm-symbolizer
find tests/fuzz -name 'fuzz-*' -type f -executable | sort >targets
test -s targets

# One target: new inputs go to a scratch folder, what crashed is kept beside the log.
fuzz () {
  name=$(basename "$1")
  mkdir -p "corpus/$name"
  timeout -k 5 120 "$1" -max_total_time=6 -timeout=10 -rss_limit_mb=2048 -print_final_stats=1 \
    -artifact_prefix="$PWD/$name-" "corpus/$name" "$TOP/tests/fuzz/corpus/${name#fuzz-}" \
    >"$name.log" 2>&1
}
export -f fuzz
# shellcheck disable=SC2016 # xargs' shell expands it
if ! xargs -n 1 -P "$(nproc)" bash -c 'fuzz "$1" || { echo "not ok $1"; exit 1; }' bash <targets; then
  tail -n 40 ./*.log
  exit 1
fi
echo "# PASS: $(wc -l <targets)"
