# shellcheck shell=bash
# Source packages that build without zante and without a network: the proof, for the steps. Needs
# .ci/packages.sh.

# shellcheck disable=SC2154 # what packages.sh sets

# files_of CHANGES KIND: the names of its files.
files_of () { awk -v kind="[.]$2\$" '/^Files:/ { on = 1; next } /^[^ ]/ { on = 0 } on && $NF ~ kind { print $NF }' "$1" | LC_ALL=C sort; }

# The packages and source packages that zante made, which are held against what is built alone.
staged=$debs

# tools_project: the first version without its hypervisors, a project of its own whose packages are in
# $staged from then on. What it needs comes from a copy of the store.
tools_project () {
  # shellcheck disable=SC2016 # the inner shell expands it
  chroot_run root root env "${maintainer[@]}" sh -euc '
    rm -rf /srv/tools
    mkdir -p /srv/tools/.zante
    cp -al zante/.zante/store zante/.zante/downloads /srv/tools/.zante
    echo "components: {hypervisor: \"off\", pv-shim: \"off\", pvgrub: \"off\"}" >/srv/tools/zante.yaml
    zante () { zante/build/zante --adopt -C /srv/tools "$@"; }
    zante build --offline
    zante deb --from-stage
    zante deb --source-only'
  staged=$CI_WORK/root/srv/tools/deb
}

# build_alone NAME…: these source packages of $staged, in a minimal system with what they ask for, by an
# ordinary user. The packages end in $built, and the log of each.
build_alone () {
  local name dsc
  chroot_new clean
  chroot_run clean root apt-get -q -y --purge --autoremove purge git
  chroot_run clean root apt-get -q update
  chroot_run clean root useradd --create-home builder
  for name; do
    for dsc in "$staged/$name"_*.dsc; do
      files_of "$dsc" 'tar[.].*' | (cd "$staged" && xargs cp -t "$built")
      cp "$dsc" "$built"
      chroot_run clean root apt-get -q -y --no-install-recommends build-dep "/home/builder/${dsc##*/}"
    done
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
      (cd tree && dpkg-buildpackage --build=binary --unsigned-changes "-j$(nproc)") >"${dsc%.dsc}.log" 2>&1 || {
        tail -n 60 "${dsc%.dsc}.log"
        exit 1
      }
      rm -r tree
    done'
}

# unpacked NAME PACKAGE: its two parts as the files NAME.control and NAME.files.
unpacked () {
  rm -rf "$CI_WORK/unpacked"
  dpkg-deb --ctrl-tarfile "$2" >"$CI_WORK/$1.control"
  dpkg-deb --extract "$2" "$CI_WORK/unpacked"
  listing "$CI_WORK/unpacked" >"$CI_WORK/$1.files"
}

# same_as_staged: what was built alone is what zante packed. Two builds, zante's in its sandbox and the
# other, in folders of other names: the same source packages, and the same binary packages but for how
# they are compressed, and for the dates of files that are installed with upstream's, which the stage
# does not keep.
same_as_staged () {
  local status=0 changes file
  differ () { echo "error: ${1##*/}: $2 differs"; status=1; }
  for file in "$built"/*.dsc; do
    cmp "$file" "$staged/${file##*/}" || differ "$file" "it"
  done
  for changes in "$built"/*.changes; do
    diff <(files_of "$staged/${changes##*/}" deb) <(files_of "$changes" deb) || differ "$changes" "its list of packages"
    for file in $(files_of "$changes" deb); do
      unpacked staged "$staged/$file"
      unpacked built "$built/$file"
      cmp "$CI_WORK/staged.control" "$CI_WORK/built.control" || differ "$file" "its control part"
      diff "$CI_WORK/staged.files" "$CI_WORK/built.files" || differ "$file" "what it installs"
    done
  done
  return "$status"
}
