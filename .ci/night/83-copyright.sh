# shellcheck shell=bash
# title: no file of the packaged sources is outside the stanzas of its debian/copyright
# limit: 1200
. "$TOP/.ci/chroot.sh"
. "$TOP/.ci/packages.sh"
need_debs
mkdir -p "$CI_WORK/copyright"
for folder in "$debs"/xen-[0-9]* "$debs"/xen-seabios-[0-9]*; do
  [ -d "$folder" ] || continue
  name=$(basename "$folder")
  package=${name%-*} source=${package#xen-}
  rm -rf "$CI_WORK/copyright/$name"
  mkdir "$CI_WORK/copyright/$name"
  tar -x -C "$CI_WORK/copyright/$name" --strip-components 1 -f "$debs/${package}_${name##*-}".orig.tar.*
  "$TOP/scripts/check-copyright" "$CI_WORK/copyright/$name" "$TOP/packaging/copyright/$source"
done
