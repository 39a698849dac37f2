# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh
#
# What the init scripts and the launchers of Xen's daemons share.  Any POSIX
# shell will do, busybox's too; no other program is needed but grep.

common=@libexecdir@/xen-common/bin
rundir=@rundir@/xen

# A system without them still gets its messages.
if ! command -v log_success_msg >/dev/null 2>&1; then
  log_success_msg() { echo "$*"; }
  log_warning_msg() { echo "$*" >&2; }
  log_failure_msg() { echo "$*" >&2; }
fi

# The configuration.  The second file is where Debian's packages had it.
read_config() {
  for config in @sysconfdir@/default/xencommons @sysconfdir@/default/xen; do
    # shellcheck disable=SC1090 # of the machine
    if [ -r "$config" ]; then . "$config"; fi
  done
}

# Whether this is a domain of Xen; /proc/xen comes with the kernel.
under_xen() { [ -d /proc/xen ]; }

make_run_dir() {
  if [ ! -d "$rundir" ]; then mkdir -m 700 "$rundir"; fi
}

mount_xenfs() {
  [ -e /proc/xen/capabilities ] || mount -t xenfs xenfs /proc/xen
}

in_control_domain() { grep -q control_d /proc/xen/capabilities 2>/dev/null; }

# find_process NAME...: set $pid to a process that runs one of them.  Names as
# in /proc/PID/comm, so at most 15 characters.
find_process() {
  for comm in /proc/[0-9]*/comm; do
    { read -r running <"$comm"; } 2>/dev/null || continue
    for wanted; do
      [ "$running" = "$wanted" ] || continue
      pid=${comm#/proc/}
      pid=${pid%/comm}
      return 0
    done
  done
  pid=
  return 1
}

# Whether the process whose number is in PIDFILE runs, and $pid.  A number may
# have gone to another process since: runs PIDFILE NAME...
runs() {
  pidfile=$1
  shift
  pid=
  [ -r "$pidfile" ] && read -r pid <"$pidfile" || return 1
  { read -r running <"/proc/$pid/comm"; } 2>/dev/null || return 1
  for wanted; do
    if [ "$running" = "$wanted" ]; then return 0; fi
  done
  return 1
}

# end SIGNAL PIDFILE NAME...: ask the process to end and wait for half a minute.
# It is never killed: a daemon that hangs is for a person to look at.
end() {
  signal=$1
  shift
  runs "$@" || return 0
  kill "-$signal" "$pid" 2>/dev/null
  left=30
  while runs "$@"; do
    [ $left -gt 0 ] || return 1
    left=$((left - 1))
    sleep 1
  done
  rm -f "$1"
}
