# shellcheck shell=bash
# title: GRUB's Debian source package too; packed twice, the .debs are the same to the bit
# limit: 3600
. "$TOP/.ci/chroot.sh"
. "$TOP/.ci/packages.sh"
. "$TOP/.ci/alone.sh"
need_debs
build_alone xen-pvgrub
same_as_staged

rm -rf "$CI_WORK/root/root/zante/deb-again"
zante_run -C zante deb --from-stage --output deb-again
digests () { (cd "$1" && sha256sum -- *.deb); }
diff <(digests "$debs") <(digests "$CI_WORK/root/root/zante/deb-again")
