# shellcheck shell=bash
# title: the installed packages boot, by EFI too, with the same initramfs; so does the second release
# limit: 1200
. "$TOP/.ci/chroot.sh"
. "$TOP/.ci/boot.sh"

# As apt installed them (see 82-install).
[ -d "$CI_WORK/root/srv/installed" ] || { echo "error: nothing is installed; run 82-install first"; exit 1; }
# A project of its own, because one boots one thing at a time.
boots /srv/boot again --level guest --from /srv/installed
boots /srv/boot efi --level guest --efi --from /srv/installed
passed again hello-pv
passed efi hello-pv
initrd () { grep -A 1 '"file" : "initrd"' "$reports/$1.json"; }
[ -n "$(initrd again)" ]
diff <(initrd again) <(initrd efi)

# The device model is the distribution's, with the library that our packages do not replace.
boots /srv/boot hvm --guest hvm-boot-sector --from /srv/installed
passed hvm hvm-boot-sector
cd "$CI_WORK/root/srv/installed" || exit
for file in usr/libexec/xen-qemu-system-i386 usr/lib/x86_64-linux-gnu/libxenctrl.so.*.*.*; do
  digest=$(sha256sum "$file")
  grep -A 1 "\"file\" : \"/$file\"" "$reports/hvm.json" | grep -F "${digest%% *}"
done

boots /srv/second second --level guest
passed second hello-pv
