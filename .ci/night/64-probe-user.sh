# shellcheck shell=bash
# title: a component that tries to get out of its sandbox finds nothing, as an ordinary user
# limit: 900
. "$TOP/.ci/chroot.sh"
export CI_NAMESPACES=yes
# The system of 62-elsewhere.
chroot_run user root apt-get -q -y --no-install-recommends install python3 debhelper rpm bsdutils
chroot_run user tester zante/tests/real/probe/run zante/build/zante
