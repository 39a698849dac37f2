load common

setup_file() {
  # Packages of each kind, made once by the distribution's own tools.
  PACKAGES=$TEST_DIR/packages
  export PACKAGES SOURCE_DATE_EPOCH=1700000000
  mkdir -p "$PACKAGES/deb"
  deb libxenone 1.0-1 amd64
  deb xenone-doc 1.0-1 all
  source_package
  if command -v rpmbuild > /dev/null; then rpms; fi
  unset SOURCE_DATE_EPOCH
  if command -v gpg > /dev/null; then new_key; fi
}

needs() { command -v "$1" > /dev/null || skip "needs $1"; }

# deb NAME VERSION ARCHITECTURE [TEXT]: a package of the source xenone with one file.
deb() {
  local tree=$TEST_DIR/tree
  rm -rf "$tree"
  mkdir -p "$tree/DEBIAN" "$tree/usr/share/$1"
  echo "${4-$1}" > "$tree/usr/share/$1/file"
  printf '%s\n' "Package: $1" 'Source: xenone' "Version: $2" "Architecture: $3" \
    'Maintainer: A Person <person@example.org>' 'Description: for a test' > "$tree/DEBIAN/control"
  dpkg-deb --root-owner-group --build "$tree" "$PACKAGES/deb/$1_$2_$3.deb"
}

source_package() {
  mkdir -p "$TEST_DIR/xenone-1.0/debian/source"
  cd "$TEST_DIR/xenone-1.0"
  printf '%s\n' 'Source: xenone' 'Maintainer: A Person <person@example.org>' \
    'Standards-Version: 4.6.2' '' 'Package: libxenone' 'Architecture: any' 'Description: for a test' \
    > debian/control
  printf 'xenone (1.0-1) unstable; urgency=low\n\n  * Test.\n\n -- A Person <person@example.org>  Tue, 14 Nov 2023 22:13:20 +0000\n' \
    > debian/changelog
  printf '3.0 (quilt)\n' > debian/source/format
  cd "$TEST_DIR"
  tar --exclude=debian -czf xenone_1.0.orig.tar.gz xenone-1.0
  dpkg-source --build xenone-1.0
  mv xenone_1.0* "$PACKAGES/deb"
}

rpms() {
  mkdir -p "$PACKAGES/rpm"
  cat > "$TEST_DIR/one.spec" << 'SPEC'
Name: xenone
Version: 1.0
Release: 1
Summary: for a test
License: MIT
%description
For a test.
%package doc
Summary: for a test
BuildArch: noarch
%description doc
For a test.
%install
mkdir -p %{buildroot}/usr/share/one
echo one > %{buildroot}/usr/share/one/file
echo doc > %{buildroot}/usr/share/one/doc
%files
/usr/share/one/file
%files doc
/usr/share/one/doc
SPEC
  HOME=$TEST_DIR rpmbuild --quiet -ba --target x86_64 --define "_topdir $TEST_DIR/rpmbuild" \
    --define 'use_source_date_epoch_as_buildtime 1' --define '_buildhost test' "$TEST_DIR/one.spec"
  find "$TEST_DIR/rpmbuild" -name '*.rpm' -exec mv {} "$PACKAGES/rpm" \;
}

# A key in a keyring of its own. Its agent ends with the folder.
new_key() {
  GNUPGHOME=$TEST_DIR/gnupg
  export GNUPGHOME
  mkdir "$GNUPGHOME"
  chmod 700 "$GNUPGHOME"
  gpg --batch --quiet --passphrase '' --quick-generate-key 'zante test <test@example.org>' rsa2048 sign never
}

