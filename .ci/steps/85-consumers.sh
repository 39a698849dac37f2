# shellcheck shell=bash
# title: programs are built against the packages: with the stable libraries alone, and as QEMU is
# limit: 600
. "$TOP/.ci/chroot.sh"
. "$TOP/.ci/packages.sh"
need_debs
[ -d "$CI_WORK/clean" ] || chroot_new clean
repository clean
apt_install clean gcc libc6-dev dpkg-dev pkg-config libxen-dev
rm -rf "$CI_WORK/clean/srv/consumer"
mkdir -p "$CI_WORK/clean/srv/consumer/debian"
cp "$TOP"/tests/real/consumer-*.c "$CI_WORK/clean/srv/consumer"
printf 'Source: consumer\n\nPackage: consumer\nArchitecture: any\n' >"$CI_WORK/clean/srv/consumer/debian/control"

# shellcheck disable=SC2016 # the inner shell expands these
chroot_run clean root sh -euc '
  cd /srv/consumer
  cc -Wall -Werror -o stable consumer-stable.c $(pkg-config --cflags --libs xencall xenevtchn xenstore)
  ./stable | grep -x "no hypervisor"
  dpkg-shlibdeps -O ./stable | tee depends
  sed "s/^shlibs:Depends=//; s/, /\n/g" depends | sed "s/ .*//" | sort | xargs >names
  grep -x "libc6 libxencall1 libxenevtchn1 libxenstore4" names

  PKG_CONFIG_PATH=$(echo /usr/lib/xen-*/lib/pkgconfig)
  export PKG_CONFIG_PATH
  cc -Wall -Werror -o private consumer-private.c $(pkg-config --cflags --libs xencontrol xenstore xenforeignmemory xendevicemodel)
  ./private | grep -x "no hypervisor"
  ldd private | grep "libxenctrl.* => /usr/lib/xen-.*/lib/"'
