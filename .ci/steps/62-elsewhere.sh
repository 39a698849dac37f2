# shellcheck shell=bash
# title: two more builds side by side, one job each, elsewhere: offline from a bundle, and by the printed script
# limit: 2700
. "$TOP/.ci/chroot.sh"
export CI_NAMESPACES=yes
zante=zante/build/zante
srv=$CI_WORK/root/srv
chroot_run root root apt-get -q -y --no-install-recommends install curl util-linux
chroot_run root root sh -c 'rm -rf /srv/*; mkdir /srv/elsewhere /srv/script'

# The same tarballs from a bundle, without a network.
rebuild () {
  chroot_run root root $zante -C zante bundle /srv/bundle.tar
  chroot_run root root unshare --net $zante -C /srv/elsewhere build -j 1 --offline --from-bundle /srv/bundle.tar
  chroot_run root root $zante -C /srv/elsewhere tarball --output /srv/tarballs-2
  chroot_run root root $zante -C zante tarball --output /srv/tarballs-1
  diff "$srv/tarballs-1/SHA256SUMS" "$srv/tarballs-2/SHA256SUMS"
  (cd "$srv/tarballs-2" && sha256sum --check SHA256SUMS)
}

# Names, kinds, modes, link targets and digests of a tree.
listing () {
  (cd "$1" && find . -printf '%y %m %p %l\n' | LC_ALL=C sort &&
    find . -type f -print0 | LC_ALL=C sort -z | xargs -0 sha256sum)
}

# The same files without zante.
by_script () {
  chroot_run root root sh -c "$zante -C zante build --dry-run --shell >/srv/build.sh"
  chroot_run root root sh -c 'cd /srv/script && JOBS=1 PATH=/usr/sbin:/usr/bin:/sbin:/bin sh /srv/build.sh'
  diff <(listing "$CI_WORK/root/root/zante/dist") <(listing "$srv/script/zante-dist")
}

export zante srv
export -f rebuild by_script listing chroot_run
bash -euo pipefail -c by_script >"$CI_WORK/script.log" 2>&1 &
script=$!
rebuild
wait $script || { tail -n 50 "$CI_WORK/script.log"; exit 1; }
