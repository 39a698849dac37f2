# SPDX-License-Identifier: GPL-2.0-or-later
# The comparison of packages with dist/ finds what it is there to find.

setup_file() {
  cd "$TEST_DIR"
  mkdir -p dist/usr/bin dist/usr/share/man/man1 dist/usr/lib dist/var/empty package/DEBIAN
  printf 'int main (void) { return 0; }\n' > one.c
  cc -g -o dist/usr/bin/one one.c
  cc -g -c -o one.o one.c
  ar rc dist/usr/lib/one.a one.o
  echo one > dist/usr/share/man/man1/one.1
  ln -s one dist/usr/bin/uno
  cp -r dist/. package
  # As debhelper does.
  strip package/usr/bin/one
  strip --strip-debug package/usr/lib/one.a
  gzip -9n package/usr/share/man/man1/one.1
  printf '%s\n' 'Package: one' 'Version: 1' 'Architecture: amd64' 'Maintainer: A <a@example.org>' \
    'Description: for a test' > package/DEBIAN/control
  build one.deb
}

setup() { cd "$TEST_DIR"; }

build() { dpkg-deb --root-owner-group --build package "$1"; }
same_files() { "$SRCDIR/tests/real/same-files" "$@"; }

# changed COMMAND…: the package after COMMAND in its tree, which is put back.
changed() {
  cp -a package keep
  (cd package && "$@")
  build changed.deb
  rm -r package
  mv keep package
}

finds() {
  run same_files dist changed.deb
  [ "$status" -eq 1 ]
  [ "${lines[0]}" = "$1" ]
  [ "${#lines[@]}" -eq 2 ]
}

@test "what packaging always does is no difference" {
  same_files dist one.deb
}

@test "every other difference is one" {
  changed rm usr/bin/uno
  finds "missing /usr/bin/uno"
  changed rm -r var
  finds "missing /var/empty"
  changed touch usr/bin/two
  finds "extra /usr/bin/two"
  changed chmod 700 usr/bin/one
  finds "mode /usr/bin/one: 100755 in dist, 100700 packaged"
  changed ln -sfn two usr/bin/uno
  finds "target /usr/bin/uno: one in dist, two packaged"
  changed sh -c 'echo two | gzip -9n > usr/share/man/man1/one.1.gz'
  finds "content /usr/share/man/man1/one.1"
  changed sh -c "printf 'int main (void) { return 1; }' | cc -s -x c -o usr/bin/one -"
  finds "content /usr/bin/one"
  changed sh -c 'printf "int x = 1;" | cc -x c -c -o two.o - && ar r usr/lib/one.a two.o && rm two.o'
  finds "content /usr/lib/one.a"
}

@test "a file in two packages is an error" {
  cp one.deb other.deb
  run same_files dist one.deb other.deb
  [ "$status" -eq 1 ]
  [[ "$output" == *"twice /usr/bin/one: in one.deb and other.deb"* ]]
}

@test "differences by design are listed, each with its reason" {
  changed touch usr/bin/two
  printf '# A reason.\ndeb:extra /usr/bin/t*\n' > list
  same_files --differences list dist changed.deb
  printf 'deb:extra /usr/bin/t*\n' > list
  run same_files --differences list dist changed.deb
  [ "$output" = "list:1: no comment above says why" ]
  printf '# A reason.\nrpm:extra /usr/bin/t*\n' > list
  run same_files --differences list dist changed.deb
  [ "$status" -eq 1 ]
}

@test "the payload of an rpm is read" {
  command -v rpmbuild > /dev/null || skip "needs rpmbuild"
  cat > one.spec << SPEC
Name: one
Version: 1
Release: 1
Summary: for a test
License: MIT
%global _build_id_links none
%global debug_package %{nil}
%description
For a test.
%install
cp -r $TEST_DIR/package/. %{buildroot}
rm -r %{buildroot}/DEBIAN
%files
/usr/bin/*
/usr/lib/one.a
/usr/share/man/man1/*
%dir /var/empty
SPEC
  HOME=$TEST_DIR rpmbuild --quiet -bb --target x86_64 --define "_topdir $TEST_DIR/rpmbuild" one.spec
  same_files dist rpmbuild/RPMS/x86_64/one-1-1.x86_64.rpm
}
