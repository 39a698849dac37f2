# shellcheck shell=bash
# title: what was built boots, with every guest; an interrupted boot leaves nothing
# limit: 1200
. "$TOP/.ci/chroot.sh"
. "$TOP/.ci/boot.sh"

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

boots zante dist --level suite
passed dist "${guests[@]}"

boots zante linux-hvm --guest linux-hvm
passed linux-hvm linux-hvm
