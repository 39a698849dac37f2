# shellcheck shell=bash
# title: both README commands in a minimal chroot, as an ordinary user with sudo
# limit: 2700
. "$TOP/.ci/chroot.sh"
export CI_NAMESPACES=yes
chroot_new user
chroot_user user tester
chroot_clone user tester
chroot_run user tester zante/scripts/quickstart check
chroot_run user tester zante/scripts/quickstart | tee "$CI_WORK/user.log"
grep -q '^quickstart: this needs root' "$CI_WORK/user.log"
compgen -G "$CI_WORK/user/home/tester/zante/dist/boot/xen-*.gz"
