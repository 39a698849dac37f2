# shellcheck shell=bash
# title: apt installs two Xen versions from a signed repository, each tool runs, a purge leaves nothing
# limit: 1200
. "$TOP/.ci/chroot.sh"
. "$TOP/.ci/packages.sh"
need_debs
need_second_debs
chroot_new install

# The packages of the repository.
own () {
  sed -n 's/^Package: //p' "$CI_WORK"/install/srv/repository/deb/dists/zante/main/binary-*/Packages |
    grep -v -e '-dbgsym$' | sort -u
}

# says TEXT COMMAND…: its output has TEXT, which it only gets to once every library is loaded. The
# status says nothing: xl wants a hypervisor, pygrub an image.
says () {
  local text=$1 output
  shift
  output=$(chroot_run install root "$@" 2>&1) || true
  grep -qF -e "$text" <<<"$output" || { printf 'error: %s\n' "$* said:" "$output"; return 1; }
}

# The tools of version $1 run, with their own libraries and no others.
tools_run () {
  local bin=/usr/lib/xen-$1/bin
  says 'cannot init xl context' "$bin/xl" list
  says 'cannot init xl context' env XEN_TOOLS_VERSION="$1" xl list
  says 'Usage:' "$bin/xenstored" --help
  says 'Usage:' "$bin/pygrub" --help
  # shellcheck disable=SC2016 # the inner shell expands these
  chroot_run install root sh -euc '
    cd "$1/bin"
    for file in *; do
      ldd "$file" >/tmp/ldd 2>/dev/null || continue
      ! grep "not found" /tmp/ldd || { echo "error: $file misses a library"; exit 1; }
      ! grep "/usr/lib/xen-" /tmp/ldd | grep -vF "$1/lib/" || { echo "error: $file has libraries of another"; exit 1; }
    done
    ldd xl | grep -F "$1/lib/libxenlight.so"' sh "/usr/lib/xen-$1"
}

# Everything but what apt and dpkg keep for themselves.
picture () {
  (cd "$CI_WORK/install" && find . '(' -path ./proc -o -path ./sys -o -path ./dev -o -path ./tmp \
    -o -path ./var/cache -o -path ./var/lib/apt -o -path ./var/lib/dpkg -o -path ./var/log \
    -o -path ./srv -o -path ./mnt ')' -prune -o -printf '%y %m %U:%G %p %l\n' | LC_ALL=C sort)
}

# What ours depend on goes first, so that the picture is of a system without ours alone.
repository install deb /srv/second/deb
mapfile -t ours < <(own)
printf '%s\n' "${ours[@]}"
chroot_run install root apt-get -q -y --no-install-recommends --simulate install "${ours[@]}" |
  sed -n 's/^Inst \([^ ]*\) .*/\1/p' >"$CI_WORK/wanted"
mapfile -t others < <(grep -vxF -f <(printf '%s\n' "${ours[@]}") "$CI_WORK/wanted")
apt_install install "${others[@]}"
picture >"$CI_WORK/before"

# One version, and the other beside it.
repository install deb
mapfile -t first < <(own)
apt_install install "${first[@]}"
version=$(cd "$CI_WORK/install/usr/lib" && echo xen-4.*) version=${version#xen-}
tools_run "$version"
# As it is now, and with the distribution's device model, to be booted (see 86-boot-packages).
installed=root/srv/installed
rm -rf "${CI_WORK:?}/$installed"
cp -al "$CI_WORK/install" "$CI_WORK/$installed"
theirs=$(their_version $installed)
apt_install $installed qemu-system-xen "libxenmisc$version=$theirs"
repository install deb /srv/second/deb
apt_install install "${ours[@]}"
mapfile -t versions < <(cd "$CI_WORK/install/usr/lib" && printf '%s\n' xen-4.* | sed 's/^xen-//')
[ "${#versions[@]}" = 2 ] || { echo "error: not two versions: ${versions[*]}"; exit 1; }
for version in "${versions[@]}"; do
  tools_run "$version"
  compgen -G "$CI_WORK/install/boot/xen-$version*.gz"
done

# Files of packages that carry a version in their name are of that version alone.
# shellcheck disable=SC2016 # the inner shell expands these
chroot_run install root sh -euc '
  files () { dpkg-query -W -f "\${Package}\n" | grep -F -- "$1" | grep xen | xargs dpkg -L | sort -u |
    while read -r path; do [ -d "$path" ] || echo "$path"; done; }
  files "$1" >/tmp/one
  files "$2" >/tmp/other
  wc -l /tmp/one /tmp/other
  ! comm -12 /tmp/one /tmp/other | grep . || { echo "error: both versions have these"; exit 1; }
' sh "${versions[@]}"
chroot_run install root dpkg --verify "${ours[@]}"

# Gone without a trace.
chroot_run install root apt-get -q -y --purge remove "${ours[@]}"
picture >"$CI_WORK/after"
diff "$CI_WORK/before" "$CI_WORK/after" || { echo "error: a purge leaves these"; exit 1; }
# shellcheck disable=SC2016 # dpkg-query expands it
if chroot_run install root dpkg-query -W -f '${db:Status-Abbrev} ${Package}\n' | grep -v '^ii'; then
  echo "error: a package is neither installed nor gone"
  exit 1
fi
