# shellcheck shell=bash
# title: a component that tries to get out of its sandbox finds nothing, as root
# limit: 900
. "$TOP/.ci/chroot.sh"
export CI_NAMESPACES=yes
chroot_run root root apt-get -q -y --no-install-recommends install python3 debhelper rpm bsdutils

chroot_run root root zante/tests/real/probe/run zante/build/zante
