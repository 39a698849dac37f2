#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# zante deb: what is emitted, bad input, and packages of small components by Debian's own tools.

load common
load small

needs_debhelper () { command -v dh >/dev/null || skip "needs debhelper"; }

@test "debian/ is written below deb/, and the same again" {
  small
  zante deb --no-build
  cd deb/xen-small-*/debian
  grep -qx 'Source: xen-small' control
  grep -qx 'usr/share/small' small-data.install || grep -qx 'usr/share' small-data.install
  [ -x rules ]
  [ -x component ]
  [ "$(dpkg-parsechangelog -l changelog -S Maintainer)" = "Ann Other <ann@example.org>" ]
  cp -a "$PROJECT/deb" "$PROJECT/before"
  cd "$PROJECT"
  zante deb --no-build
  diff -r before deb
}

@test "a link in a component's folder is carried as the file that it leads to" {
  small
  printf '#!/bin/sh\n' >script
  chmod 755 script
  ln -s ../../script components/small/helper
  zante deb --no-build
  carried=$(find deb -path '*components/small/helper')
  cmp "$carried" script
  [ ! -L "$carried" ]
  [ -x "$carried" ]
  ln -s nowhere components/small/other
  fails 3 "small/other' leads to no file" zante deb --no-build
}

@test "a stack of upstream's layout has its files where Debian's packages have them" {
  small
  sed -i 's/^layout: .*/layout: upstream/' stacks/test.yaml
  zante deb --no-build
  run ! grep -rq usr/local deb/xen-small-*/debian/*.install
  grep -q '^usr/share' deb/xen-small-*/debian/small-data.install
}

@test "packages go to another file system" {
  [ "$(stat -c %d /dev/shm)" != "$(stat -c %d .)" ] && [ -w /dev/shm ] || skip "/dev/shm is none"
  needs_debhelper
  small
  output=$(mktemp -d /dev/shm/zante.XXXXXX)
  zante deb --source-only -o "$output" || { rm -rf "$output"; false; }
  made=$(ls "$output")
  rm -rf "$output"
  [[ "$made" == *.dsc* ]]
  [[ "$made" != *.new* ]]
}

@test "a missing maintainer, told before anything is written" {
  small
  rm zante.yaml
  unset DEBFULLNAME DEBEMAIL
  fails 3 "packages need a maintainer" zante deb --no-build
  [ ! -e deb ]
}

@test "the maintainer of dch(1)" {
  small
  sed -i '/maintainer/d' zante.yaml
  DEBFULLNAME="Ann" DEBEMAIL="ann@example.org" zante deb --no-build
  grep -qx 'Maintainer: Ann <ann@example.org>' deb/xen-small-*/debian/control
}

@test "a file without a package, told with the line that mends it" {
  small
  sed -i 's/cp hello/mkdir "$DESTDIR\/opt"; cp hello.txt "$DESTDIR\/opt"; cp hello/' components/small/component.yaml
  fails 3 "add '- /opt/hello.txt' to the files of a package" zante deb --no-build
  [ ! -e deb ]
}

@test "a source package that is not there, and options that exclude one another" {
  small
  fails 3 "known: xen-small" zante deb --no-build xen
  fails 2 "exclude one another" zante deb --no-build --from-stage
}

@test "a missing build dependency is this machine's" {
  needs_debhelper
  small 'build-depends: {debian: [zante-no-such-package]}'
  zante deb --no-build
  fails 7 "zante-no-such-package" zante deb
  [ -z "$(find deb -name '*.deb')" ]
}

# packed_alone VARIABLE=VALUE…: dpkg-buildpackage in the current tree, with nothing of zante's.
packed_alone () { env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin "$@" dpkg-buildpackage -b -us -uc; }

