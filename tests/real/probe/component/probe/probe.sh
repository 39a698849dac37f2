# SPDX-License-Identifier: GPL-2.0-or-later
# What no build may see or change, by its name. Prints what it finds. Sourced by the phases.
# shellcheck disable=SC2034 # the phase reads it
found=0
# shellcheck disable=SC2034
find_out () { echo "found: $*"; found=1; }

readable () { for name; do [ ! -r "$name" ] || ! head -c 1 "$name" >/dev/null 2>&1 || find_out "$name can be read"; done; }
present () { for name; do [ ! -e "$name" ] || find_out "$name is there"; done; }

readable /etc/shadow /etc/gshadow /etc/ssh/ssh_host_*_key /proc/kcore /proc/kmsg /dev/kmsg /dev/mem
present /root /home /run/* /var/run/* /var/run/docker.sock /sys/kernel /dev/sd? /dev/vd? /dev/kvm \
  /dev/fuse /dev/net/tun /tmp/canary /var/tmp/canary

# Whatever of /proc can be written, but for what is of our own processes.
files=$(find /proc -path '/proc/[0-9]*' -prune -o -type f -writable -print 2>/dev/null) || true
for file in $files; do
  find_out "$file can be written"
done
! echo 59 2>/dev/null >/proc/sys/vm/swappiness || find_out "vm.swappiness was set"
! echo '|/tmp/x' 2>/dev/null >/proc/sys/kernel/core_pattern || find_out "core_pattern was set"

# Whatever can be written elsewhere.
files=$(find / -path /proc -prune -o -path /dev -prune -o -path /tmp -prune -o -path "$PROBE_OWN" -prune \
  -o -path /build/src -prune -o -path /build/stage -prune -o -path /build/home -prune \
  -o \( -type f -o -type d \) -writable -print 2>/dev/null | head -n 20)
for file in $files; do
  find_out "$file can be written"
done

# Agents and secrets of the one who started it.
if env | grep -q -e CANARY -e SSH_ -e GPG_ -e DBUS_ -e XDG_ -e DISPLAY; then
  find_out "the environment of the caller"
fi
# Set-user-ID programs are without effect.
for program in /usr/bin/su /usr/bin/sudo /usr/bin/passwd /usr/bin/newgrp; do
  [ ! -u "$program" ] || ! "$program" </dev/null -c true >/dev/null 2>&1 || find_out "$program works"
done
grep -q '^NoNewPrivs:.1$' /proc/self/status || find_out "new privileges"
grep -q '^Seccomp:.2$' /proc/self/status || find_out "no filter"
grep -q '^CapEff:.0000000000000000$' /proc/self/status || find_out "capabilities"
# Who we are outside is not root.
read -r _ outside _ </proc/self/uid_map
[ "$outside" != 0 ] || find_out "we are the machine's root"
