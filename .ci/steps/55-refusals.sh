# shellcheck shell=bash
# title: where quickstart cannot work it says what to do, and changes nothing
# limit: 300
. "$TOP/.ci/chroot.sh"
chroot_new bare
chroot_run bare root useradd --create-home tester
chroot_clone bare tester

# refuses MESSAGE COMMAND…: it ends with status 7 and says MESSAGE.
refuses () {
  local message=$1 status=0
  shift
  "$@" >"$CI_WORK/refusal.log" 2>&1 || status=$?
  cat "$CI_WORK/refusal.log"
  [ "$status" = 7 ] || { echo "error: status $status, not 7"; return 1; }
  grep -q -e "$message" "$CI_WORK/refusal.log" || { echo "error: '$message' was not said"; return 1; }
}

# No mounts at all: a chroot that somebody only unpacked.
bare () { chroot --userspec=tester "$CI_WORK/bare" /home/tester/zante/scripts/quickstart "$@"; }
refuses "/proc is not mounted; as root: mount" bare
refuses "there is no sudo here: run the lines above as root" \
  chroot_run bare tester zante/scripts/quickstart check
chroot_run bare root chown -R root: /home/tester/zante
refuses "no write permission" chroot_run bare tester zante/scripts/quickstart
[ ! -e "$CI_WORK/bare/home/tester/zante/build" ]
[ ! -e "$CI_WORK/bare/usr/bin/make" ]
