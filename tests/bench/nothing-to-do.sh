#!/bin/bash
# `zante build` when everything is up to date, and after `zante clean` when everything is stored.
set -eu
. "$(dirname "$0")/common.sh"

"$ZANTE" build >> "$BENCH_LOG" 2>&1
sleep 3 # inputs younger than that are not trusted by the fast path
"$ZANTE" build >> "$BENCH_LOG" 2>&1
none=$(median 21 "$ZANTE" build)
start=$(median 21 "$ZANTE" --version)
least=$(median 21 true)
row "start (zante --version), ms" "$start" s "$least" "s to start true" "$(calc "$start * 1000")" 6
row "nothing to do, ms" "$none" s "$start" "s to start zante" "$(calc "$none * 1000")" 50

"$ZANTE" clean >> "$BENCH_LOG" 2>&1
restored=$(seconds "$ZANTE" build)
copied=$(seconds cp -a dist dist.copy)
rm -rf dist.copy
row "restored from the store, s" "$restored" s "$copied" "s to copy dist" "$restored" 3
