# shellcheck shell=bash
# title: an upgrade of QEMU, of a kernel, or of both makes the stub domains' image anew once
# limit: 2400
# shellcheck disable=SC2016 # formats of dpkg-query
# The packages are the distribution's with another version and a byte more at the end of the file
# that counts.
. "$TOP/.ci/chroot.sh"
. "$TOP/.ci/packages.sh"

need_debs # their_version asks them
fail () { echo "error: $*"; exit 1; }

# The project in the system "root" with one component more: all else comes from its store.
chroot_run root root sh -euc '
  mkdir -p /srv/stubdom
  printf "stack: debian-12\ncomponents: {stubdom-dm: build}\n" >/srv/stubdom/zante.yaml'
zante_run -C /srv/stubdom fetch
cp -aln "$CI_WORK/root/root/zante/.zante/store/." "$CI_WORK/root/srv/stubdom/.zante/store/"
zante_run -C /srv/stubdom build
zante_run -C /srv/stubdom deb --from-stage
own=$CI_WORK/root/srv/stubdom/deb
package=$(basename "$(compgen -G "$own/xen-stubdom-dm-*.deb" | grep -v -e -dbgsym)" | cut -d _ -f 1)
version=${package#xen-stubdom-dm-}

chroot_new stubdom
chroot_run stubdom root apt-get -q update
repository stubdom /srv/stubdom/deb
root=$CI_WORK/stubdom
image=$root/var/lib/xen/stubdom/$version/image

# in_chroot COMMAND…: what it says goes to the log and to $said.
said=$CI_WORK/stubdom.said
in_chroot () { chroot_run stubdom root env DEBIAN_FRONTEND=noninteractive "$@" 2>&1 | tee "$said"; }

# made N: so often the last command made an image, and it is whole.
made () {
  local count name digest
  count=$(grep -c 'made the stub domain image' "$said") || true
  [ "$count" = "$1" ] || fail "the image was made $count times, not $1"
  for name in kernel rootfs; do
    digest=$(sed -n "s/^image \([0-9a-f]*\) [0-9]* $name\$/\1/p" "$image/manifest")
    [ "$digest" = "$(sha256sum <"$image/$name" | cut -d ' ' -f 1)" ] || fail "the image's $name is another"
  done
}

# newer PACKAGE FILE: its .deb with a higher version and another FILE, as /srv/PACKAGE.deb.
newer () {
  rm -rf "$root/srv/newer"
  chroot_run stubdom root sh -euc '
    cd /srv
    ls "$1"_*.deb >/dev/null 2>&1 || apt-get -q download "$1" >/dev/null # the archive has no newer ones
    dpkg-deb -R "$1"_*.deb newer
    sed -i "s/^Version: .*/&+new$3/" newer/DEBIAN/control
    printf x >>"newer$2"
    (cd newer && find . -path ./DEBIAN -prune -o -type f -printf "%P\n" | sort | xargs -d "\n" md5sum >DEBIAN/md5sums)
    dpkg-deb -b newer "$1.deb" >/dev/null
    rm -r newer' sh "$1" "$2" "$((++turn))"
}
turn=0

# names PACKAGE: the manifest has the version of it that is installed.
names () {
  local version
  version=$(chroot_run stubdom root dpkg-query -W -f '${Version}' "$1")
  grep -qF -e " $1 $version " "$image/manifest" || fail "the manifest does not name $1 $version"
}

echo "--- installation"
# Debian's QEMU wants its own private libraries, of a version that ours are as new as.
theirs=$(their_version stubdom)
in_chroot apt-get -q -y --no-install-recommends install "$package" "libxenmisc$version=$theirs" qemu-system-xen \
  linux-image-cloud-amd64 busybox-static
kernel=$(chroot_run stubdom root sh -c 'dpkg-query -W -f "\${Depends}" linux-image-cloud-amd64' | sed 's/ .*//')
made 1
names qemu-system-xen
names "$kernel"

echo "--- nothing that counts changes"
in_chroot apt-get -q -y --reinstall install qemu-system-xen
made 0

echo "--- another QEMU"
newer qemu-system-xen /usr/libexec/xen-qemu-system-i386
in_chroot dpkg -i /srv/qemu-system-xen.deb
made 1
names qemu-system-xen

echo "--- another kernel"
newer "$kernel" "/boot/vmlinuz-${kernel#linux-image-}"
in_chroot dpkg -i "/srv/$kernel.deb"
made 1
names "$kernel"

echo "--- both in one transaction"
newer qemu-system-xen /usr/libexec/xen-qemu-system-i386
newer "$kernel" "/boot/vmlinuz-${kernel#linux-image-}"
in_chroot dpkg -i /srv/qemu-system-xen.deb "/srv/$kernel.deb"
made 1
names qemu-system-xen
names "$kernel"

echo "--- a QEMU that cannot be used: the old image stays, and dpkg goes on"
before=$(readlink "$image")
chroot_run stubdom root sh -euc '
  cd /srv
  dpkg-deb -R qemu-system-xen.deb broken
  sed -i "s/^Version: .*/&+broken/" broken/DEBIAN/control
  cp /bin/busybox broken/usr/libexec/xen-qemu-system-i386
  rm -f broken/DEBIAN/md5sums
  dpkg-deb -b broken broken.deb >/dev/null
  rm -r broken'
in_chroot dpkg -i /srv/broken.deb
made 0
grep -q 'warning: no new image' "$said" || fail 'nothing warns'
[ "$(readlink "$image")" = "$before" ] || fail 'the image is another'

echo "--- removal and purge"
in_chroot dpkg --purge "$package" # apt would first mend the stand-ins
[ ! -e "$root/var/lib/xen/stubdom/$version" ] || fail 'a purge left the image'
