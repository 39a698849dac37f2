#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# zante rpm: what is emitted, hand edits, bad input, and packages of a small component by rpm's own
# tools.

load common
load small

needs_rpmbuild () { command -v rpmbuild >/dev/null || skip "needs rpmbuild"; }
contents () { rpm -qp --qf '[%{FILEMODES:octal} %{FILEDIGESTS} %{FILENAMES}\n]' "$@"; }

@test "a .spec is written below rpm/, and the same again" {
  small
  zante rpm --no-build
  cd rpm/xen-small-*/
  grep -qx 'Name:           xen-small' xen-small.spec
  grep -qx '%package -n small-files' xen-small.spec
  grep -qx '%{_datadir}/small/' xen-small.spec
  [ -x recipe/component ]
  cp -a "$PROJECT/rpm" "$PROJECT/before"
  cd "$PROJECT"
  zante rpm --no-build
  diff -r before rpm
}

@test "rpm: a %changelog grows" {
  small
  echo '  revision: "1"' >>zante.yaml
  zante rpm --no-build --changelog first
  sed -i 's/revision: "1"/revision: "2"/' zante.yaml
  zante rpm --no-build --changelog second
  spec=$(echo rpm/xen-small-*/xen-small.spec)
  [ "$(sed -n '/^%changelog/,$p' "$spec" | grep -c '^\* ')" -eq 2 ]
  sed -n '/^%changelog/,$p' "$spec" | grep '^- ' >said
  [ "$(cat said)" = $'- second\n- first' ]
  if command -v rpmspec >/dev/null; then rpmspec -P "$spec" >/dev/null; fi
}

@test "rpm: a component whose programs were stripped is packed" {
  needs_rpmbuild
  component stripped 'mkdir -p "$DESTDIR$bindir"; cp /bin/true "$DESTDIR$bindir/hello"' <<<'packages: {hello-x: {summary: says hello, files: [$bindir/hello]}}'
  printf '%s\n' 'packaging: {maintainer: Ann Other <ann@example.org>, date: 2026-11-22T01:00:00Z}' >zante.yaml
  zante rpm --from-stage
  [ -e "$(echo rpm/hello-x-*.rpm)" ]
}

@test "rpm: the tests of a component run where its package is built, with the flags that rpm has" {
  needs_rpmbuild
  small
  sed -i 's/^phases:/&\n  check: |\n    echo "tested: $(cat hello.txt) ${package_cflags-} ld ${package_ldflags-}"/' components/small/component.yaml
  zante rpm --source-only
  run_rpmbuild () { rpmbuild --nodeps --define "_topdir $BATS_TEST_TMPDIR/top" --rebuild "$@" rpm/*.src.rpm; }
  run_rpmbuild --define "build_cflags -O3 -DA='a b'" --define 'build_ldflags -Wl,-z,now' >with 2>&1
  grep -qxF "tested: hello -O3 -DA='a b' ld -Wl,-z,now" with
  run_rpmbuild --nocheck >without 2>&1
  run ! grep -q '^tested: hello' without
}

@test "rpm: the linker may write the package's name into programs, as Fedora's flags make it" {
  needs_rpmbuild
  command -v gcc >/dev/null || skip "needs gcc"
  small
  sed -i 's|^phases:|&\n  check: \|\n    echo "int main (void) { return 0; }" >a.c; gcc ${package_ldflags-} -o a a.c; grep -ao "note/[a-z0-9~_/-]*" a \|\| true|' components/small/component.yaml
  zante rpm --source-only
  printf '*link:\n+ -rpath=note/%%:getenv(RPM_PACKAGE_NAME /%%:getenv(RPM_PACKAGE_VERSION /%%:getenv(RPM_PACKAGE_RELEASE /%%:getenv(RPM_ARCH /end))))\n' \
    >"$BATS_TEST_TMPDIR/notes"
  rpmbuild --nodeps --define "_topdir $BATS_TEST_TMPDIR/top" --define 'build_cflags -O2' \
    --define "build_ldflags -specs=$BATS_TEST_TMPDIR/notes" --rebuild rpm/*.src.rpm >out 2>&1
  grep -qx 'note/xen-small/0~local/1/.*/end' out
}

@test "rpm: a source without the text of its licence is packed" {
  needs_rpmbuild
  small
  rm tree/COPYING
  zante rpm
  rpm -qp --licensefiles rpm/small-files-*.rpm | grep -x '/usr/share/licenses/small-files.*/COPYING'
}

@test "rpm: an archive that is no tarball is packed" {
  needs_rpmbuild
  small
  mkdir small-1.0
  cp tree/* small-1.0/
  python3 -c 'import shutil; shutil.make_archive("'"$TEST_DIR"'/small-1.0", "zip", ".", "small-1.0")'
  write_stack <<<"sources: {small: {archive: {urls: ['file://$TEST_DIR/small-1.0.zip?x=1']}}}"
  zante lock
  zante rpm
  [ "$(rpm -qp --qf '%{VERSION}' rpm/small-files-*.rpm)" = 1.0 ]
  rpm -qpl rpm/xen-small-*.src.rpm | grep -x 'xen-small-1.0.tar.xz'
}

@test "rpm: an edit stays, one in the way of something new stops before anything is written" {
  small
  zante rpm --no-build
  spec=$(echo rpm/xen-small-*/xen-small.spec)
  echo '# mine' >>"$spec"
  zante rpm --no-build
  grep -qx '# mine' "$spec"
  sed -i 's/a greeting/another greeting/' components/small/component.yaml
  fails 3 "was edited by hand" zante rpm --no-build
  grep -qx '# mine' "$spec"
  run zante rpm --diff "$(dirname "$spec")"
  [ "$status" -eq 0 ]
  [[ "$output" == *"-Summary:        A greeting"*"+Summary:        Another greeting"* ]]
  zante rpm --no-build --force
  run ! grep -qx '# mine' "$spec"
}

