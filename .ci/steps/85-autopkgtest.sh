# shellcheck shell=bash
# title: autopkgtest runs the packages' own tests
# limit: 600
. "$TOP/.ci/chroot.sh"
. "$TOP/.ci/packages.sh"
need_debs
chroot_new autopkgtest
repository autopkgtest
apt_install autopkgtest autopkgtest
mkdir "$CI_WORK/autopkgtest/srv/packages"
cp "$debs"/*.deb "$debs"/*.dsc "$debs"/*.tar.* "$CI_WORK/autopkgtest/srv/packages"
for dsc in "$debs"/*.dsc; do
  grep -q '^Testsuite:.*autopkgtest' "$dsc" || continue
  # It ends with status 8 when no test was run, or all were skipped.
  # shellcheck disable=SC2016 # the inner shell expands it
  chroot_run autopkgtest root sh -c 'cd /srv/packages && exec autopkgtest --no-built-binaries ./*.deb "$1" -- null' \
    sh "${dsc##*/}"
  tested=yes
done
[ "${tested-}" = yes ] || { echo "error: no package has tests"; exit 1; }
