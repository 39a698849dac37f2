# shellcheck shell=bash
# title: what was built boots, and its installed packages too, by multiboot and by EFI, with every guest
# limit: 1200
. "$TOP/.ci/chroot.sh"
export CI_NAMESPACES=yes
reports=$CI_WORK/root/root/boot
mkdir -p "$reports"

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

guests=(hello-pv linux-pv linux-pvh linux-hvm pvgrub-pv pvgrub-pvh shim hvm-seabios hvm-boot-sector disk-blkback
  disk-qdisk network save-restore pvgrub-linux)
boots dist --level suite
passed dist "${guests[@]}"

# By EFI too. The same files make the same initramfs.
boots again --level guest
boots efi --level guest --efi
passed again hello-pv
passed efi hello-pv
initrd () { grep -A 1 '"file" : "initrd"' "$reports/$1.json"; }
[ -n "$(initrd again)" ]
diff <(initrd again) <(initrd efi)

# Interrupted: it ends as it should, and leaves no machine running.
status=0
# shellcheck disable=SC2016 # the inner shell expands these
chroot_run root root sh -c '
  timeout --preserve-status --signal INT 20 zante/build/zante -C zante boot --level dom0
  status=$?
  sleep 1
  ! pgrep qemu-system || exit 1
  exit $status' || status=$?
[ "$status" = 130 ]

# The packages as apt installed them (see 84-install).
[ -d "$CI_WORK/root/srv/installed" ] || { echo "error: nothing is installed; run 84-install first"; exit 1; }
boots packages --level suite --from /srv/installed
passed packages "${guests[@]}"
