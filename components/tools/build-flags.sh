# SPDX-License-Identifier: GPL-2.0-or-later
#
# Sourced by the build and the install phase, because "make install" compiles
# what it finds out of date: both must say the same.

# rpm's without what only a package can have, notes with its name in each program, and, as in the
# .spec, without optimisation while linking.
rpm_flags() { rpm --define '_package_note_flags %{nil}' --define '_lto_cflags %{nil}' --eval "$1"; }

# What the distribution compiles its programs with. A package's build hands it over; elsewhere the
# distribution is asked, so that packages and what is staged have the same flags. Debian's rpm knows
# none.
distribution_flags() {
  if [ -n "${package_cflags-}" ]; then return; fi
  if [ "$host_distribution" != debian ]; then package_ldflags=$(rpm_flags '%{?build_ldflags}'); fi
  if [ -n "${package_ldflags-}" ]; then
    package_cflags=$(rpm_flags '%{build_cflags}')
  else
    export DEB_BUILD_MAINT_OPTIONS='hardening=+all reproducible=-fixfilepath,-fixdebugpath'
    if [ "$option_debug" = yes ]; then export DEB_BUILD_OPTIONS=noopt; fi
    package_cflags="$(dpkg-buildflags --get CFLAGS) $(dpkg-buildflags --get CPPFLAGS)"
    package_ldflags=$(dpkg-buildflags --get LDFLAGS)
  fi
}

# without WORD TEXT
without() { printf '%s\n' "$2" | tr ' ' '\n' | grep -vxF -e "$1" | paste -s -d ' '; }

# Assembly files heed the second one only (GCC bug 93371).
cflags="-ffile-prefix-map=$srcdir=. -fdebug-prefix-map=$srcdir=."
ldflags=
if [ "$option_hardening" = yes ]; then
  distribution_flags
  cflags="$package_cflags $cflags"
  ldflags=$package_ldflags
fi
# Upstream knows better than -O0 what a build for debugging wants.
if [ "$option_debug" = yes ]; then cflags=$(without -O0 "$cflags"); fi
cflags=$(without -g "$cflags")
if [ "$option_symbols" = yes ]; then cflags="-g $cflags"; fi

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
