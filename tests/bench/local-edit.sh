#!/bin/bash
# A one-line edit in a developer's own tree: zante against the same make commands typed at the same
# place, in `zante shell`.
set -eu
. "$(dirname "$0")/common.sh"

tree=$PWD/xen
if [ ! -d "$tree" ]; then
  "$ZANTE" fetch xen >> "$BENCH_LOG" 2>&1
  mkdir "$tree"
  tar -xf "$(find .zante/downloads -name 'xen_*.orig.tar.xz')" -C "$tree" --strip-components=1
fi

edit() { printf '/* edit %s */\n' "$(now)" >> "$tree/xen/common/version.c"; }

by_zante() {
  edit
  "$ZANTE" --local "xen=$tree" build hypervisor
}

# The seconds that the phases take by hand: make, and make install into an empty stage.
by_make() {
  edit
  "$ZANTE" --local "xen=$tree" shell hypervisor 2>> "$BENCH_LOG" <<'SHELL' | tail -n 1
now() { date +%s.%N; }
start=$(now)
rm -rf "$DESTDIR"/*
sh -eu /build/phases/build > /dev/null 2>&1
sh -eu /build/phases/install > /dev/null 2>&1
echo "$start $(now)" | awk '{ printf "%.4f\n", $2 - $1 }'
SHELL
}

# By turns, and the best of each: other work on the machine only ever adds.
by_zante >> "$BENCH_LOG" 2>&1
by_make >> "$BENCH_LOG"
best() { sort -n | head -n 1; }
times=$(for _ in $(seq 7); do
  by_turns=$(seconds by_zante) && by_turns+=" $(by_make)" || exit 1
  echo "$by_turns"
done)
zante_time=$(awk '{ print $1 }' <<< "$times" | best)
make_time=$(awk '{ print $2 }' <<< "$times" | best)
row "edit in a local tree" "$zante_time" s "$make_time" "s by make" \
  "$(calc "($zante_time - 0.1) / $make_time")" 1.05
