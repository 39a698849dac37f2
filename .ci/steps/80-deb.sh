# shellcheck shell=bash
# title: the Debian source packages build without zante and without a network, and hold what was staged
# limit: 1500
. "$TOP/.ci/chroot.sh"
. "$TOP/.ci/packages.sh"
rm -rf "$debs"
need_debs
ls -l "$debs"
"$TOP/tests/real/same-files" --differences "$TOP/tests/real/same-files.differences" \
  "$CI_WORK/root/root/zante/dist" "$debs"/*.deb

# Once more: the same packages to the last bit.
rm -rf "$CI_WORK/root/root/zante/deb-again"
zante_run -C zante deb --from-stage --output deb-again
digests () { (cd "$1" && sha256sum -- *.deb); }
diff <(digests "$debs") <(digests "$CI_WORK/root/root/zante/deb-again")

# A minimal system with what the source packages ask for, and an ordinary user.
chroot_new clean
chroot_run clean root apt-get -q -y --purge --autoremove purge git
chroot_run clean root apt-get -q update
chroot_run clean root useradd --create-home builder
for dsc in "$debs"/*.dsc; do
  awk '/^Files:/ { on = 1; next } /^[^ ]/ { on = 0 } on { print $3 }' "$dsc" | (cd "$debs" && xargs cp -t "$built")
  cp "$dsc" "$built"
  chroot_run clean root apt-get -q -y --no-install-recommends build-dep "/home/builder/${dsc##*/}"
done
chroot_run clean root chown -R builder: /home/builder

# The date is to come from the changelogs.
# shellcheck disable=SC2016 # the inner shell expands these
chroot_run clean root env -u SOURCE_DATE_EPOCH unshare --net runuser -u builder -- sh -euc '
  cd /home/builder
  ! command -v zante
  for dsc in *.dsc; do
    dpkg-source --extract "$dsc" tree
    dpkg-source --build tree
    (cd tree && dpkg-buildpackage --build=binary --unsigned-changes "-j$(nproc)")
    rm -r tree
  done'

# Two builds, zante's in its sandbox and this one, in folders of other names: the same source
# packages, and the same binary packages but for how they are compressed, and for the dates of files
# that are installed with upstream's, which the stage does not keep.
status=0
names () { (cd "$1" && find . -maxdepth 1 -name "*.$2" | LC_ALL=C sort); }
differ () { echo "error: ${1##*/}: $2 differs"; status=1; }
# unpacked NAME PACKAGE: its two parts as the files NAME.control and NAME.files.
unpacked () {
  rm -rf "$CI_WORK/unpacked"
  dpkg-deb --ctrl-tarfile "$2" >"$CI_WORK/$1.control"
  dpkg-deb --extract "$2" "$CI_WORK/unpacked"
  listing "$CI_WORK/unpacked" >"$CI_WORK/$1.files"
}
for kind in deb dsc; do
  diff <(names "$debs" $kind) <(names "$built" $kind) || differ "$built" "the list of .$kind files"
done
for file in "$debs"/*.dsc; do
  cmp "$file" "$built/${file##*/}" || differ "$file" "it"
done
for file in "$debs"/*.deb; do
  unpacked staged "$file"
  unpacked built "$built/${file##*/}"
  cmp "$CI_WORK/staged.control" "$CI_WORK/built.control" || differ "$file" "its control part"
  diff "$CI_WORK/staged.files" "$CI_WORK/built.files" || differ "$file" "what it installs"
done
exit "$status"
