# shellcheck shell=bash
# title: every Debian source package builds without zante; packed twice, the .debs are the same to the bit
# limit: 7200
. "$TOP/.ci/chroot.sh"
. "$TOP/.ci/packages.sh"
. "$TOP/.ci/alone.sh"
need_debs
build_alone xen xen-seabios xen-pvgrub
same_as_staged

rm -rf "$CI_WORK/root/root/zante/deb-again"
zante_run -C zante deb --from-stage --output deb-again
digests () { (cd "$1" && sha256sum -- *.deb); }
diff <(digests "$debs") <(digests "$CI_WORK/root/root/zante/deb-again")