# The tree of the project's source package, to go on in.
source_tree () {
  zante deb --from-stage
  zante deb --source-only
  dpkg-source --extract deb/*.dsc tree-alone
  cd tree-alone
}

@test "packages from the stage and from the .dsc, without zante, hold the same files" {
  needs_debhelper
  small
  zante deb --from-stage
  mkdir staged
  mv deb/*.deb staged/
  zante deb --source-only
  mkdir alone
  cd alone
  dpkg-source --extract ../deb/*.dsc tree
  (cd tree && packed_alone)
  dpkg-deb -x small-data_*.deb built
  dpkg-deb -x ../staged/small-data_*.deb staged
  diff -r built staged
  [ "$(cat built/usr/share/small/hello.txt)" = hello ]
}

@test "the tests of a component run where its package is built, and nocheck leaves them out" {
  needs_debhelper
  small
  sed -i 's/^phases:/&\n  check: |\n    echo "tested: $(cat hello.txt)"/' components/small/component.yaml
  source_tree
  packed_alone >../with
  packed_alone DEB_BUILD_OPTIONS=nocheck >../without
  grep -q '^tested: hello' ../with
  run ! grep -q '^tested: hello' ../without
}

@test "a package's build hands the distribution's flags to its components" {
  needs_debhelper
  small
  sed -i 's/^  install: |/&\n    echo "flags: ${package_cflags-} ld ${package_ldflags-}"/' components/small/component.yaml
  source_tree
  packed_alone >../usual
  packed_alone DEB_BUILD_OPTIONS=noopt >../noopt
  grep -q '^flags: .*-O2 .*-Werror=format-security.*-D_FORTIFY_SOURCE=.* ld .*-Wl,-z,now' ../usual
  grep -q '^flags: .*-O0 .* ld ' ../noopt
}

@test "two runs give the same bytes" {
  needs_debhelper
  small
  zante deb
  mkdir first
  mv deb/*.* first/
  zante deb
  for file in first/*.deb first/*.dsc first/*.tar.*; do cmp "$file" "deb/${file##*/}"; done
}

