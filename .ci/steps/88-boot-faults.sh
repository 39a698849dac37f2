# shellcheck shell=bash
# title: faults planted in what was built are told apart when it is booted
# limit: 600
. "$TOP/.ci/chroot.sh"
export CI_NAMESPACES=yes
chroot_run root root zante/scripts/quickstart deps boot

# The hypervisor of the second release, or one that is built for this.
other=$(cd "$CI_WORK/root" && find srv/second/dist/boot -name 'xen-*.gz' 2>/dev/null | head -n 1)
if [ -z "$other" ]; then
  chroot_run root root sh -euc '
    mkdir -p /srv/other
    echo "stack: debian-13" >/srv/other/zante.yaml
    zante/build/zante -C /srv/other build hypervisor'
  other=$(cd "$CI_WORK/root" && find srv/other/dist/boot -name 'xen-*.gz')
fi
chroot_run root root zante/tests/real/boot-faults zante/build/zante zante "/$other"
