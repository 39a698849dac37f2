#!/bin/bash
# shellcheck disable=SC2012,SC2016,SC2129 # one name without spaces; the inner shell expands; they are timed apart
# A one-line edit in a developer's own tree: zante against the same make commands typed there.
set -eu
. "$(dirname "$0")/common.sh"

tree=$PWD/xen
"$ZANTE" build --dry-run --shell hypervisor > hypervisor.sh
if [ ! -d "$tree" ]; then
  "$ZANTE" build hypervisor >> "$BENCH_LOG" 2>&1
  "$ZANTE" fetch xen >> "$BENCH_LOG" 2>&1
  mkdir "$tree"
  tar -xf "$(ls .zante/downloads/*/xen_*.orig.tar.xz | head -n 1)" -C "$tree" --strip-components=1
fi

edit() { printf '/* edit %s */\n' "$(now)" >> "$tree/xen/common/version.c"; }
by_zante() { "$ZANTE" --local "xen=$tree" build hypervisor; }
# The commands of the recipe's build and install phases, as `zante shell` would run them.
by_make() {
  env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/nonexistent LC_ALL=C.UTF-8 TZ=UTC \
    SOURCE_DATE_EPOCH=0 XEN_WHOAMI=zante XEN_DOMAIN=localdomain XEN_BUILD_HOST=localhost \
    sh -euc 'cd "$1"; make -j"$2" -C xen build; rm -rf "$3"; make -j"$2" -C xen install DESTDIR="$3"' \
    sh "$tree" "$(nproc)" "$PWD/stage"
}

by_zante >> "$BENCH_LOG" 2>&1
by_make >> "$BENCH_LOG" 2>&1
by_zante >> "$BENCH_LOG" 2>&1
edited() { edit; "$1"; }
zante_time=$(median 5 edited by_zante)
by_make >> "$BENCH_LOG" 2>&1
make_time=$(median 5 edited by_make)
row "edit in a local tree" "$zante_time" s "$make_time" "s by make" \
  "$(calc "($zante_time - 0.1) / $make_time")" 1.05
