#!/bin/bash
# The whole stack from warm downloads and an empty store, against upstream's own commands from the same
# sources, one after another with all processors each, as a person and raisin run them: their wall
# clocks, the processor seconds of the whole machine (which should do nothing else), and how busy it
# was.
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

# Upstream's commands, as their own documentation has them. ----------------------------------------

# unpack NAME PATTERN: the one downloaded archive that fits, as the folder NAME.
unpack() {
  mkdir "$1"
  find .zante/downloads -name "$2" -exec tar -xf {} -C "$1" --strip-components=1 \;
}

# Everything that Xen would download is turned off, and what is built beside it is said to be the system's.
by_hand_xen() {
  cd xen &&
    ./configure --prefix=/usr --disable-stubdom --disable-rombios --disable-qemu-traditional \
      --with-system-qemu=/usr/bin/true --with-system-seabios=/usr/share/seabios/bios-256k.bin \
      --with-system-ovmf=/usr/share/ovmf/OVMF.fd --with-system-ipxe=/usr/lib/ipxe/qemu/pxe-rtl8139.rom &&
    make -j"$cpus" build-xen build-tools build-docs &&
    make -j"$cpus" install-xen install-tools install-docs DESTDIR="$PWD/../stage"
}

by_hand_seabios() { cd seabios && make defconfig && make -j"$cpus"; }

by_hand_grub() { # CPU PLATFORM
  mkdir "grub/build-$1-$2" && cd "grub/build-$1-$2" &&
    ../configure --target="$1" --with-platform="$2" --disable-werror TARGET_LDFLAGS=-no-pie &&
    make -j"$cpus"
}

build_by_hand() {
  (cd by-hand && by_hand_xen) && (cd by-hand && by_hand_seabios) &&
    (cd by-hand && by_hand_grub x86_64 xen) && (cd by-hand && by_hand_grub i386 xen_pvh)
}

# measured FUNCTION: its wall clock, and the processor seconds of the machine meanwhile.
measured() {
  local before after wall
  read -r before _ <<< "$(ticks)"
  wall=$(seconds "$1")
  read -r after _ <<< "$(ticks)"
  echo "$wall $(calc "($after - $before) / $(getconf CLK_TCK)")"
}

"$ZANTE" fetch >> "$BENCH_LOG" 2>&1
rm -rf .zante/store .zante/work dist by-hand
mkdir by-hand
unpack by-hand/xen 'xen_*.orig.tar.*z'
unpack by-hand/seabios 'seabios_*.orig.tar.*z'
unpack by-hand/grub 'grub2_*.orig.tar.xz'

sample > samples & sampler=$!
trap 'kill $sampler 2>/dev/null || true' EXIT
read -r together together_cpu <<< "$(measured build_all)"
kill $sampler
share=$(busy samples events.json)
export GIT=/bin/false WGET=/bin/false FETCHER=/bin/false
read -r by_hand by_hand_cpu <<< "$(measured build_by_hand)"
rm -rf by-hand

row "full build, wall clock" "$together" s "$by_hand" "s by upstream's commands" \
  "$(calc "$together / $by_hand")" 0.70
row "full build, processor seconds" "$together_cpu" s "$by_hand_cpu" "s by upstream's commands" \
  "$(calc "$together_cpu / $by_hand_cpu")" 0.85
row "full build, idle processors between first and last compile" "$(calc "1 - $share")" "of $cpus" \
  1 "all" "$(calc "1 - $share")" 0.10
