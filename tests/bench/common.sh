# shellcheck shell=bash
# Shared by the benchmarks: clocks, medians, and one table row per result.
# Every result is a ratio of two measurements of the same run.

now() { date +%s.%N; }

# seconds COMMAND…: how long it takes; its output goes to a log.
seconds() {
  local start end
  start=$(now)
  "$@" >> "$BENCH_LOG" 2>&1 || { echo "failed: $* (see $BENCH_LOG)" >&2; return 1; }
  end=$(now)
  calc "$end - $start"
}

calc() { awk "BEGIN { printf \"%.4f\\n\", $1 }"; }

# median N COMMAND…: the median of N runs, in seconds.
median() {
  local runs=$1
  shift
  for _ in $(seq "$runs"); do seconds "$@" || return 1; done |
    sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'
}

# peak COMMAND…: the most memory that it had at a time, in MiB. (What Python itself has, about 10 MiB,
# is the least that can be seen so.)
peak() {
  python3 -IS - "$@" << 'PYTHON'
import resource, subprocess, sys
subprocess.run(sys.argv[1:], check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024)
PYTHON
}

# row NAME MEASURED UNIT REFERENCE UNIT VALUE LIMIT: VALUE is the ratio (or the time in
# milliseconds where the limit is one); met when it is not above LIMIT.
row() {
  local verdict
  verdict=$(awk "BEGIN { print ($6 <= $7) ? \"met\" : \"missed\" }")
  printf '| %s | %s %s | %s %s | %s | ≤ %s | %s |\n' "$1" "$2" "$3" "$4" "$5" "$6" "$7" "$verdict"
}
