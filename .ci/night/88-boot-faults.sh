# shellcheck shell=bash
# title: faults planted in what was built are told apart when it is booted
# limit: 600
. "$TOP/.ci/chroot.sh"
export CI_NAMESPACES=yes

# The hypervisor of the second release (see 68-second-release) does not match the first one's tools.
other=$(cd "$CI_WORK/root" && find srv/second/dist/boot -name 'xen-*.gz' | grep -m 1 .)
chroot_run root root zante/tests/real/boot-faults zante/build/zante zante "/$other"
