# shellcheck shell=bash
# title: every rpm source package builds without zante; packed twice, the .rpms are the same to the bit
# limit: 7200
. "$TOP/.ci/chroot.sh"
. "$TOP/.ci/rpm.sh"
rpm_project '{pvgrub: "off"}'
rm -rf "$root/srv/rpm/quick" "$root/srv/rpm/sources" "$root/srv/rpm/again"
in_project rpm --from-stage --output quick
in_project rpm --from-stage --output again
digests () { (cd "$1" && sha256sum -- *.rpm); }
diff <(digests "$root/srv/rpm/quick") <(digests "$root/srv/rpm/again")
no_errors /srv/rpm/quick

in_project rpm --source-only --output sources
rebuild_alone "$root"/srv/rpm/sources/*.src.rpm
names () { (cd "$1" && ls -- *.rpm); }
diff <(names "$root/srv/rpm/quick") <(names "$root/srv/rpm/full")
same_as_staged
holds_what_is_in_dist
comes_and_goes
