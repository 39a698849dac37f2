# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh
# In the guest: read what dom0 wrote, and write an answer to the second sector.
say "disk says: $(head -n 1 /dev/xvda)"
echo 'written in the guest' | dd of=/dev/xvda seek=1 conv=notrunc,fsync 2>/dev/null && say written
