# SPDX-License-Identifier: GPL-2.0-or-later
#
# Sourced by the build and the install phase: make's further arguments.  What
# is not asked for is not used, even where configure found it.  The date is
# that of the pages made with pandoc; pod2man reads SOURCE_DATE_EPOCH itself.
set -- DATE="$(date -u -d "@$SOURCE_DATE_EPOCH" +%Y-%m-%d)" FIG2DEV=
if [ "$option_pandoc" = no ]; then set -- "$@" PANDOC=; fi
