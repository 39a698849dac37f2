#!/bin/bash
# The whole stack from warm downloads and an empty store, against the same components one after
# another with all processors each (what raisin does); and how busy the processors were.
set -eu
. "$(dirname "$0")/common.sh"

cpus=$(nproc)

# Busy and total processor time so far, in clock ticks, of all processors.
ticks() { awk '/^cpu / { print $2 + $3 + $4 + $7 + $8 + $9, $2 + $3 + $4 + $5 + $6 + $7 + $8 + $9; exit }' /proc/stat; }

sample() { while :; do echo "$(now) $(ticks)"; sleep 0.5; done; }

# busy SAMPLES EVENTS: the share of processor time used between the first and the last compile.
busy() {
  python3 - "$1" "$2" <<'PYTHON'
import json, sys
samples = [tuple(map(float, line.split())) for line in open(sys.argv[1])]
builds = [e["time"] for e in map(json.loads, open(sys.argv[2]))
          if e["event"] in ("phase-start", "phase-end") and e.get("phase") == "build"]
first, last = min(builds), max(builds)
inside = [s for s in samples if first <= s[0] <= last]
(_, busy0, all0), (_, busy1, all1) = inside[0], inside[-1]
print("%.3f" % ((busy1 - busy0) / (all1 - all0)))
PYTHON
}

build_all() { "$ZANTE" --json events.json build --offline -j "$cpus"; }

build_in_turn() {
  for component in $("$ZANTE" plan | awk '/^build|^wait/ { print $2 }'); do
    "$ZANTE" build --offline -j "$cpus" "$component"
  done
}

"$ZANTE" fetch >> "$BENCH_LOG" 2>&1
rm -rf .zante/store .zante/work dist
sample > samples & sampler=$!
trap 'kill $sampler 2>/dev/null || true' EXIT
together=$(seconds build_all)
kill $sampler
share=$(busy samples events.json)
rm -rf .zante/store .zante/work dist
in_turn=$(seconds build_in_turn)

row "full build, wall clock" "$together" s "$in_turn" "s one after another" \
  "$(calc "$together / $in_turn")" 0.85
row "full build, idle processors between first and last compile" "$(calc "1 - $share")" "of $cpus" \
  1 "all" "$(calc "1 - $share")" 0.10
