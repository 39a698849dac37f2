# The compiler flags of the toolstack, and of whoever packs it. What counts is what make is handed.

bats_require_minimum_version 1.5.0

setup() {
  flags=$SRCDIR/components/tools/build-flags.sh
  cd "$TEST_DIR" || return
}

# flags VARIABLE=VALUE…: what the build phase exports, with these settings beside the defaults.
flags() {
  env -i PATH="$PATH" srcdir=/build/src host_distribution=debian SOURCE_DATE_EPOCH=1 option_symbols=yes \
    option_hardening=yes option_debug=no option_tests=no option_remus=no "$@" \
    sh -euc '. "$0"; printf "%s\n" "c $EXTRA_CFLAGS_XEN_TOOLS " "ld $APPEND_LDFLAGS " "ld $PREPEND_LDFLAGS_XEN_TOOLS "' "$flags"
}

needs_dpkg_dev() { command -v dpkg-buildflags >/dev/null || skip "this machine has no dpkg-buildflags"; }

# dpkg FLAGS: what the distribution itself says.
dpkg() {
  DEB_BUILD_MAINT_OPTIONS='hardening=+all reproducible=-fixfilepath,-fixdebugpath' dpkg-buildflags --get "$1"
}

@test "the distribution's flags reach the compiler and the linker" {
  needs_dpkg_dev
  flags >said
  for flag in $(dpkg CFLAGS) $(dpkg CPPFLAGS); do grep -qF -e " $flag " said; done
  [ "$(grep -cF -e "ld $(dpkg LDFLAGS) " said)" = 2 ]
  grep -qF -e ' -ffile-prefix-map=/build/src=. ' said
}

@test "a package's own flags are taken instead" {
  flags package_cflags='-g -O3 -march=x86-64-v2' package_ldflags=-Wl,-z,now >said
  grep -qF -e 'c -g -O3 -march=x86-64-v2 -ffile-prefix-map=' said
  [ "$(grep -cxF -e 'ld -Wl,-z,now ' said)" = 2 ]
  run ! grep -q FORTIFY said
}

@test "without hardening there are none" {
  flags option_hardening=no >said
  grep -qF -e 'c -g -ffile-prefix-map=' said
  [ "$(grep -cxF -e 'ld  ' said)" = 2 ]
}

@test "debugging: symbols or not, and the optimisation that upstream chooses" {
  needs_dpkg_dev
  flags option_symbols=no >said
  run ! grep -qF -e ' -g ' said
  flags option_debug=yes >said
  run ! grep -qE -e ' -O[0-9] |FORTIFY_SOURCE=' said
  grep -qF -e ' -fstack-protector-strong ' said
}

@test "rpm's flags where it has some, else those of dpkg" {
  command -v rpm >/dev/null || skip "this machine has no rpm"
  needs_dpkg_dev
  mkdir -p home
  printf '%s\n' '%build_cflags -O2 -march=ours' '%build_ldflags -Wl,--as-needed' >home/.rpmmacros
  flags HOME="$PWD/home" host_distribution=fedora >said
  grep -qF -e ' -O2 -march=ours ' said
  [ "$(grep -cxF -e 'ld -Wl,--as-needed ' said)" = 2 ]
  rm home/.rpmmacros
  [ -z "$(HOME=$PWD/home rpm --eval '%{?build_ldflags}')" ] || skip "this machine's rpm has flags of its own"
  flags HOME="$PWD/home" host_distribution=fedora >said
  [ "$(grep -cF -e "ld $(dpkg LDFLAGS) " said)" = 2 ]
}

@test "outside of a package, rpm's flags are those without what only packages have" {
  command -v rpm >/dev/null || skip "this machine has no rpm"
  mkdir -p fedora
  printf '%s\n' '%_lto_cflags -flto=auto' '%_package_note_flags -specs=/notes' \
    '%build_cflags -O2 %{?_lto_cflags}' '%build_ldflags -Wl,-z,now %{?_package_note_flags}' >fedora/.rpmmacros
  flags HOME="$PWD/fedora" host_distribution=fedora >said
  grep -qF -e ' -O2 ' said
  [ "$(grep -cF -e 'ld -Wl,-z,now ' said)" = 2 ]
  run ! grep -qE -e 'flto|notes' said
}
