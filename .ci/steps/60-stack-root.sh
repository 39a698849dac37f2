# shellcheck shell=bash
# title: both README commands in a minimal chroot, as root: a whole stack and every test
# limit: 2700
. "$TOP/.ci/chroot.sh"
export CI_NAMESPACES=yes
chroot_new root
chroot_clone root root
chroot_run root root zante/scripts/quickstart
# The second command installs no server, for it would be started; the tests of one skip without it.
chroot_run root root apt-get -q -y --no-install-recommends install nginx
chroot_run root root zante/scripts/quickstart check

# What the first command promises, each once at least.
dist=$CI_WORK/root/root/zante/dist
for pattern in 'boot/xen-*.gz' 'usr/lib/efi/xen-*.efi' 'usr/lib/xen-*/bin/xl' 'usr/lib/xen-*/boot/xen-shim' \
  'usr/lib/xen-*/boot/seabios.bin' 'usr/lib/xen-*/boot/grub-*' 'usr/share/man/man1/xl.1*'; do
  compgen -G "$dist/$pattern" || { echo "error: nothing is dist/$pattern"; exit 1; }
done

# Nothing to do: nothing is done.
chroot_run root root zante/scripts/quickstart >"$CI_WORK/again.log" 2>&1
if grep -E 'apt-get|building zante.*CC|phase' "$CI_WORK/again.log"; then
  echo "error: a second run worked again"
  exit 1
fi
