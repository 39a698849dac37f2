# shellcheck shell=bash
# The packages that the steps try: `zante deb` builds them in the system "root" (see step 60), others
# build or install them. Needs .ci/chroot.sh.

export CI_NAMESPACES=yes
zante=zante/build/zante

# What the maintainer would set; a fixed date and name make every run the same.
maintainer=(DEBFULLNAME='zante CI' DEBEMAIL=ci@example.org)

# zante_run ARGUMENT…: zante in the system "root".
zante_run () { chroot_run root root env "${maintainer[@]}" $zante "$@"; }

# Where `zante deb` writes, seen from here: what was staged, packed at once; 4.20's; and what was built
# from the source packages in the system "clean" (see .ci/alone.sh).
debs=$CI_WORK/root/root/zante/deb
second_debs=$CI_WORK/root/srv/second/deb
# shellcheck disable=SC2034 # for the steps
built=$CI_WORK/clean/home/builder

# in_turn COMMAND…: steps that run side by side take turns at what they share.
in_turn () { (flock 9 && "$@" 9>&-) 9>"$CI_WORK/turn.lock"; }

# The packages and source packages, unless they are there.
need_debs () { in_turn make_debs; }
make_debs () {
  [ -z "$(compgen -G "$debs/*.deb")" ] || return 0
  zante_run -C zante deb --from-stage
  zante_run -C zante deb --source-only
}

# The packages of another Xen, as step 68 built it.
need_second_debs () { in_turn make_second_debs; }
make_second_debs () {
  [ -z "$(compgen -G "$second_debs/*.deb")" ] || return 0
  zante_run -C /srv/second deb --from-stage
}

# repository NAME [DIR…]: the packages of the folders (from the project in the system "root";
# otherwise the first version's) as a signed repository in the system NAME, which its apt uses.
repository () { in_turn make_repository "$@"; }
make_repository () {
  local name=$1 from=() directory
  shift
  [ $# -gt 0 ] || set -- deb
  for directory; do from+=(--from "$directory"); done
  [ -e "$CI_WORK/root/srv/gnupg" ] || {
    chroot_run root root install -d -m 700 /srv/gnupg
    chroot_run root root env GNUPGHOME=/srv/gnupg gpg --batch --quiet --passphrase '' \
      --quick-generate-key 'zante CI <ci@example.org>' rsa2048 sign never
  }
  chroot_run root root env GNUPGHOME=/srv/gnupg $zante -C zante repo --sign ci@example.org \
    "${from[@]}" /srv/repository
  rm -rf "$CI_WORK/$name/srv/repository"
  cp -a "$CI_WORK/root/srv/repository" "$CI_WORK/$name/srv/"
  echo 'deb [signed-by=/srv/repository/key.asc] file:/srv/repository/deb zante main' \
    >"$CI_WORK/$name/etc/apt/sources.list.d/zante.list"
  # The distribution may have a newer Xen.
  printf 'Package: *\nPin: release o=zante\nPin-Priority: 1001\n' >"$CI_WORK/$name/etc/apt/preferences.d/zante"
  # apt takes no repository that is older than the one it knew.
  rm -f "$CI_WORK/$name"/var/lib/apt/lists/_srv_repository_*
  chroot_run "$name" root apt-get -q update
}

# their_version NAME: the newest version of the distribution's own packages of Xen that ours are an
# upgrade from, as the apt of the system NAME knows them.
their_version () {
  local ours
  ours=$(dpkg-deb -f "$debs"/xen-utils-common_*.deb Version)
  chroot_run "$1" root apt-cache madison xen-utils-common |
    awk -F '|' '$3 !~ /srv|file:/ { gsub(/ /, "", $2); print $2 }' |
    while read -r candidate; do
      if dpkg --compare-versions "$candidate" lt "$ours"; then echo "$candidate"; fi
    done | sed -n 1p | grep . || { echo "error: the distribution has no older package" >&2; return 1; }
}

# apt_install NAME PACKAGE…: and nothing that is only recommended.
apt_install () {
  local name=$1
  shift
  chroot_run "$name" root apt-get -q -y --no-install-recommends install "$@"
}
