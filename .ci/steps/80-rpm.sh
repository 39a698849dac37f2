# shellcheck shell=bash
# title: rpm packages: from the stage, one source package built without zante, installed and erased
# limit: 1800
. "$TOP/.ci/chroot.sh"
. "$TOP/.ci/rpm.sh"
rm -rf "$root/srv/rpm"
# The hypervisors, of which little depends on the layout, are packed in the night (81-rpm).
rpm_project '{pvgrub: "off", pv-shim: "off", hypervisor: "off"}'

# What is staged.
start=$SECONDS
in_project rpm --from-stage --output quick
echo "from the stage: $((SECONDS - start)) s"

# Source packages, twice.
in_project rpm --source-only --output sources
in_project rpm --source-only --output again
for package in "$root"/srv/rpm/sources/*.src.rpm; do cmp "$package" "$root/srv/rpm/again/${package##*/}"; done
no_errors /srv/rpm/quick
# One at a time: rpmlint takes the spec of one source package for another's.
for package in "$root"/srv/rpm/sources/*.src.rpm; do no_errors "/srv/rpm/sources/${package##*/}"; done

# Xen's in the night: 81-rpm.
rebuild_alone "$root"/srv/rpm/sources/xen-seabios-*.src.rpm
same_as_staged
holds_what_is_in_dist

# What systemd's macros stand for is in the scriptlets, and nothing that rpm did not know.
scripts () { rpm -qp --nosignature --scripts "$@" 2>/dev/null; }
scripts "$root"/srv/rpm/quick/xen-runtime-common-[0-9]*.rpm >"$CI_WORK/scripts.log"
grep -q 'systemd-update-helper install-system-units xen.service .* xendomains.service' "$CI_WORK/scripts.log"
if scripts "$root"/srv/rpm/quick/*.rpm | grep -E '%(systemd|\{)'; then
  echo "error: a macro that rpm did not know"
  exit 1
fi

comes_and_goes
