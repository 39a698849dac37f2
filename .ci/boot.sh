# shellcheck shell=bash
# Booting what the system "root" has built (see 60-stack-root), for the steps. Needs .ci/chroot.sh.

export CI_NAMESPACES=yes
reports=$CI_WORK/root/srv/boot
mkdir -p "$reports"

# boots PROJECT NAME OPTION…: it passes, says so in both reports, and leaves no machine running.
boots () {
  local project=$1 name=$2
  shift 2
  # shellcheck disable=SC2016 # the inner shell expands it
  chroot_run root root sh -euc '"$@"; ! pgrep qemu-system' sh \
    zante/build/zante -C "$project" --json "/srv/boot/$name.events" boot \
    --json "/srv/boot/$name.json" --junit "/srv/boot/$name.xml" "$@"
  grep -q '"verdict" : "pass",' "$reports/$name.json"
  grep -q 'failures="0"' "$reports/$name.xml"
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

# What level suite starts.
# shellcheck disable=SC2034 # for the steps
guests=(hello-pv linux-pv linux-pvh pvgrub-pv pvgrub-pvh shim hvm-seabios hvm-boot-sector disk-blkback
  disk-qdisk network save-restore pvgrub-linux)
