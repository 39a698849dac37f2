# shellcheck shell=bash
# title: what was built boots, and its packages too, by multiboot and by EFI, with every guest
# limit: 900
. "$TOP/.ci/chroot.sh"
export CI_NAMESPACES=yes
reports=$CI_WORK/root/root/boot
mkdir -p "$reports"
chroot_run root root zante/scripts/quickstart deps boot

# boots NAME OPTION…: it passes, and says so in both reports.
boots () {
  local name=$1
  shift
  chroot_run root root zante/build/zante -C zante --json "boot/$name.events" boot \
    --json "boot/$name.json" --junit "boot/$name.xml" "$@"
  grep -q '"verdict" : "pass",' "$reports/$name.json"
  grep -q 'failures="0"' "$reports/$name.xml"
  # Nothing of it is left.
  ! pgrep -f -- '-serial file:com2.log'
}

# passed NAME GUEST…: each of them passed; a guest that was only skipped did not.
passed () {
  local name=$1 guest
  shift
  for guest; do
    grep -A 3 "\"guest\" : \"$guest\"" "$reports/$name.json" | grep -q '"verdict" : "pass"' ||
      { echo "error: guest '$guest' did not pass in $name"; return 1; }
  done
}

guests=(hello-pv linux-pv linux-pvh pvgrub-pv pvgrub-pvh shim hvm-seabios hvm-boot-sector disk-blkback
  disk-qdisk network save-restore)
boots dist --level suite
passed dist "${guests[@]}"

# The same files make the same initramfs.
boots again --level dom0
boots efi --level guest --efi
passed efi hello-pv
for name in dist again efi; do sed -n '/"files" : \[/,$p' "$reports/$name.json" >"$reports/$name.files"; done
grep -q '"file" : "/usr/lib/xen-[0-9.]*/bin/xl"' "$reports/again.files"
diff <(grep -A 1 '/bin/xl"' "$reports/dist.files") <(grep -A 1 '/bin/xl"' "$reports/efi.files")

# The packages that were made of it.
chroot_run root root zante/build/zante -C zante deb --from-stage
boots packages --level suite --from packages
passed packages "${guests[@]}"
