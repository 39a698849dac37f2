# shellcheck shell=bash
# title: Debian packages hold what is in dist/; the source packages of Xen's tools and SeaBIOS build without zante and without a network, with the distribution's compiler flags, and hold what was staged
# limit: 1800
. "$TOP/.ci/chroot.sh"
. "$TOP/.ci/packages.sh"
. "$TOP/.ci/alone.sh"
rm -rf "$debs"
need_debs
need_second_debs
ls -l "$debs"
"$TOP/tests/real/same-files" --differences "$TOP/tests/real/same-files.differences" \
  "$CI_WORK/root/root/zante/dist" "$debs"/*.deb
# The hypervisors too, and GRUB, in the night: 81-deb.
tools_project
build_alone xen xen-seabios
same_as_staged
"$TOP/tests/real/compiler-flags" "$built"/xen_*.log
