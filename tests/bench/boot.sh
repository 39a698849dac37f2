#!/bin/bash
# `zante boot` at level guest, RUNS times (20), and at level suite in one machine and in several:
# seconds from the start of QEMU to the verdict. The project that is booted is $BOOT_PROJECT, or the
# current one, built.
set -eu
. "$(dirname "$0")/common.sh"
runs=${RUNS:-20}
[ -z "${BOOT_PROJECT-}" ] || cd "$BOOT_PROJECT"

# boot LEVEL [OPTION…]: its seconds; a boot that does not pass ends the benchmark.
boot () {
  local report=boot-$1.json
  "$ZANTE" boot --level "$1" "${@:2}" --json "$report" >>"$BENCH_LOG" 2>&1 ||
    { echo "zante boot --level $1 did not pass (see $BENCH_LOG)" >&2; return 1; }
  calc "$(sed -n 's/^  "seconds" : \([0-9.]*\),$/\1/p' "$report" | head -n 1)"
}

times=$(for _ in $(seq "$runs"); do boot guest || exit 1; done | sort -n)
fastest=$(head -n 1 <<<"$times")
slowest=$(tail -n 1 <<<"$times")
row "boot, level guest, slowest of $runs passes" "$slowest" s "$fastest" "s, the fastest" "$slowest" 25
alone=$(boot suite --machines 1)
suite=$(boot suite)
row "boot, level suite, side by side" "$suite" s "$alone" "s in one machine" "$(calc "$suite / $alone")" 0.55
row "boot, level suite" "$suite" s "$slowest" "s at level guest" "$suite" 120
