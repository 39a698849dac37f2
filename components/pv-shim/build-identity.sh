# SPDX-License-Identifier: GPL-2.0-or-later
#
# Sourced by the build and the install phase.  Older releases take the banner's
# time stamp from the clock even when SOURCE_DATE_EPOCH is set, and "make
# install" links again when it differs from that of the build.
XEN_BUILD_DATE=$(date -u -d "@$SOURCE_DATE_EPOCH")
XEN_BUILD_TIME=$(date -u -d "@$SOURCE_DATE_EPOCH" +%T)
export XEN_BUILD_DATE XEN_BUILD_TIME

# The changeset, which upstream asks git for; there is no repository here.
if [ -n "$source_commit" ]; then
  case $source_commit in *-dirty) dirty=-dirty ;; *) dirty= ;; esac
  printf '%s git:%.12s%s\n' "$(date -u -d "@$source_date" '+%a %b %e %T %Y +0000')" \
    "$source_commit" "$dirty" > .scmversion
fi
