# SPDX-License-Identifier: GPL-2.0-or-later
#
# Sourced by the build and the install phase, because "make install" compiles
# what it finds out of date: both must say the same.

# Assembly files heed the second one only (GCC bug 93371).
cflags="-ffile-prefix-map=$srcdir=. -fdebug-prefix-map=$srcdir=."
ldflags=
if [ "$option_symbols" = yes ]; then cflags="$cflags -g"; fi
if [ "$option_hardening" = yes ]; then
  cflags="$cflags -fstack-protector-strong"
  # FORTIFY_SOURCE needs the optimiser.
  if [ "$option_debug" = no ]; then cflags="$cflags -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2"; fi
  ldflags="-Wl,-z,relro -Wl,-z,now"
fi

# The Python modules see APPEND_LDFLAGS only, most of the rest both.
export EXTRA_CFLAGS_XEN_TOOLS="$cflags"
export PREPEND_LDFLAGS_XEN_TOOLS="$ldflags"
export APPEND_LDFLAGS="$ldflags"

if [ "$option_tests" = yes ]; then export CONFIG_TESTS=y; else export CONFIG_TESTS=n; fi
if [ "$option_debug" = yes ]; then export debug=y; else export debug=n; fi
# Upstream's -g3 would record macros, and with them paths, word for word.
export debug_symbols=n

# An argument for make: configure decides by what it finds.
if [ "$option_remus" = yes ]; then libnl=y; else libnl=n; fi

# Older releases take the release date in the SMBIOS tables from the clock.
SMBIOS_REL_DATE=$(date -u -d "@$SOURCE_DATE_EPOCH" +%m/%d/%Y)
export SMBIOS_REL_DATE