# What is in the source package of the only component, below its top folder.
laid_out () {
  rm -rf laid
  dpkg-source --no-check -x deb/*.dsc laid >/dev/null
  (cd laid; rm -rf debian .pc; find . -type f | LC_ALL=C sort | tr '\n' ' ')
}

@test "an archive is carried as it is, or packed anew where dpkg-source would see other files" {
  command -v dpkg-source >/dev/null || skip "needs dpkg-dev"
  small
  local url=file://$TEST_DIR/made
  mkdir -p "$TEST_DIR/made" in/small-1.0/sub
  cp tree/hello.txt in/small-1.0/
  touch in/small-1.0/sub/more in/small-1.0/.gitignore
  tar -C in -czf "$TEST_DIR/made/small-1.0.tar.gz" small-1.0
  tar -C in/small-1.0 -czf "$TEST_DIR/made/flat-1.0.tar.gz" .
  tar -C in -cf "$TEST_DIR/made/small-1.0.tar" small-1.0
  mkdir deep; cp -r in deep/
  tar -C deep -czf "$TEST_DIR/made/deep-1.0.tar.gz" in
  python3 -c 'import shutil; shutil.make_archive("'"$TEST_DIR"'/made/small-1.0", "zip", "in")'
  for source in "urls: ['$url/small-1.0.tar.gz']" "urls: ['$url/small-1.0.tar.gz?token=x&y=z']" \
    "urls: ['$url/flat-1.0.tar.gz'], strip: 0" "urls: ['$url/small-1.0.tar']" \
    "urls: ['$url/deep-1.0.tar.gz'], strip: 2" "urls: ['$url/small-1.0.zip']"; do
    rm -rf deb
    write_stack <<<"sources: {small: {archive: {$source}}}"
    zante lock --update
    zante deb --source-only
    [ "$(laid_out)" = "./.gitignore ./hello.txt ./sub/more " ]
  done
}

# signed FILE KEYS: a signature of FILE beside it, and the keys that it is of.
signed() {
  export GNUPGHOME=$TEST_DIR/gnupg.$BATS_TEST_NUMBER
  if [ ! -d "$GNUPGHOME" ]; then
    mkdir -m 700 "$GNUPGHOME"
    gpg --batch --quiet --passphrase '' --quick-generate-key 'upstream <up@example.org>' rsa2048 sign never
  fi
  gpg --batch --quiet --detach-sign -o "$1.sig" "$1"
  gpg --batch --quiet --export >"$2"
  gpgconf --kill all
}

@test "upstream's signature is in the .dsc, and debian/watch and dpkg-source check it" {
  for program in dpkg-source gpg gpgv; do command -v $program >/dev/null || skip "needs $program"; done
  small 'watch: https://example.org/ small-([\d.]+)\.tar\.gz'
  mkdir small-1.0
  cp tree/hello.txt small-1.0/
  tar -czf "$TEST_DIR/small-1.0.tar.gz" small-1.0
  signed "$TEST_DIR/small-1.0.tar.gz" keys.pgp
  write_stack <<<"sources: {small: {archive: {urls: ['file://$TEST_DIR/small-1.0.tar.gz'], signature: .sig, signed-by: ../keys.pgp}}}"
  zante lock
  zante deb --source-only
  grep -q ' xen-small_1.0.orig.tar.gz.asc$' deb/*.dsc
  printf 'version=4\nopts=pgpsigurlmangle=s/$/.sig/ https://example.org/ small-([\\d.]+)\\.tar\\.gz\n' |
    diff - deb/xen-small-1.0/debian/watch
  mkdir look
  gpg --batch --quiet --dearmor <deb/xen-small-1.0/debian/upstream/signing-key.asc >look/key
  cmp keys.pgp look/key
  gpgv --keyring "$PWD/look/key" deb/xen-small_1.0.orig.tar.gz.asc deb/xen-small_1.0.orig.tar.gz
  # As armour it is taken over as it is; a keybox is no file of keys.
  gpg --batch --quiet --armor --export >keys.asc
  sed -i 's/keys.pgp/keys.asc/' stacks/test.yaml
  zante lock --update && zante deb --no-build --force
  cmp keys.asc deb/xen-small-1.0/debian/upstream/signing-key.asc
  { echo 'Our key ----- é'; sed 's/$/\r/' keys.asc; } >told.asc
  sed -i 's/keys.asc/told.asc/' stacks/test.yaml
  zante deb --no-build --force
  sed 's/$/\r/' keys.asc | cmp - deb/xen-small-1.0/debian/upstream/signing-key.asc
  sed -i 's/told.asc/keys.asc/' stacks/test.yaml
  printf '%12s' KBXf >keys.kbx
  sed -i 's/keys.asc/keys.kbx/' stacks/test.yaml
  fails 3 "holds no OpenPGP keys as they are exported" zante deb --no-build
}

@test "a git source keeps what looks like git's own files" {
  command -v dpkg-source >/dev/null || skip "needs dpkg-dev"
  small
  git init -q repository
  cp tree/hello.txt repository/
  echo '*.o' >repository/.gitignore
  echo '* text' >repository/.gitattributes
  git -C repository add .
  git -C repository -c user.name=a -c user.email=a@b commit -qm one
  git clone -q --bare repository "$TEST_DIR/plain.git"
  write_stack <<<"sources: {small: {git: {url: 'file://$TEST_DIR/plain.git', branch: $(git -C repository branch --show-current)}}}"
  zante lock
  zante deb --source-only
  [ "$(laid_out)" = "./.gitattributes ./.gitignore ./hello.txt " ]
}

@test "packages in a file of their own become the same" {
  small
  zante deb --no-build
  cp -a deb before
  sed -n '/^packages:/,/^phases:/{/^phases:/!p}' components/small/component.yaml >components/small/packages.yaml
  sed -i '/^packages:/,/^phases:/{/^phases:/!d}' components/small/component.yaml
  run ! grep packages components/small/component.yaml
  zante deb --no-build
  diff -r before deb
}

@test "a download that was changed later does not become a source package" {
  command -v dpkg-source >/dev/null || skip "needs dpkg-dev"
  small
  mkdir small-1.0
  cp tree/hello.txt small-1.0/
  tar -czf "$TEST_DIR/small-1.0.tar.gz" small-1.0
  write_stack <<<"sources: {small: {archive: {urls: ['file://$TEST_DIR/small-1.0.tar.gz']}}}"
  zante lock
  zante build
  printf 'X' | dd of="$(echo .zante/downloads/*/small-1.0.tar.gz)" bs=1 seek=4 conv=notrunc status=none
  fails 4 "was damaged" zante deb --source-only
  [ ! -e deb/xen-small_1.0.orig.tar.gz ]
  zante deb --source-only
  cmp "$TEST_DIR/small-1.0.tar.gz" deb/xen-small_1.0.orig.tar.gz
}

