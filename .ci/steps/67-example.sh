# shellcheck shell=bash
# title: the worked example is built against the stack, and runs
# limit: 600
. "$TOP/.ci/chroot.sh"
export CI_NAMESPACES=yes
# A project of its own; what it needs of the stack comes from a copy of the store.
chroot_run root root sh -euc '
  rm -rf /srv/example
  mkdir -p /srv/example/.zante
  cp -R zante/.zante/store zante/.zante/downloads /srv/example/.zante
  cp -R zante/examples/. /srv/example/'
chroot_run root root zante/build/zante --adopt -C /srv/example build --offline xen-hello
chroot_run root root sh -c '/srv/example/dist/usr/lib/xen-[0-9]*/bin/xen-hello --help' | grep 'usage: xen-hello'
