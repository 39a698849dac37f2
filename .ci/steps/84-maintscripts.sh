# shellcheck shell=bash
# title: maintainer scripts: install, upgrade from Debian's packages, twice, remove, purge, no downgrade
# limit: 900
# shellcheck disable=SC2016,SC2154 # formats of dpkg-query; what packages.sh sets
. "$TOP/.ci/chroot.sh"
. "$TOP/.ci/packages.sh"
need_debs
need_second_debs

fail () { echo "error: $*"; exit 1; }

# in_chroot COMMAND…: as root, without questions, with what a person changed kept.
in_chroot () { chroot_run scripts root env DEBIAN_FRONTEND=noninteractive "$@"; }
root=$CI_WORK/scripts

# The system as a purge has to leave it: names and kinds of all that dpkg and apt do not manage.
picture () {
  (cd "$root" && find . -xdev '(' -path ./proc -o -path ./sys -o -path ./dev -o -path ./tmp -o -path './run/*' -o -path ./srv \
    -o -path ./mnt -o -path './var/cache/*' -o -path ./var/lib/apt -o -path ./var/lib/dpkg -o -path ./var/log/apt \
    -o -path ./var/log/dpkg.log -o -path ./var/log/alternatives.log -o -path ./var/lib/systemd/deb-systemd-helper-enabled \
    -o -path ./etc/ld.so.cache -o -path './var/lib/ucf/*' ')' -prune -o -printf '%y %p\n' | LC_ALL=C sort)
}

# What belongs to a running service or was made by a person, and must be there, or not.
has () { local path; for path; do [ -e "$root$path" ] || [ -L "$root$path" ] || fail "there is no $path"; done; }
lacks () { local path; for path; do if [ -e "$root$path" ] || [ -L "$root$path" ]; then fail "there is $path"; fi; done; }

state () { in_chroot systemctl --root=/ is-enabled "$1.service" || true; }

# enabled NAME…: by systemd and by its rc.d links alike.
enabled () {
  local name
  for name; do
    [ "$(state "$name")" = enabled ] || fail "$name.service is not enabled"
    case $name in xen | xendomains) compgen -G "$root/etc/rc2.d/S??$name" >/dev/null || fail "$name has no rc.d link" ;; esac
  done
}
disabled () {
  local name
  for name; do
    [ "$(state "$name")" = disabled ] || fail "$name.service is not disabled"
    compgen -G "$root/etc/rc2.d/K??$name" >/dev/null || fail "$name has no stopping rc.d link"
  done
}

# The maintainer scripts of an installed package once more, as dpkg would after a failure.
again () { # PACKAGE
  local before after script=/var/lib/dpkg/info/$1.postinst version
  version=$(in_chroot dpkg-query -W -f '${Version}' "$1")
  before=$(picture)
  for arguments in "configure $version" 'abort-upgrade 0'; do
    # shellcheck disable=SC2086 # two arguments
    in_chroot env DPKG_MAINTSCRIPT_PACKAGE="$1" DPKG_MAINTSCRIPT_NAME=postinst "$script" $arguments
  done
  after=$(picture)
  [ "$before" = "$after" ] || { diff <(echo "$before") <(echo "$after"); fail "the second run of $1's postinst changed something"; }
}

ours=(xen-utils-common xenstore-utils xen-hypervisor-common)
version=$(basename "$(compgen -G "$debs/xen-utils-4.*_*.deb" | grep -v -e -dbg)" | sed 's/^xen-utils-//; s/_.*//')
ours+=("xen-utils-$version" "xen-hypervisor-$version-amd64")

chroot_new scripts
in_chroot apt-get -q update
repository scripts
# What ours need, and what tells of the services, is there before: the picture is of nothing else.
in_chroot apt-get -q -y --no-install-recommends install systemd ucf sysv-rc busybox || true
in_chroot apt-get -q -y --no-install-recommends --simulate install "${ours[@]}" |
  sed -n 's/^Inst \([^ ]*\) .*/\1/p' >"$CI_WORK/needed"
mapfile -t others < <(grep -vE '^(lib)?xen' "$CI_WORK/needed")
in_chroot apt-get -q -y --no-install-recommends install "${others[@]}"
picture >"$CI_WORK/before"

echo "--- install, remove, purge"
apt_install scripts "${ours[@]}"
enabled xen xenstored xen-init-dom0 xenconsoled xendomains
disabled xen-watchdog xendriverdomain
has /etc/init.d/xen /etc/default/xencommons /var/log/xen /etc/default/grub.d/xen.cfg
for package in "${ours[@]}"; do
  if [ -e "$root/var/lib/dpkg/info/$package.postinst" ]; then again "$package"; fi
done
in_chroot dpkg --audit
# A person's choice stays.
in_chroot systemctl --root=/ disable xendomains.service
in_chroot apt-get -q -y --reinstall install xen-utils-common
[ "$(state xendomains)" = disabled ] || fail "a reinstallation enabled xendomains"
in_chroot systemctl --root=/ enable xendomains.service
in_chroot apt-get -q -y --autoremove remove 'xen*' 'libxen*'
has /etc/init.d/xen /etc/default/xencommons
[ ! -x "$root/etc/init.d/xen" ] || fail "the init script of a removed package can be run"
apt_install scripts "${ours[@]}"
[ -x "$root/etc/init.d/xen" ] || fail "the init script cannot be run after a new installation"
mkdir -p "$root/var/lib/xen/save"
echo 'Xen saved domain' >"$root/var/lib/xen/save/guest"
in_chroot apt-get -q -y --autoremove purge 'xen*' 'libxen*'
has /var/lib/xen/save/guest
rm -r "$root/var/lib/xen"
picture | diff "$CI_WORK/before" - || fail "a purge left something, or took too much"

