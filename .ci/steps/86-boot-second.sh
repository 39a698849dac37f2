# shellcheck shell=bash
# title: the second release boots
# limit: 600
. "$TOP/.ci/chroot.sh"
. "$TOP/.ci/boot.sh"
boots /srv/second second --level guest
passed second hello-pv
