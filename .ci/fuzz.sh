# shellcheck shell=bash
# Fuzz targets, from their corpora, for the steps. Needs .ci/build.sh.

# fuzz_tree: clang's build of everything, the targets with it.
fuzz_tree () {
  build_tree clang CC=clang --enable-werror --enable-fuzzers --enable-sanitizers CFLAGS="-O1 -g"
  make -s -j"$(nproc)" all
  make -s -j"$(nproc)" check TESTS=
  make -s -j"$(nproc)" fuzz-targets
}

# fuzz_one SECONDS TARGET: new inputs go to a scratch folder, what crashed is kept beside the log.
fuzz_one () {
  local name; name=$(basename "$2")
  mkdir -p "corpus/$name"
  timeout -k 5 "$(($1 + 120))" "$2" -max_total_time="$1" -timeout=10 -rss_limit_mb=2048 -print_final_stats=1 \
    -artifact_prefix="$PWD/$name-" "corpus/$name" "$TOP/tests/fuzz/corpus/${name#fuzz-}" \
    >"$name.log" 2>&1 || { echo "not ok $2"; return 1; }
}

# fuzz_all SECONDS: each target that long, as many side by side as there are processors.
fuzz_all () {
  export ASAN_OPTIONS=detect_leaks=1 G_TEST_SRCDIR=$TOP/tests
  export ASAN_SYMBOLIZER_PATH=/usr/bin/llvm-symbolizer
  export -f fuzz_one
  find tests/fuzz -name 'fuzz-*' -type f -executable | sort >targets
  test -s targets
  # shellcheck disable=SC2016 # xargs' shell expands it
  if ! xargs -n 1 -P "$(nproc)" bash -c 'fuzz_one "$@"' bash "$1" <targets; then
    tail -n 40 ./*.log
    return 1
  fi
  echo "# PASS: $(wc -l <targets)"
}
