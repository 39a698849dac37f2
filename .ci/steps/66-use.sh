# shellcheck shell=bash
# title: the installed tools run, with their private libraries found through RUNPATH
# limit: 600
. "$TOP/.ci/chroot.sh"
export CI_NAMESPACES=yes
chroot_run root root zante/build/zante -C zante verify --format=json >"$CI_WORK/verify.json"
chroot_run root root zante/build/zante -C zante install --destdir /
bin=$(cd "$CI_WORK/root" && echo usr/lib/xen-[0-9]*/bin)

# says TEXT COMMAND…: its output has TEXT, which it only gets to once every library is loaded. The
# status says nothing: xl wants a hypervisor, pygrub an image.
says () {
  local text=$1 output
  shift
  output=$(chroot_run root root "$@" 2>&1) || true
  grep -qF -e "$text" <<<"$output" || { printf 'error: %s\n' "$* said:" "$output"; return 1; }
}
says 'cannot init xl context' "/$bin/xl" list
says 'Usage:' "/$bin/xenstored" --help
says 'Usage:' "/$bin/pygrub" --help

# Nothing in the default linker path is private, and no program misses a library.
# shellcheck disable=SC2016 # the inner shell expands these
chroot_run root root sh -euc '
  ldd "/$1/xl" | grep "libxenlight.* => /usr/lib/xen-"
  for file in "/$1"/*; do
    ! ldd "$file" 2>/dev/null | grep "not found" || { echo "error: $file"; exit 1; }
  done' sh "$bin"
