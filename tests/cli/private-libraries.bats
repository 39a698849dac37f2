#!/usr/bin/env bats
# shellcheck disable=SC2046,SC2086 # the words that are split here are our own
# SPDX-License-Identifier: GPL-2.0-or-later
# packaging/common/private-libraries, on made-up ELF files of every class and
# byte order, and on what this machine's compiler makes.

PRIVATE=/usr/lib/xen-9.9/lib

setup () {
  tool=$SRCDIR/packaging/common/private-libraries
  stage=$(mktemp -d "$TEST_DIR/stage.XXXXXX")
  mkdir -p "$stage$PRIVATE/pkgconfig" "$stage$PRIVATE/plugins" "$stage/usr/bin" "$stage/usr/lib"
}

elf () {
  python3 "$SRCDIR/tests/cli/make-elf" "$@"
}

# The dynamic entries of a file in one line: "NEEDED=libc.so.6 RUNPATH=…".
facts () {
  readelf -dW "$1" | sed -n 's/.*(\(NEEDED\|SONAME\|RPATH\|RUNPATH\)).*\[\(.*\)\]/\1=\2/p; s/.*(\(FLAGS\)).*/\1/p' | tr '\n' ' '
}

edits () {
  elf $1 $2 "$stage$PRIVATE/liba.so.9.9" soname=liba.so.9.9 needed=libc.so.6 runpath=$PRIVATE
  elf $1 $2 "$stage$PRIVATE/libb.so.9.9" soname=libb.so.9.9 needed=liba.so.9.9 runpath=$PRIVATE
  elf $1 $2 "$stage/usr/lib/libs.so.1" soname=libs.so.1 needed=libc.so.6 runpath=$PRIVATE
  elf $1 $2 "$stage/usr/bin/direct" needed=libs.so.1 needed=libb.so.9.9 runpath=$PRIVATE
  elf $1 $2 "$stage/usr/bin/indirect" needed=libs.so.1 runpath=$PRIVATE
  elf $1 $2 "$stage/usr/bin/old" needed=liba.so.9.9 rpath=$PRIVATE
  elf $1 $2 "$stage/usr/bin/own" needed=libs.so.1 runpath=/opt/lib
  elf $1 $2 "$stage$PRIVATE/plugins/p.so" soname=p.so needed=libc.so.6
  sizes=$(find "$stage" -type f -printf '%s %p\n' | sort)

  run "$tool" "$stage" $PRIVATE
  [ "$status" -eq 0 ]
  [ "$output" = "usr/bin/indirect: removed RUNPATH
usr/bin/old: changed RPATH to RUNPATH
usr/lib/libs.so.1: removed RUNPATH
usr/lib/xen-9.9/lib/liba.so.9.9: removed SONAME liba.so.9.9
usr/lib/xen-9.9/lib/liba.so.9.9: removed RUNPATH
usr/lib/xen-9.9/lib/libb.so.9.9: removed SONAME libb.so.9.9" ]

  [ "$(facts "$stage$PRIVATE/liba.so.9.9")" = "NEEDED=libc.so.6 FLAGS " ]
  [ "$(facts "$stage$PRIVATE/libb.so.9.9")" = "NEEDED=liba.so.9.9 RUNPATH=$PRIVATE FLAGS " ]
  [ "$(facts "$stage/usr/lib/libs.so.1")" = "SONAME=libs.so.1 NEEDED=libc.so.6 FLAGS " ]
  [ "$(facts "$stage/usr/bin/direct")" = "NEEDED=libs.so.1 NEEDED=libb.so.9.9 RUNPATH=$PRIVATE FLAGS " ]
  [ "$(facts "$stage/usr/bin/indirect")" = "NEEDED=libs.so.1 FLAGS " ]
  [ "$(facts "$stage/usr/bin/old")" = "NEEDED=liba.so.9.9 RUNPATH=$PRIVATE FLAGS " ]
  [ "$(facts "$stage/usr/bin/own")" = "NEEDED=libs.so.1 RUNPATH=/opt/lib FLAGS " ]
  [ "$(facts "$stage$PRIVATE/plugins/p.so")" = "SONAME=p.so NEEDED=libc.so.6 FLAGS " ]
  [ "$(find "$stage" -type f -printf '%s %p\n' | sort)" = "$sizes" ]
}

@test "64-bit little-endian" { edits 64 little; }
@test "64-bit big-endian" { edits 64 big; }
@test "32-bit little-endian" { edits 32 little; }
@test "32-bit big-endian" { edits 32 big; }

@test "a second run changes nothing and says nothing" {
  edits 64 little
  before=$(cd "$stage" && find . -type f -exec sha256sum {} + | sort)
  run "$tool" "$stage" $PRIVATE
  [ "$status" -eq 0 ]
  [ -z "$output" ]
  [ "$(cd "$stage" && find . -type f -exec sha256sum {} + | sort)" = "$before" ]
}

@test "a program without a search path for what it needs is an error" {
  elf 64 little "$stage$PRIVATE/liba.so.9.9" soname=liba.so.9.9
  elf 64 little "$stage/usr/bin/lost" needed=liba.so.9.9
  run "$tool" "$stage" $PRIVATE
  [ "$status" -eq 1 ]
  [[ "$output" == *"usr/bin/lost: needs liba.so.9.9, but has no search path: link with LD_RUN_PATH=$PRIVATE"* ]]
}

@test "a truncated file is an error" {
  elf 64 little "$stage$PRIVATE/liba.so.9.9" soname=liba.so.9.9
  truncate -s 100 "$stage$PRIVATE/liba.so.9.9"
  run "$tool" "$stage" $PRIVATE
  [ "$status" -eq 1 ]
  [[ "$output" == *"liba.so.9.9: truncated ELF file"* ]]
}

@test "nothing is written through a symbolic link" {
  elf 64 little "$TEST_DIR/outside" soname=liba.so.9.9 runpath=$PRIVATE
  before=$(sha256sum < "$TEST_DIR/outside")
  ln -s "$TEST_DIR/outside" "$stage$PRIVATE/liba.so.9.9"
  ln -s "$TEST_DIR/outside" "$stage/usr/bin/program"
  run "$tool" "$stage" $PRIVATE
  [ "$status" -eq 0 ]
  [ -z "$output" ]
  [ "$(sha256sum < "$TEST_DIR/outside")" = "$before" ]
}

@test "files that are not ELF, archives and static programs stay" {
  elf 64 little "$stage$PRIVATE/liba.so.9.9"
  printf '#!/bin/sh\n' > "$stage/usr/bin/script"
  printf '!<arch>\n' > "$stage$PRIVATE/liba.a"
  printf '\177ELF' > "$stage/usr/bin/stub"
  run "$tool" "$stage" $PRIVATE
  [ "$status" -eq 0 ]
  [ -z "$output" ]
}

@test ".pc files name the file and the search path" {
  elf 64 little "$stage$PRIVATE/liba.so.9.9.0"
  ln -s liba.so.9.9.0 "$stage$PRIVATE/liba.so.9.9"
  ln -s liba.so.9.9 "$stage$PRIVATE/liba.so"
  mkdir "$stage/usr/lib/pkgconfig"
  printf 'Libs: -L${libdir} -la -lz\nLibs.private: -la\nRequires.private: b\n' > "$stage$PRIVATE/pkgconfig/a.pc"
  printf 'Libs: -L${libdir} -la\n' > "$stage/usr/lib/pkgconfig/stable.pc"
  run "$tool" "$stage" $PRIVATE
  [ "$status" -eq 0 ]
  [ "$(cat "$stage$PRIVATE/pkgconfig/a.pc")" = 'Libs: -L${libdir} -l:liba.so.9.9 -lz -Wl,-rpath,${libdir}
Libs.private: -l:liba.so.9.9 -Wl,-rpath,${libdir}
Requires.private: b' ]
  [ "$(cat "$stage/usr/lib/pkgconfig/stable.pc")" = 'Libs: -L${libdir} -la' ]
  run "$tool" "$stage" $PRIVATE
  [ -z "$output" ]
}

@test "a program links with the edited libraries through pkg-config, and starts" {
  command -v gcc > /dev/null && command -v pkg-config > /dev/null || skip "needs gcc and pkg-config"
  private=$stage/opt/lib
  mkdir -p "$private/pkgconfig"
  cd "$stage"
  echo 'int a (void) { return 42; }' > a.c
  echo 'int a (void); int b (void) { return a (); }' > b.c
  echo 'int b (void); int main (void) { return b (); }' > main.c
  echo 'V_1 { global: *; };' > map
  LD_RUN_PATH=$private gcc -shared -fPIC -Wl,-soname,liba.so.1 -Wl,--version-script=map -o "$private/liba.so.1" a.c
  LD_RUN_PATH=$private gcc -shared -fPIC -Wl,-soname,libb.so.1 -Wl,--version-script=map -o "$private/libb.so.1" b.c "$private/liba.so.1"
  ln -s liba.so.1 "$private/liba.so"
  ln -s libb.so.1 "$private/libb.so"
  printf 'libdir=%s\nName: a\nDescription: a\nVersion: 1\nLibs: -L${libdir} -la\n' "$private" > "$private/pkgconfig/a.pc"
  printf 'libdir=%s\nName: b\nDescription: b\nVersion: 1\nRequires.private: a\nLibs: -L${libdir} -lb\n' "$private" > "$private/pkgconfig/b.pc"

  # Below another root for the edit, then back to where RUNPATH says they are.
  root=$(mktemp -d "$TEST_DIR/root.XXXXXX")
  mkdir -p "$root$(dirname "$private")"
  mv "$private" "$root$private"
  run "$tool" "$root" "$private"
  [ "$status" -eq 0 ]
  mv "$root$private" "$private"
  [[ "$(facts "$private/libb.so.1")" == "NEEDED=liba.so.1 "*"RUNPATH=$private "* ]]

  PKG_CONFIG_PATH=$private/pkgconfig gcc -o main main.c $(PKG_CONFIG_PATH=$private/pkgconfig pkg-config --libs b)
  [[ "$(facts main)" == *"NEEDED=libb.so.1 "* ]]
  run ./main
  [ "$status" -eq 42 ]
}