# apt_in FOLDER OPTIONS COMMAND…: the machine's apt, knowing one repository and no package.
apt_in() {
  local state=$TEST_DIR/apt repository=$1 options=$2
  shift 2
  rm -rf "$state"
  mkdir -p "$state/lists/partial" "$state/archives/partial"
  : > "$state/status"
  printf 'deb [%s] file:%s/deb zante main\ndeb-src [%s] file:%s/deb zante main\n' \
    "$options" "$repository" "$options" "$repository" > "$state/sources.list"
  cat > "$state/apt.conf" << APT
Dir::State "$state"; Dir::State::status "$state/status"; Dir::Cache "$state";
Dir::Etc::SourceList "$state/sources.list"; Dir::Etc::SourceParts "/dev/null";
Dir::Etc::TrustedParts "/dev/null"; APT::Sandbox::User "root"; APT::Architecture "amd64";
Acquire::Languages "none";
APT
  APT_CONFIG=$state/apt.conf apt-get -qq update && APT_CONFIG=$state/apt.conf "$@"
}

@test "apt reads an unsigned repository: binary and source packages" {
  needs apt-ftparchive
  cp -r "$PACKAGES/deb" .
  zante repo "$TEST_DIR/unsigned"
  cd "$TEST_DIR/unsigned/deb"
  [ -e pool/main/x/xenone/libxenone_1.0-1_amd64.deb ]
  [ -e dists/zante/main/binary-amd64/Packages.xz ]
  [ ! -e dists/zante/InRelease ]
  run apt_in "$TEST_DIR/unsigned" trusted=yes apt-cache policy libxenone xenone-doc
  [ "$(grep -c 'Candidate: 1.0-1' <<< "$output")" -eq 2 ]
  cd "$TEST_DIR"
  apt_in "$TEST_DIR/unsigned" trusted=yes apt-get -qq download libxenone xenone-doc
  cmp libxenone_1.0-1_amd64.deb "$PACKAGES/deb/libxenone_1.0-1_amd64.deb"
  mkdir sources
  cd sources
  apt_in "$TEST_DIR/unsigned" trusted=yes apt-get -qq source --download-only xenone
  cmp xenone_1.0.orig.tar.gz "$PACKAGES/deb/xenone_1.0.orig.tar.gz"
  # What is not signed is not taken without being told to.
  run ! apt_in "$TEST_DIR/unsigned" "" apt-get -qq download libxenone
}

