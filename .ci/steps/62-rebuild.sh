# shellcheck shell=bash
# title: a build elsewhere, from a bundle, without a network, gives the same tarballs
# limit: 1800
. "$TOP/.ci/chroot.sh"
export CI_NAMESPACES=yes
zante=zante/build/zante
chroot_run root root rm -rf /srv/bundle.tar /srv/elsewhere /srv/tarballs-1 /srv/tarballs-2
chroot_run root root mkdir /srv/elsewhere
chroot_run root root $zante -C zante bundle /srv/bundle.tar
chroot_run root root unshare --net $zante -C /srv/elsewhere build --offline --from-bundle /srv/bundle.tar
chroot_run root root $zante -C /srv/elsewhere tarball --output /srv/tarballs-2
chroot_run root root $zante -C zante tarball --output /srv/tarballs-1
diff "$CI_WORK/root/srv/tarballs-1/SHA256SUMS" "$CI_WORK/root/srv/tarballs-2/SHA256SUMS"
(cd "$CI_WORK/root/srv/tarballs-2" && sha256sum --check SHA256SUMS)
