load common

two_components() {
  component one 'mkdir -p "$DESTDIR/usr/bin"; printf "#!/bin/sh\n" > "$DESTDIR/usr/bin/one"; chmod 755 "$DESTDIR/usr/bin/one"; ln -s one "$DESTDIR/usr/bin/uno"' <<< ''
  component two 'mkdir -p "$DESTDIR/usr/share"; echo two > "$DESTDIR/usr/share/two"' <<< ''
}

@test "tarballs of each component and of the whole, with checksums and a manifest" {
  two_components
  zante tarball
  cd tarballs
  sha256sum --check --strict SHA256SUMS
  [ "$(find . -name '*.tar.zst' | wc -l)" -eq 3 ]
  python3 - <<'PYTHON'
import json
manifest = json.load(open("manifest.json"))
one = [c for c in manifest["components"] if c["component"] == "one"][0]
files = {f["path"]: f for f in one["files"]}
assert one["licence"] == "MIT"
assert files["usr/bin/one"]["mode"] == "0755", files
assert files["usr/bin/uno"]["target"] == "one"
PYTHON
}

@test "another project in another folder gives the same bytes" {
  two_components
  zante tarball
  cp -r components stacks defaults.yaml "$TEST_DIR"
  mkdir "$TEST_DIR/other"
  mv "$TEST_DIR/components" "$TEST_DIR/stacks" "$TEST_DIR/defaults.yaml" "$TEST_DIR/other"
  (umask 077; ZANTE_DEFAULTS=$TEST_DIR/other/defaults.yaml zante -C "$TEST_DIR/other" tarball)
  diff -r tarballs "$TEST_DIR/other/tarballs"
}

@test "a damaged object is built again for its tarball" {
  two_components
  zante tarball
  cp tarballs/SHA256SUMS before
  for object in .zante/store/objects/*; do
    printf X | dd of="$object" bs=1 seek=20 conv=notrunc status=none
  done
  run zante tarball
  [ "$status" -eq 0 ]
  [[ "$output" == *"building '"*"' again"* ]]
  diff before tarballs/SHA256SUMS
}

@test "SOURCE_DATE_EPOCH is the time of everything that is packed" {
  two_components
  SOURCE_DATE_EPOCH=1000000000 zante tarball
  tar --utc --full-time -tvf tarballs/zante-test-*.tar.zst > listing
  [ "$(wc -l < listing)" -eq 6 ]
  run ! grep -v ' 2001-09-09 01:46:40 ' listing
  grep -F '"epoch" : 1000000000' tarballs/manifest.json
}

@test "xz and gzip hold the same files as zstd" {
  two_components
  zante tarball
  for format in xz gz; do
    zante tarball --format=$format --output "$format dir"
    diff <(tar -tvf tarballs/one-*.tar.zst) <(tar -tvf "$format dir"/one-*.tar.$format)
  done
}

@test "a format that is not there is a usage error" {
  fails 2 "zst, xz or gz" zante tarball --format=rar
}

@test "point releases of one series have names of their own" {
  mkdir -p tree-4.17.1
  echo one > tree-4.17.1/file
  tar -czf "$TEST_DIR/tree-4.17.1.tar.gz" tree-4.17.1
  cp "$TEST_DIR/tree-4.17.1.tar.gz" "$TEST_DIR/tree-4.17.2.tar.gz"
  component one 'mkdir -p "$DESTDIR/usr"; cp "$srcdir/file" "$DESTDIR/usr/"' <<< 'source: xen'
  component two 'mkdir -p "$DESTDIR/usr"; echo two > "$DESTDIR/usr/two"' <<< ''
  for version in 4.17.1 4.17.2; do
    write_stack <<< "sources: {xen: {archive: {urls: ['file://$TEST_DIR/tree-$version.tar.gz']}}}"
    zante lock
    zante tarball -o "out-$version"
    [ -e "out-$version/one-$version.tar.zst" ]
    [ -e "out-$version/two-4.17.tar.zst" ]
    [ -e "out-$version/zante-test-$version.tar.zst" ]
  done
}