@test "a patch of what the packaging is in is refused by name" {
  small
  printf '%s\n' '--- /dev/null' '+++ b/debian/thing' '@@ -0,0 +1 @@' '+x' >stacks/p.patch
  mkdir small-1.0
  cp tree/hello.txt small-1.0/
  tar -czf "$TEST_DIR/patched-1.0.tar.gz" small-1.0
  write_stack <<<"sources: {small: {archive: {urls: ['file://$TEST_DIR/patched-1.0.tar.gz']}, patches: [p.patch]}}"
  zante lock
  zante build
  fails 3 "patch 'p.patch' changes 'debian/thing'" zante deb --no-build
}

# of_patch TREE: the project of a component whose source is packed from TREE, with stacks/p.patch.
of_patch () {
  component small 'find . -type f -exec grep -H . {} + | LC_ALL=C sort >list; install -D list "$DESTDIR$datadir/small"' <<'END'
source: small
packages:
  small-data: {summary: a list, architecture: all, files: ["**"]}
END
  printf '%s\n' 'packaging: {maintainer: Ann Other <ann@example.org>, date: 2026-11-22T01:00:00Z}' >zante.yaml
  tar -czf "$TEST_DIR/of-patch-1.0.tar.gz" --transform 's|^[^/]*|small-1.0|' "$1"
  write_stack <<<"sources: {small: {archive: {urls: ['file://$TEST_DIR/of-patch-1.0.tar.gz']}, patches: [p.patch]}}"
  zante lock
}

@test "a patch whose names are quoted changes the same files in every output" {
  command -v dpkg-source >/dev/null || skip "needs dpkg-dev"
  mkdir -p tree/ünï
  echo one >tree/ünï/ä.c
  echo one >"tree/it's \"b\" .c"
  git init -q tree
  git -C tree add .
  git -C tree -c user.name=a -c user.email=a@b commit -qm one
  cp -r tree first
  rm -rf first/.git
  printf 'two\n+++ "b/no header\n' >tree/ünï/ä.c
  echo two >"tree/it's \"b\" .c"
  echo new >tree/ünï/né
  git -C tree add .
  git -C tree diff --cached >stacks/p.patch
  [ "$(grep -c '^+++ "b/' stacks/p.patch)" = 3 ]
  of_patch first
  zante build
  grep -qx './ünï/ä.c:two' dist/usr/share/small
  zante deb --source-only
  laid_out >/dev/null
  (cd laid; find . -name debian -prune -o -type f -exec grep -H . {} + | grep -v ':#' | LC_ALL=C sort) |
    diff dist/usr/share/small -
}

@test "a patch of a file that a source package cannot name is refused by name" {
  mkdir first
  printf 'one\n' >$'first/a\tb'
  printf '%s\n' '--- "a/a\tb"' '+++ "b/a\tb"' '@@ -1 +1 @@' '-one' '+two' >stacks/p.patch
  of_patch first
  zante build
  fails 3 "patch 'p.patch' changes the file \"a/a\\tb\"" zante deb --no-build
}

# A component with files whose names mean something to what packs them, each named for itself.
odd_names () {
  component odd 'mkdir -p "$DESTDIR$datadir/x" "$DESTDIR$datadir/y y"; cd "$DESTDIR$datadir/x"
touch "a b" "q\"q" "s*" "[x]" "{y,z}" "d\$d" "b\\b" "it'"'"'s" "ü" "%e" "../y y/one"' <<'END'
packages:
  odd-data: {summary: x, files: ["**"]}
END
  printf '%s\n' 'packaging: {maintainer: Ann Other <ann@example.org>, date: 2026-11-22T01:00:00Z}' >zante.yaml
  zante build
  (cd dist; find usr/share/x usr/share/y* -type f -printf '/%p\n') | sort >wanted
  [ "$(wc -l <wanted)" -eq 11 ]
}

@test "files are packed whatever they are called" {
  needs_debhelper
  odd_names
  zante deb
  dpkg-deb --fsys-tarfile deb/odd-data_*.deb | tar --quoting-style=literal -t |
    sed -n 's|^\.||; /\/[xy][^/]*\/./p' | sort | diff wanted -
}

@test "rpm: files are packed whatever they are called" {
  command -v rpmbuild >/dev/null || skip "needs rpmbuild"
  odd_names
  zante rpm
  rpm -qp --qf '[%{FILENAMES}\n]' rpm/odd-data-*.rpm | grep '/[xy][^/]*/.' | sort | diff wanted -
}
