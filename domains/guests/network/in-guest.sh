# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh
# In the guest: dom0 must answer. The bridge forwards a while after the interface came up.
ip address add 192.0.2.2/24 dev eth0
ip link set eth0 up
tries=30
until ping -c 1 -W 1 192.0.2.1 >/dev/null; do
  tries=$((tries - 1))
  [ "$tries" -gt 0 ] || { say "dom0 does not answer"; break; }
done
[ "$tries" -eq 0 ] || say "dom0 answered"
