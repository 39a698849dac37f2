# shellcheck shell=bash
# title: the README's first command in a minimal chroot, as root
# limit: 2400
. "$TOP/.ci/chroot.sh"
chroot_new root
chroot_clone root root
chroot_run root root zante/scripts/quickstart
