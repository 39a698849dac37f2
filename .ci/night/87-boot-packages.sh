# shellcheck shell=bash
# title: the installed packages boot, with every guest
# limit: 1800
. "$TOP/.ci/chroot.sh"
. "$TOP/.ci/boot.sh"
boots /srv/boot packages --level suite --from /srv/installed
passed packages "${guests[@]}"
