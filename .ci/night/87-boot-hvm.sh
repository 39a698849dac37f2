# shellcheck shell=bash
# title: Linux boots as an HVM guest from a disk; it takes as long as all others together
# limit: 1200
. "$TOP/.ci/chroot.sh"
. "$TOP/.ci/boot.sh"
boots zante linux-hvm --guest linux-hvm
passed linux-hvm linux-hvm
