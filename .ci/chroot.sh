# shellcheck shell=bash
# A minimal Debian to try the README's commands in: what a person has who has nothing but git.
# Needs root. Everything lies below $CI_WORK; mounts are in a mount namespace and end with it.

# The machine's own Debian mirrors, as lines of a sources.list; other repositories are left out.
apt_sources () {
  local keyring=/usr/share/keyrings/debian-archive-keyring.gpg option=
  [ ! -e "$keyring" ] || option="[signed-by=$keyring] "
  # shellcheck disable=SC2016 # apt expands these
  apt-get indextargets --format '$(SITE) $(RELEASE) $(COMPONENT)' \
    'Created-By: Packages' 'Origin: Debian' | sort -u | sed "s|^|deb $option|"
}

# How the machine's apt reaches them: proxies and time-outs.
apt_options () {
  apt-config dump | grep -E '^Acquire::([a-z]+::Proxy|Retries|[a-z]+::Timeout)' || true
}

# The date of all that is built: packages have it in their changelogs, and so has what was staged.
CI_DATE=$(date -u -d 2026-01-01 +%s)

# Make $CI_WORK/base.tar, minbase and git, unless it is there.
chroot_base () {
  [ ! -e "$CI_WORK/base.tar" ] || return 0
  local codename
  codename=$(sed -n "s/^VERSION_CODENAME=//p" /etc/os-release)
  [ -n "$(apt_sources)" ] || apt-get -q update
  apt_options >"$CI_WORK/apt.conf"
  apt_sources | mmdebstrap --quiet --mode=root --format=tar --variant=minbase --include=git \
    --aptopt="$CI_WORK/apt.conf" "$codename" "$CI_WORK/base.tar.new" -
  mv "$CI_WORK/base.tar.new" "$CI_WORK/base.tar"
}

# chroot_new NAME: a fresh system in $CI_WORK/NAME.
chroot_new () {
  chroot_base
  rm -rf --one-file-system "${CI_WORK:?}/$1"
  mkdir -p "$CI_WORK/$1" "$CI_WORK/archives"
  tar -xf "$CI_WORK/base.tar" -C "$CI_WORK/$1" --numeric-owner
  # What is thrown away tomorrow need not be on the disk before dpkg goes on.
  echo force-unsafe-io >"$CI_WORK/$1/etc/dpkg/dpkg.cfg.d/ci"
}

# chroot_run NAME USER COMMAND…: as a person would, with /proc, /dev and the shared apt cache there,
# no terminal, and nothing of our environment but a date. The kernel allows no sandbox in a chroot;
# with CI_NAMESPACES=yes the system becomes the root of a mount namespace instead, as on a machine.
chroot_run () {
  local root=$CI_WORK/$1 user=$2
  shift 2
  # shellcheck disable=SC2016 # the inner shell expands these
  unshare --mount --pid --fork --propagation private /bin/bash -euc '
    root=$1 archives=$2 user=$3 namespaces=$4 date=$5
    shift 5
    [ "$namespaces" = no ] || mount --bind "$root" "$root"
    cd "$root"
    mount -t proc proc proc
    mount --rbind /dev dev
    mount --bind "$archives" var/cache/apt/archives
    home=$(awk -F: -v user="$user" "\$1 == user { print \$6 }" etc/passwd)
    if [ "$namespaces" = yes ]; then
      mkdir -p mnt/old
      pivot_root . mnt/old
      umount -l mnt/old
      root=/
    fi
    exec chroot --userspec="$user" "$root" /usr/bin/env -i HOME="$home" USER="$user" SOURCE_DATE_EPOCH="$date" \
      PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin TERM=dumb \
      /bin/sh -c "cd \"\$HOME\" && exec \"\$@\"" sh "$@"
  ' bash "$root" "$CI_WORK/archives" "$user" "${CI_NAMESPACES:-no}" "$CI_DATE" "$@" </dev/null
}

# chroot_user NAME USER: an ordinary user who may use sudo.
chroot_user () {
  chroot_run "$1" root sh -c 'apt-get -q update && apt-get -q -y --no-install-recommends install sudo'
  chroot_run "$1" root useradd --create-home --shell /bin/bash "$2"
  echo "$2 ALL=(ALL) NOPASSWD: ALL" >"$CI_WORK/$1/etc/sudoers.d/$2"
}

# chroot_clone NAME USER: the checkout, in the user's home as a person would clone it.
chroot_clone () {
  local home; home=$(awk -F: -v user="$2" '$1 == user { print $6 }' "$CI_WORK/$1/etc/passwd")
  git clone -q --no-hardlinks "$TOP" "$CI_WORK/$1$home/zante"
  chroot --userspec=0 "$CI_WORK/$1" chown -R "$2:" "$home/zante"
}

# listing DIR: kinds, modes, owners, names, link targets and digests of all that is in it.
listing () {
  (cd "$1" && find . -printf '%y %m %U:%G %p %l\n' | LC_ALL=C sort &&
    find . -type f -print0 | LC_ALL=C sort -z | xargs -0 --no-run-if-empty sha256sum)
}
