# shellcheck shell=bash
# title: the installed tools run, with their private libraries found through RUNPATH
# limit: 600
. "$TOP/.ci/chroot.sh"
export CI_NAMESPACES=yes
chroot_run root root zante/build/zante -C zante verify --format=json >"$CI_WORK/verify.json"
chroot_run root root zante/build/zante -C zante install --destdir /
bin=$(cd "$CI_WORK/root" && echo usr/lib/xen-*/bin)
chroot_run root root "/$bin/xl" help
chroot_run root root "/$bin/xenstored" --version
chroot_run root root "/$bin/pygrub" --help
chroot_run root root sh -c "ldd /$bin/xl | grep 'libxenlight.*=> /usr/lib/xen-'"
