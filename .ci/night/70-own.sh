# shellcheck shell=bash
# title: zante's own Debian package: built from the distributed tarball, lintian finds nothing, a project works with it alone
# limit: 900
. "$TOP/.ci/build.sh"
. "$TOP/.ci/chroot.sh"
export CI_NAMESPACES=yes
own=$CI_WORK/own-deb
build_tree own
make -s dist
rm -rf "$own"
mkdir -p "$own"
tarball=$(echo zante-*.tar.xz) version=${tarball#zante-} version=${version%.tar.xz}
cp "$tarball" "$own/zante_$version.orig.tar.xz"
cd "$own" || exit 1
tar -xf "zante_$version.orig.tar.xz"
cp -a "$TOP/packaging/own/debian" "zante-$version/"

# What the autotools put into the tarball is under what debian/copyright says. Told is more: licensecheck
# cuts a holder where a line ends, and a word that is twice in libtool.m4 makes it a licence of its own.
mkdir "$own/generated"
(cd "zante-$version" && cp -r --parents build-aux m4 aclocal.m4 configure Makefile.in "$own/generated")
"$TOP/scripts/check-copyright" generated "zante-$version/debian/copyright" >"$CI_WORK/own-copyright.log" || true
grep -q '^[1-9][0-9]* files, ' "$CI_WORK/own-copyright.log"
if grep ': ' "$CI_WORK/own-copyright.log" | grep -v -e ": holder 'Free" -e "^m4/libtool.m4: licence 'gpl-2'"; then
  echo "error: these are not under what packaging/own/debian/copyright says"
  exit 1
fi

(cd "zante-$version" && DEB_BUILD_OPTIONS="parallel=$(nproc)" dpkg-buildpackage -us -uc)

lintian --allow-root -IE --pedantic --tag-display-limit 0 zante_*.changes | tee "$CI_WORK/own-lintian.log"
if grep -E '^[EWI]: ' "$CI_WORK/own-lintian.log"; then
  echo "error: lintian finds something in zante's own package"
  exit 1
fi

# A fresh system, which has no compiler and no checkout.
chroot_new own
cp "$own"/zante_*.deb "$CI_WORK/own/tmp/"
chroot_run own root apt-get -q update
chroot_run own root sh -c 'apt-get -q -y --no-install-recommends install man-db /tmp/zante_*.deb'
cp "$TOP/packaging/own/debian/tests/project" "$CI_WORK/own/tmp/"
chroot_run own root useradd --create-home tester
chroot_run own tester /tmp/project
# shellcheck disable=SC2016 # the inner shell expands these
chroot_run own tester bash -euc '
  . /usr/share/bash-completion/completions/zante
  complete -p zante
  [ -e /usr/share/zsh/vendor-completions/_zante ]
  [ -e /usr/share/zante/components/tools/component.yaml ] && [ -e /usr/share/zante/stacks/debian-12.lock ]'
