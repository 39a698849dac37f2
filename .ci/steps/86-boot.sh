# shellcheck shell=bash
# title: what was built boots, with every guest; an interrupted boot leaves nothing
# limit: 1500
. "$TOP/.ci/chroot.sh"
. "$TOP/.ci/boot.sh"

# Interrupted when the machine runs: it ends as it should, and leaves none.
status=0
# shellcheck disable=SC2016 # the inner shell expands these
chroot_run root root sh -euc '
  env --default-signal=INT zante/build/zante -C zante boot --level dom0 &
  until pgrep qemu-system; do kill -0 $! && sleep 1; done
  sleep 2
  kill -INT $!
  status=0
  wait $! || status=$?
  sleep 1
  ! pgrep qemu-system || exit 1
  exit $status' || status=$?
[ "$status" = 130 ] || { echo "error: interrupted, it ended with status $status"; exit 1; }

boots zante dist --level suite
passed dist "${guests[@]}"
