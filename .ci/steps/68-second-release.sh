# shellcheck shell=bash
# title: a second Xen release, built and installed beside the first; both run
# limit: 900
. "$TOP/.ci/chroot.sh"
export CI_NAMESPACES=yes
zante="zante/build/zante -C /srv/second"

# SeaBIOS would be the same again, GRUB is the dearest of all, and the shim a second hypervisor: without
# them.
chroot_run root root sh -c '
  rm -rf /srv/second
  mkdir /srv/second
  printf "stack: debian-13\ncomponents: {seabios: system, pvgrub: \"off\", pv-shim: \"off\"}\n" >/srv/second/zante.yaml'
# shellcheck disable=SC2086 # words
chroot_run root root $zante build
# shellcheck disable=SC2086
chroot_run root root $zante verify
# shellcheck disable=SC2086
chroot_run root root $zante install --destdir /

# The commands that it brings are of programs that this release has.
(
  cd "$CI_WORK/root/srv/second/dist" || exit
  find usr/bin usr/sbin -lname '*/xen-dispatch' -printf '%f\n' >"$CI_WORK/commands"
  while read -r command; do
    compgen -G "usr/lib/xen-*/bin/$command" >/dev/null || { echo "error: no program '$command'"; exit 1; }
  done <"$CI_WORK/commands"
)

# says TEXT COMMAND…, as in 66-use.sh: the status says nothing without a hypervisor.
says () {
  local text=$1 output
  shift
  output=$(chroot_run root root "$@" 2>&1) || true
  grep -qF -e "$text" <<<"$output" || { printf 'error: %s\n' "$* said:" "$output"; return 1; }
}
bins=$(cd "$CI_WORK/root" && echo usr/lib/xen-[0-9]*/bin)
[ "$(wc -w <<<"$bins")" = 2 ] || { echo "error: not two releases, but $bins"; exit 1; }
for bin in $bins; do
  says 'cannot init xl context' "/$bin/xl" list
  says 'Usage:' "/$bin/xenstored" --help
  says 'Usage:' "/$bin/pygrub" --help
  # Each finds its own private libraries.
  # shellcheck disable=SC2016 # the inner shell expands these
  chroot_run root root sh -euc '
    ldd "$1/bin/xl" | grep "libxenlight.* => $1/lib/"
    for file in "$1"/bin/*; do
      ! ldd "$file" 2>/dev/null | grep "not found" || { echo "error: $file"; exit 1; }
    done' sh "/$(dirname "$bin")"
done
