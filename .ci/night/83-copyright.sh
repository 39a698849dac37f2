# shellcheck shell=bash
# title: no file of the packaged sources is outside the stanzas of its debian/copyright
# limit: 1200
. "$TOP/.ci/chroot.sh"
. "$TOP/.ci/packages.sh"
need_debs
for file in "$TOP"/packaging/copyright/*; do
  source=$(basename "$file")
  case $source in xen) package=xen ;; *) package=xen-$source ;; esac
  tree=$CI_WORK/copyright/$source
  rm -rf "$tree"
  mkdir -p "$tree"
  tar -x -C "$tree" --strip-components 1 -f "$debs/$package"_*.orig.tar.?z
  "$TOP/scripts/check-copyright" "$tree" "$file"
done
