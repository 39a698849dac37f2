#!/bin/bash
# shellcheck disable=SC2153 # tests/bench/run sets ZANTE
# Planning a graph with nothing to do: zante against ninja, time and memory. COUNT components (default
# 10000), every tenth of which is needed by the nine that follow it.
set -eu
. "$(dirname "$0")/common.sh"

count=${COUNT:-10000}
graph=$(mktemp -d "$PWD/graph.XXXXXX")
trap 'rm -rf "$graph"' EXIT
cd "$graph"

# The same graph twice: component.yaml files, and build.ninja that makes out/NAME from them.
python3 - "$count" << 'PYTHON'
import os, sys
count = int(sys.argv[1])
stack = open("bench.yaml", "w")
ninja = open("build.ninja", "w")
stack.write("stack: bench\nsummary: a graph\nxen-version: '4.20'\nlayout: debian\ncomponents:\n")
ninja.write("rule make\n  command = touch $out\n")
for i in range(count):
    name, need = f"c{i:05d}", f"c{i - i % 10:05d}"
    os.makedirs(f"components/{name}")
    with open(f"components/{name}/component.yaml", "w") as file:
        file.write(f"component: {name}\nsummary: one of many\nlicence: GPL-2.0-or-later\n")
        if need != name:
            file.write(f"needs: [{need}]\n")
        file.write("phases:\n  install: |\n    mkdir -p \"$DESTDIR/usr\"\n")
    stack.write(f"  {name}: build\n")
    after = f" | out/{need}" if need != name else ""
    ninja.write(f"build out/{name}: make components/{name}/component.yaml{after}\n")
PYTHON
printf 'stack: ./bench.yaml\ncomponent-directories: [components]\n' > zante.yaml
ninja >> "$BENCH_LOG"

# Tell the store that everything was built, which would take long: the plan gives the keys, of what
# waits for others in the second round.
fill() {
  "$ZANTE" plan --format json > plan.json
  python3 - << 'PYTHON'
import hashlib, json, os
store = ".zante/store"
for folder in ("keys", "objects"):
    os.makedirs(f"{store}/{folder}", exist_ok=True)
for node in json.load(open("plan.json")):
    if node["key"] is None or node["verdict"] == "cached":
        continue
    output = hashlib.sha256(node["component"].encode()).hexdigest()
    record = {"format": 1, "component": node["component"], "output": output, "size": 1,
              "seconds": 1.0, "inputs": []}
    open(f"{store}/objects/{output}.tar.zst", "w").write("x")
    json.dump(record, open(f"{store}/keys/{node['key']}.json", "w"))
PYTHON
}
fill
fill
sleep 3 # inputs younger than that are not trusted by the fast path
first=$(seconds "$ZANTE" plan)
"$ZANTE" plan | tail -n 1 | grep -q '^0 of ' || { echo "not everything is done" >&2; exit 1; }

zante=$(median 21 "$ZANTE" plan)
ninja=$(median 21 ninja)
memory="$(peak "$ZANTE" plan) MiB, ninja $(peak ninja) MiB"
rm -r .zante/state/memo
first="$first s, $(peak "$ZANTE" plan) MiB"
row "plan of $count, nothing to do ($memory; first time: $first)" "$zante" s "$ninja" "s by ninja" \
  "$(calc "$zante / $ninja")" 4
