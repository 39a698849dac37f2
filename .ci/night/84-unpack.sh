# shellcheck shell=bash
# title: each of our packages unpacks over all of Debian's of bookworm and of trixie, and provides what they do; apt takes all of them
# limit: 1800
# Policy 7.6: dpkg refuses to overwrite a file of another package that is not told of it. Both
# versions of ours, each package alone, over a system that has every package of Debian's suite.
. "$TOP/.ci/chroot.sh"
. "$TOP/.ci/packages.sh"
need_debs
need_second_debs
fail () { echo "error: $*"; exit 1; }

# What the archive serves today, and how the lists in the tree differ from it (Debian moves on).
rm -rf "$CI_WORK/debian-files" "$CI_WORK/debian-debs"
"$TOP/scripts/debian-files" --output "$CI_WORK/debian-files" --keep "$CI_WORK/debian-debs" bookworm trixie
diff -r "$TOP/packaging/debian-files" "$CI_WORK/debian-files" || echo "note: the lists of packaging/debian-files can be made anew"

# in_unpack COMMAND…: in the system that packages are unpacked in.
in_unpack () { chroot_run unpack root env DEBIAN_FRONTEND=noninteractive "$@"; }

# provided DEB: the names that it goes by, without versions.
provided () {
  dpkg-deb -f "$1" Provides | tr ',' '\n' | sed 's/^ *//; s/ .*//' | grep -v 't64$' | LC_ALL=C sort -u
}

# as_theirs OURS THEIRS: OURS has every name that Debian's package of the same name has.
as_theirs () {
  comm -13 <(provided "$1") <(provided "$2") >"$CI_WORK/missing"
  [ ! -s "$CI_WORK/missing" ] || fail "$(basename "$1") does not provide: $(tr '\n' ' ' <"$CI_WORK/missing")"
}

# As apt does: what is broken is deconfigured, and what is in conflict and replaced is removed.
unpack_one () { # DEB
  cp "$1" "$CI_WORK/unpack/tmp/ours.deb"
  in_unpack dpkg --auto-deconfigure --force-depends --force-downgrade --unpack /tmp/ours.deb
}

# refused OURS THEIRS: what serves every version does not take the place of a newer one (its preinst
# script says why).
refused () {
  grep -q 'needs a newer xen-utils-common' "$CI_WORK/unpack.log" &&
    dpkg --compare-versions "$(dpkg-deb -f "$1" Version)" lt "$(dpkg-deb -f "$2" Version)"
}

# What --force-depends does not see: apt has a way from all of Debian's to all of ours in FOLDER, and
# none of Debian's packages goes for it, nor its device model.
taken_by_apt () { # FOLDER
  rm -rf "$CI_WORK/together/srv/ours"
  mkdir "$CI_WORK/together/srv/ours"
  cp "$1"/*.deb "$CI_WORK/together/srv/ours/"
  chroot_run together root sh -c 'apt-get -q -y --no-install-recommends --simulate install /srv/ours/*.deb' \
    >"$CI_WORK/together.log" 2>&1 || { cat "$CI_WORK/together.log"; fail "apt cannot install all packages of $1"; }
  ! grep '^Remv ' "$CI_WORK/together.log" || fail "apt installs the packages of $1 only where these go"
  grep -c '^Inst ' "$CI_WORK/together.log"
}

# The base is of the machine's own release.
if [ "$(. /etc/os-release && echo "$VERSION_CODENAME")" = bookworm ]; then
  chroot_new together
  mkdir "$CI_WORK/together/srv/theirs"
  cp "$CI_WORK/debian-debs/bookworm"/*.deb "$CI_WORK/together/srv/theirs/"
  chroot_run together root sh -c 'apt-get -q update &&
    apt-get -q -y --no-install-recommends install qemu-system-xen /srv/theirs/*.deb'
  taken_by_apt "$debs"
  taken_by_apt "$second_debs"
fi

for suite in bookworm trixie; do
  chroot_new theirs
  # What their preinst scripts need (Pre-Depends), and nothing configured.
  cp "$CI_WORK/debian-debs/$suite"/*.deb "$CI_WORK/theirs/tmp/"
  chroot_run theirs root sh -c 'apt-get -q update && apt-get -q -y --no-install-recommends install init-system-helpers ucf'
  chroot_run theirs root sh -c 'dpkg --force-depends --unpack /tmp/*.deb && rm /tmp/*.deb'
  count=0
  for deb in "$debs"/*.deb "$second_debs"/*.deb; do
    name=$(dpkg-deb -f "$deb" Package)
    rm -rf --one-file-system "$CI_WORK/unpack"
    cp -al "$CI_WORK/theirs" "$CI_WORK/unpack"
    theirs=("$CI_WORK/debian-debs/$suite/${name}"_*.deb)
    unpack_one "$deb" >"$CI_WORK/unpack.log" 2>&1 || refused "$deb" "${theirs[0]}" ||
      { cat "$CI_WORK/unpack.log"; fail "$name does not unpack over Debian's of $suite"; }
    [ ! -e "${theirs[0]}" ] || as_theirs "$deb" "${theirs[0]}"
    count=$((count + 1))
  done
  echo "$count packages over those of $suite"
  [ "$count" -ge 20 ] || fail "these are not all of our packages"
done