@test "rpm: an edited patch is taken back by the words that the error says" {
  small
  mkdir small-1.0
  cp tree/hello.txt small-1.0/
  tar -czf "$TEST_DIR/forced-1.0.tar.gz" small-1.0
  write_stack <<<"sources: {small: {archive: {urls: ['file://$TEST_DIR/forced-1.0.tar.gz']}, patches: [p.patch]}}"
  printf '%s\n' '--- a/hello.txt' '+++ b/hello.txt' '@@ -1 +1 @@' '-hello' '+one' >stacks/p.patch
  zante lock
  zante rpm --no-build
  echo '# mine' >>"$(find rpm -name p.patch)"
  sed -i 's/^+one/+two/' stacks/p.patch
  run zante rpm --no-build
  [ "$status" -eq 3 ]
  words=$(grep -o -e "--force='[^']*'" <<<"$output")
  eval "zante rpm --no-build $words"
  run ! grep -qx '# mine' "$(find rpm -name p.patch)"
}

@test "rpm: bad input is told before anything is written" {
  small
  unset DEBFULLNAME DEBEMAIL
  rm zante.yaml
  fails 3 "packages need a maintainer" zante rpm --no-build
  small
  sed -i 's/small-files/small files/' components/small/component.yaml
  fails 3 "'small files' is no name of an rpm package" zante rpm --no-build
  small
  echo '  revision: 1-2' >>zante.yaml
  fails 3 "revision '1-2'" zante rpm --no-build
  small
  sed -i 's/cp hello/mkdir "$DESTDIR\/opt"; cp hello.txt "$DESTDIR\/opt"; cp hello/' components/small/component.yaml
  fails 3 "add '- /opt/hello.txt' to the files of a package" zante rpm --no-build
  small
  fails 3 "known: xen-small" zante rpm --no-build xen
  fails 2 "exclude one another" zante rpm --no-build --from-stage
  [ ! -e rpm ]
}

@test "rpm: packages from the stage and from the .src.rpm, without zante, hold the same files" {
  needs_rpmbuild
  small
  zante rpm --from-stage
  zante rpm --source-only
  home=$(mktemp -d "$TEST_DIR/home-XXXXXX") # rpmbuild cannot have it in this folder's odd name
  env -i HOME="$home" PATH=/usr/sbin:/usr/bin:/sbin:/bin rpmbuild --rebuild --nodeps rpm/*.src.rpm
  diff <(contents rpm/small-files-*.noarch.rpm) <(contents "$home"/rpmbuild/RPMS/noarch/small-files-*.rpm)
  contents rpm/small-files-*.noarch.rpm | grep /usr/share/small/hello.txt
}

@test "rpm: two runs give the same bytes" {
  needs_rpmbuild
  small
  zante rpm
  mkdir first
  mv rpm/*.rpm first/
  sleep 1
  zante rpm
  for file in first/*.rpm; do cmp "$file" "rpm/${file##*/}"; done
}

@test "rpm: a build that fails leaves no package and names the log" {
  needs_rpmbuild
  small
  zante rpm --no-build
  sed -i 's/^%install/%install\nfalse/' rpm/xen-small-*/xen-small.spec
  fails 5 "log: " zante rpm
  [ -z "$(find rpm -name '*.rpm')" ]
}
