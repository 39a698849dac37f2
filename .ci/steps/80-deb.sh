# shellcheck shell=bash
# title: the Debian source packages build elsewhere, without zante and without a network, the same bytes
# limit: 1500
. "$TOP/.ci/chroot.sh"
. "$TOP/.ci/packages.sh"
rm -rf "$debs"
zante_run -C zante deb
ls -l "$debs"

# A minimal system with what the source packages ask for, and an ordinary user.
chroot_new clean
chroot_run clean root apt-get -q -y --purge --autoremove purge git
chroot_run clean root apt-get -q update
chroot_run clean root useradd --create-home builder
home=$CI_WORK/clean/home/builder
for dsc in "$debs"/*.dsc; do
  awk '/^Files:/ { on = 1; next } /^[^ ]/ { on = 0 } on { print $3 }' "$dsc" | (cd "$debs" && xargs cp -t "$home")
  cp "$dsc" "$home"
  chroot_run clean root apt-get -q -y --no-install-recommends build-dep "/home/builder/${dsc##*/}"
done
chroot_run clean root chown -R builder: /home/builder

# shellcheck disable=SC2016 # the inner shell expands these
chroot_run clean root unshare --net runuser -u builder -- sh -euc '
  cd /home/builder
  ! command -v zante
  mkdir out
  for dsc in *.dsc; do
    dpkg-source --extract "$dsc" tree
    dpkg-source --build tree
    (cd tree && dpkg-buildpackage --build=binary --unsigned-changes "-j$(nproc)")
    rm -r tree
  done'

# The same names, and the same bytes; of the .changes all but what the .buildinfo, which tells of the
# machine, puts in.
names () { (cd "$1" && find . -maxdepth 1 -name "*.$2" | LC_ALL=C sort); }
without_buildinfo () { sed '/\.buildinfo$/d' "$1"; }
status=0
for kind in deb dsc changes; do
  diff <(names "$debs" $kind) <(names "$home" $kind) || status=1
done
for file in "$debs"/*.deb "$debs"/*.dsc; do
  cmp "$file" "$home/${file##*/}" || status=1
done
for file in "$debs"/*.changes; do
  diff <(without_buildinfo "$file") <(without_buildinfo "$home/${file##*/}") || status=1
done

# And they hold what was staged.
"$TOP/tests/real/same-files" --differences "$TOP/tests/real/same-files.differences" \
  "$CI_WORK/root/root/zante/dist" "$debs"/*.deb || status=1
exit "$status"