@test "apt and rpm believe the signed repository, and no changed one" {
  needs apt-ftparchive
  needs createrepo_c
  needs rpmsign
  zante repo --sign test@example.org --from "$PACKAGES" "$TEST_DIR/signed"
  cd "$TEST_DIR"
  apt_in "$TEST_DIR/signed" "signed-by=$TEST_DIR/signed/key.asc" apt-get -qq download libxenone
  cmp libxenone_1.0-1_amd64.deb "$PACKAGES/deb/libxenone_1.0-1_amd64.deb"
  mkdir db
  rpmkeys --dbpath "$TEST_DIR/db" --import signed/key.asc
  rpmkeys --dbpath "$TEST_DIR/db" --checksig --verbose signed/rpm/*/*.rpm | tee checks
  [ "$(grep -c 'Signature, key ID .*: OK' checks)" -ge 3 ]
  gpg --verify signed/rpm/x86_64/repodata/repomd.xml.asc signed/rpm/x86_64/repodata/repomd.xml
  sed -i 's/^Label: zante/Label: Zante/' signed/deb/dists/zante/InRelease
  run ! apt_in "$TEST_DIR/signed" "signed-by=$TEST_DIR/signed/key.asc" apt-get -qq download libxenone
}

@test "rpm packages: one folder per architecture, noarch in each, sources apart" {
  needs rpmbuild
  needs createrepo_c
  zante repo --from "$PACKAGES/rpm" "$TEST_DIR/rpms"
  cd "$TEST_DIR/rpms"
  [ "$(find . -name '*.rpm' | sort | xargs)" = "./rpm/source/xenone-1.0-1.src.rpm ./rpm/x86_64/xenone-1.0-1.x86_64.rpm ./rpm/x86_64/xenone-doc-1.0-1.noarch.rpm" ]
  zcat rpm/x86_64/repodata/*primary.xml.gz | grep 'packages="2"'
  zcat rpm/source/repodata/*primary.xml.gz | grep '<location href="xenone-1.0-1.src.rpm"'
}

@test "the same packages give the same bytes, signatures and all" {
  needs apt-ftparchive
  needs createrepo_c
  needs rpmsign
  zante repo --sign test@example.org --from "$PACKAGES" one
  sleep 1.1
  cp -r "$PACKAGES" elsewhere
  (umask 077 && zante repo --sign test@example.org --from elsewhere "other one")
  diff -r one "other one"
  diff <(cd one && find . -printf '%p %m %T@\n' | sort) <(cd "other one" && find . -printf '%p %m %T@\n' | sort)
  grep -x 'Date: Tue, 14 Nov 2023 22:13:20 +0000' one/deb/dists/zante/Release
  SOURCE_DATE_EPOCH=1600000000 zante repo --from "$PACKAGES/deb" --suite bookworm-xen old
  grep -x 'Date: Sun, 13 Sep 2020 12:26:40 +0000' old/deb/dists/bookworm-xen/Release
}

@test "of several revisions the newest is published, each in its own order, and all when asked" {
  needs apt-ftparchive
  cp -r "$PACKAGES/deb" several
  (PACKAGES=$PWD/more && mkdir -p more/deb && deb libxenone 1.0-10 amd64 && deb libxenone 1.0-9 amd64 \
    && deb libxenone 1.0~rc3-1 amd64 && deb libxenone 1.0-11 arm64 && deb xenone-doc 1.0-2 amd64)
  zante repo --from several --from more/deb out
  [ "$(find out -name '*.deb' -printf '%f\n' | sort | xargs)" = "libxenone_1.0-10_amd64.deb libxenone_1.0-11_arm64.deb xenone-doc_1.0-2_amd64.deb" ]
  [ "$(find out -name '*.dsc' | wc -l)" -eq 1 ]
  run zante repo --all --from several --from more/deb out
  [ "$(find out -name '*.deb' | wc -l)" -eq 7 ]
  [ "$(grep -c '^Package: libxenone' out/deb/dists/zante/main/binary-amd64/Packages)" -eq 4 ]
}

@test "of several source packages the newest, with its own files" {
  needs apt-ftparchive
  cp -r "$PACKAGES/deb" sources
  mkdir older
  cp "$PACKAGES"/deb/xenone_1.0.orig.tar.gz older
  cp "$PACKAGES"/deb/xenone_1.0-1.debian.tar.xz older/xenone_1.0-1~bpo.debian.tar.xz
  sed -e 's/^Version: .*/Version: 1.0-1~bpo/' -e 's/xenone_1.0-1.debian/xenone_1.0-1~bpo.debian/' \
    "$PACKAGES/deb/xenone_1.0-1.dsc" > older/xenone_1.0-1~bpo.dsc
  zante repo --from sources --from older out
  [ "$(find out -path '*/x/xenone/xenone_*' -printf '%f\n' | sort | xargs)" = "xenone_1.0-1.debian.tar.xz xenone_1.0-1.dsc xenone_1.0.orig.tar.gz" ]
  zante repo --all --from sources --from older out
  [ "$(find out -name '*bpo*' | wc -l)" -eq 2 ]
}

@test "of several revisions of an rpm the newest" {
  needs rpmbuild
  needs createrepo_c
  cp -r "$PACKAGES/rpm" several
  sed -e 's/^Release: 1/Release: 10/' "$TEST_DIR/one.spec" > ten.spec
  sed -e 's/^Release: 1/Release: 9/' "$TEST_DIR/one.spec" > nine.spec
  for spec in nine ten; do
    HOME=$TEST_DIR rpmbuild --quiet -ba --target x86_64 --define "_topdir $TEST_DIR/revisions" $spec.spec
  done
  find "$TEST_DIR/revisions" -name '*.rpm' -exec mv {} several \;
  zante repo --from several out
  [ "$(find out -name '*.rpm' -printf '%f\n' | sort | xargs)" = "xenone-1.0-10.src.rpm xenone-1.0-10.x86_64.rpm xenone-doc-1.0-10.noarch.rpm" ]
  zante repo --all --from several out
  [ "$(find out -name '*.rpm' | wc -l)" -eq 9 ]
}

