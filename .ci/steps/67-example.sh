# shellcheck shell=bash
# title: the worked example is built against the stack, and runs
# limit: 600
. "$TOP/.ci/chroot.sh"
export CI_NAMESPACES=yes
chroot_run root root sh -c 'cp -R zante/examples/. /srv/elsewhere/'
chroot_run root root zante/build/zante -C /srv/elsewhere build --offline xen-hello
chroot_run root root sh -c '/srv/elsewhere/dist/usr/lib/xen-[0-9]*/bin/xen-hello --help' | grep 'usage: xen-hello'
