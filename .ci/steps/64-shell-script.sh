# shellcheck shell=bash
# title: the build as a shell script, without zante, gives the same files
# limit: 2400
. "$TOP/.ci/chroot.sh"
export CI_NAMESPACES=yes
chroot_run root root apt-get -q -y --no-install-recommends install curl util-linux
chroot_run root root sh -c 'zante/build/zante -C zante build --dry-run --shell >/srv/build.sh'
chroot_run root root rm -rf /srv/script
chroot_run root root mkdir /srv/script
chroot_run root root sh -c 'cd /srv/script && PATH=/usr/sbin:/usr/bin:/sbin:/bin sh /srv/build.sh'

# Names, kinds, modes, link targets and digests of a tree.
listing () {
  (cd "$1" && find . -printf '%y %m %p %l\n' | LC_ALL=C sort &&
    find . -type f -print0 | LC_ALL=C sort -z | xargs -0 sha256sum)
}
diff <(listing "$CI_WORK/root/root/zante/dist") <(listing "$CI_WORK/root/srv/script/zante-dist")