echo "--- upgrade from the distribution's packages of the same release"
theirs=$(their_version scripts)
# install_theirs [PACKAGE…]: all of the distribution's, and what else is named.
install_theirs () {
  local package list=("$@")
  for package in "${ours[@]}" "libxenmisc$version" libxencall1 libxendevicemodel1 libxenevtchn1 libxenforeignmemory1 \
    libxengnttab1 libxenhypfs1 libxenstore4 libxentoolcore1 libxentoollog1; do
    list+=("$package=$theirs")
  done
  in_chroot apt-get -q -y --allow-downgrades --no-install-recommends install "${list[@]}"
}
# upgrade CHANGE: theirs, then what a person does, then ours.
upgrade () {
  install_theirs
  has /etc/default/xen /etc/xen/scripts/qemu-ifup
  (cd "$root" && "$@")
  in_chroot apt-get -q -y --no-install-recommends -o Dpkg::Options::=--force-confold install "${ours[@]}"
  enabled xen xenstored xendomains
  has /etc/default/xencommons
  lacks /etc/xen/scripts/launch-xenstore
  if grep -r . "$root/var/lib/ucf/registry" 2>/dev/null | grep etc/default/xen; then fail "ucf still has /etc/default/xen"; fi
  in_chroot dpkg --audit
}
nothing () { :; }
edits () {
  echo 'XENCONSOLED_TRACE=guest' >>etc/default/xen
  echo '# mine' >>etc/xen/scripts/qemu-ifup
  echo '# mine' >>etc/xen/scripts/vif-bridge
}
upgrade nothing
lacks /etc/default/xen /etc/xen/scripts/qemu-ifup
grep -q xen-dispatch "$root/etc/xen/scripts/vif-bridge" || fail "a script that nobody changed was not replaced"
in_chroot apt-get -q -y --autoremove purge 'xen*' 'libxen*'
picture | diff "$CI_WORK/before" - || fail "after an upgrade a purge left something"

upgrade edits
grep -qx 'XENCONSOLED_TRACE=guest' "$root/etc/default/xen" || fail "a changed /etc/default/xen did not survive"
grep -qx '# mine' "$root/etc/xen/scripts/vif-bridge" || fail "a changed script did not survive"
has /etc/xen/scripts/qemu-ifup.dpkg-bak
in_chroot apt-get -q -y --autoremove purge 'xen*' 'libxen*'
lacks /etc/default/xen /etc/xen/scripts

echo "--- the distribution's programs that need its copies of Xen's libraries go on"
# consumers_run: each has its libraries and their symbols, the unstable ones being the distribution's.
consumers_run () {
  in_chroot sh -euc '
    drivers=/usr/lib/x86_64-linux-gnu/libvirt/connection-driver
    for file in /usr/libexec/xen-qemu-system-i386 /sbin/kexec $drivers/libvirt_driver_libxl.so /usr/lib/collectd/xencpu.so; do
      ldd -r "$file" >/tmp/ldd 2>&1
      ! grep -E "not found|undefined symbol: (xc|xs|xl|libxl|xen)|version .* not" /tmp/ldd || { echo "error: $file"; exit 1; }
      grep -E "libxenctrl|libxenlight" /tmp/ldd | grep " => /lib/x86_64-linux-gnu/"
    done
    /usr/libexec/xen-qemu-system-i386 --version
    kexec --version
    libvirtd --version
    collectd -h | tail -n 1
    dpkg --audit' || fail "a program of the distribution does not run any more"
  [ "$(in_chroot dpkg-query -W -f '${Version}' "libxenmisc$version")" = "$theirs" ] || fail "libxenmisc$version was replaced"
}
ours+=(xen-system-amd64)
install_theirs qemu-system-xen kexec-tools libvirt-daemon-driver-xen collectd-core
consumers_run
in_chroot apt-get -q -y --no-install-recommends dist-upgrade
for package in "${ours[@]}" "xen-libs-$version" libxencall1; do
  [ "$(in_chroot dpkg-query -W -f '${Version}' "$package")" != "$theirs" ] || fail "$package is still the distribution's"
done
consumers_run
in_chroot apt-get -q -y purge "${ours[@]}" "xen-libs-$version"
consumers_run

echo "--- another version beside, and no downgrade below it"
repository scripts deb /srv/second/deb
second=$(basename "$(compgen -G "$second_debs/xen-utils-4.*_*.deb" | grep -v -e -dbg)" | sed 's/^xen-utils-//; s/_.*//')
apt_install scripts "xen-utils-$version" "xen-utils-$second"
consumers_run
cp "$debs"/xen-utils-common_*.deb "$root/tmp/"
if in_chroot sh -c 'dpkg --install /tmp/xen-utils-common_*.deb' >"$CI_WORK/downgrade.log" 2>&1; then
  fail "an older xen-utils-common took the place of a newer one"
fi
cat "$CI_WORK/downgrade.log"
grep -qF "xen-utils-$second is installed and needs a newer xen-utils-common" "$CI_WORK/downgrade.log"
in_chroot dpkg --audit
for chosen in "$version" "$second"; do
  said=$(in_chroot env XEN_TOOLS_VERSION="$chosen" xl list 2>&1 || true)
  [[ "$said" == *'cannot init xl context'* ]] || fail "xl of $chosen said: $said"
done
in_chroot apt-get -q -y remove "xen-utils-$second"
in_chroot sh -c 'dpkg --install /tmp/xen-utils-common_*.deb'
