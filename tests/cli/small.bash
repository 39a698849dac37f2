# The project of the tests of zante deb and zante rpm.

# A component with a source of its own: the source package xen-small.
small () {
  mkdir -p tree
  echo hello >tree/hello.txt
  echo free >tree/COPYING
  write_stack <<<'sources: {small: {local: {path: ../tree}}}'
  component small 'mkdir -p "$DESTDIR$datadir/small"; cp hello.txt "$DESTDIR$datadir/small/"' <<END
description: Says hello.
homepage: https://example.org/
source: small
$1
packages:
  small-data:
    fedora: small-files
    summary: a greeting
    architecture: all
    files: [\$datadir/**]
END
  printf '%s\n' 'packaging:' '  maintainer: Ann Other <ann@example.org>' '  date: 2026-11-22T01:00:00Z' \
    >zante.yaml
}