@test "a .deb may be called anything" {
  needs apt-ftparchive
  mkdir odd
  cp "$PACKAGES"/deb/libxenone_1.0-1_amd64.deb "odd/my build.deb"
  cp "$PACKAGES"/deb/xenone-doc_1.0-1_all.deb odd/doc.deb
  zante repo --from odd out
  [ -e out/deb/pool/main/x/xenone/libxenone_1.0-1_amd64.deb ]
  [ "$(grep -c '^Package: ' out/deb/dists/zante/main/binary-amd64/Packages)" -eq 2 ]
}

@test "a repository is replaced as a whole, and nothing else ever" {
  needs apt-ftparchive
  zante repo --from "$PACKAGES/deb" out
  mkdir one
  cp "$PACKAGES"/deb/xenone-doc_*.deb one
  zante repo --from one out
  [ "$(cd out && find . -name '*.deb')" = ./deb/pool/main/x/xenone/xenone-doc_1.0-1_all.deb ]
  [ -z "$(find . -name '*.zante-new*')" ]
  mkdir letters
  echo dear > letters/mother
  fails 3 "it has 'mother'" zante repo --from one letters
  fails 3 "is no repository" zante repo --from one letters/mother
  [ "$(cat letters/mother)" = dear ]
}

@test "bad packages: one error, and the repository stays as it was" {
  needs apt-ftparchive
  zante repo --from "$PACKAGES/deb" out
  cp -r out before
  cp -r "$PACKAGES/deb" bad
  truncate --size=-1 bad/libxenone_1.0-1_amd64.deb
  fails 3 "libxenone_1.0-1_amd64.deb' is no whole Debian package" zante repo --from bad out
  echo nonsense > bad/libxenone_1.0-1_amd64.deb
  fails 3 "libxenone_1.0-1_amd64.deb' is no whole Debian package" zante repo --from bad out
  rm bad/libxenone_1.0-1_amd64.deb
  echo more >> bad/xenone_1.0.orig.tar.gz
  fails 4 "'xenone_1.0.orig.tar.gz' is missing beside it, or another file" zante repo --from bad out
  rm bad/xenone_1.0.orig.tar.gz
  fails 4 "'xenone_1.0.orig.tar.gz' is missing beside it, or another file" zante repo --from bad out
  rm -r bad
  mkdir bad
  (PACKAGES=$PWD/other && mkdir -p other/deb && deb libxenone 1.0-1 amd64 "another text")
  fails 3 "have one name and different contents" zante repo --from other --from "$PACKAGES/deb" out
  mkdir empty
  fails 3 "no package in" zante repo --from empty out
  diff -r out before
  [ -z "$(find . -name '*.zante-new*')" ]
}

@test "a damaged rpm" {
  needs rpmbuild
  cp -r "$PACKAGES/rpm" bad
  printf 'X' | dd of=bad/xenone-1.0-1.x86_64.rpm bs=1 seek=6000 conv=notrunc status=none
  truncate --size=-10 bad/xenone-1.0-1.x86_64.rpm
  fails 3 "xenone-1.0-1.x86_64.rpm" zante repo --from bad out
  [ ! -e out ]
}

@test "wrong usage, missing packages, keys and tools" {
  fails 2 "something is missing" zante repo
  fails 3 "run 'zante deb' or 'zante rpm' first" zante repo out
  fails 3 "no folder" zante repo --from nothing out
  fails 3 "is no name for a suite" zante repo --suite ../x --from "$PACKAGES/deb" out
  SOURCE_DATE_EPOCH=yesterday fails 3 "no number of seconds" zante repo --from "$PACKAGES/deb" out
  GNUPGHOME=$PWD fails 3 "no key 'nobody' to sign with" zante repo --sign nobody --from "$PACKAGES/deb" out
  mkdir bin
  for tool in dpkg-deb rm tar; do ln -s "$(command -v $tool)" bin; done
  PATH=$PWD/bin fails 7 "install the package 'apt-utils'" "$ZANTE" repo --from "$PACKAGES/deb" out
  [ ! -e out ]
}
