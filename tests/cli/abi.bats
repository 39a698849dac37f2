#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# zante abi over repositories and libraries that are made up here.

load common

# write FILE: standard input below the tree that is committed.
write() { mkdir -p "$(dirname "$1")" && cat > "$1"; }
version() { printf 'export XEN_VERSION       = 4\nexport XEN_SUBVERSION    = %s\n' "$1" | write xen/Makefile; }
save() { git add -A . && git commit -q -m "$1" && git tag -a -m "$1" "$1"; }

# Four layouts of Xen's tools/: 4.14 links its libraries where they are, 4.16 has libs.mk and maps in
# the folders, 4.17 names the maps; 4.18 breaks what it promised.
setup_file() {
  REPO=$TEST_DIR/repo
  export REPO GIT_CONFIG_GLOBAL=/dev/null GIT_AUTHOR_NAME='A Person' GIT_AUTHOR_EMAIL=a@example.org \
    GIT_COMMITTER_NAME='A Person' GIT_COMMITTER_EMAIL=a@example.org
  git init -q -b master "$REPO"
  cd "$REPO" || return
  version 14
  printf 'MAJOR = 4.14\nMINOR = 0\nlibxenctrl.so.$(MAJOR): a.o\n' | write tools/libxc/Makefile
  printf 'MAJOR = 3.0\nMINOR = 3\nlibxenstore.so.$(MAJOR): xs.o\n' | write tools/xenstore/Makefile
  printf 'MAJOR    = 1\nMINOR    = 2\nLIBNAME  := call\ninclude $(XEN_ROOT)/tools/libs/libs.mk\n' | write tools/libs/call/Makefile
  printf 'VERS_1.0 {\n\tglobal:\n\t\txencall_open;\n\t\txencall_close;\n\tlocal: *;\n};\n' | write tools/libs/call/libxencall.map
  save v14

  version 16
  git rm -q -r tools/libxc
  rm -f tools/xenstore/Makefile
  write tools/libs/uselibs.mk <<< 'FILENAME_util := xlutil'
  printf 'MAJOR ?= $(shell $(XEN_ROOT)/version.sh $(XEN_ROOT)/xen/Makefile)\n' | write tools/libs/libs.mk
  for name in ctrl util; do write "tools/libs/$name/Makefile" <<< 'include $(XEN_ROOT)/tools/libs/libs.mk'; done
  printf 'MAJOR = 4\nMINOR = 0\ninclude ../libs.mk\n' | write tools/libs/store/Makefile
  printf 'VERS_4.0 { global: xs_open; xs_read; local: *; };\n' | write tools/libs/store/libxenstore.map
  save v16

  version 17
  printf 'MAJOR = 1\nMINOR = 3\nversion-script := libxencall.map\ninclude ../libs.mk\n' | write tools/libs/call/Makefile
  printf 'VERS_1.1 { global: xencall_fd; } VERS_1.0;\n' >> tools/libs/call/libxencall.map
  printf 'MAJOR = 4\nMINOR = 0\nversion-script := libxenstore.map\ninclude ../libs.mk\n' | write tools/libs/store/Makefile
  save v17

  version 18
  sed -i 's/xencall_close;/xencall_late;/; s/xencall_fd/xencall_fd2/' tools/libs/call/libxencall.map
  printf 'VERS_4.0 { global: xs_open; }; VERS_4.1 { global: xs_read; };\n' | write tools/libs/store/libxenstore.map
  save v18
}

abi() { zante abi --git "$REPO" "$@"; }

@test "a release that keeps what it promised, over three layouts" {
  abi v14 v17 > out
  cat > wanted <<'TEXT'
libxencall stable: libxencall.so.1 (1.2 -> 1.3)
    added    xencall_fd@VERS_1.1
libxenctrl unstable: libxenctrl.so.4.14 -> libxenctrl.so.4.17 (4.14.0 -> 4.17.0)
libxenstore stable: libxenstore.so.3.0 -> libxenstore.so.4 (3.0.3 -> 4.0)
libxlutil unstable: new, libxlutil.so.4.17
TEXT
  diff wanted out
  abi v16 v16 > out
  run ! grep -E 'added|->|BROKEN' out
}

@test "symbols that are lost, moved or late in a stable library are an error" {
  run abi v17 v18
  [ "$status" -eq 6 ]
  cat > wanted <<'TEXT'
libxencall stable: libxencall.so.1  BROKEN
    removed  xencall_close@VERS_1.0
    removed  xencall_fd@VERS_1.1
    added    xencall_fd2@VERS_1.1
    added    xencall_late@VERS_1.0
    late     xencall_fd2@VERS_1.1
    late     xencall_late@VERS_1.0
libxenctrl unstable: libxenctrl.so.4.17 -> libxenctrl.so.4.18 (4.17.0 -> 4.18.0)
libxenstore stable: libxenstore.so.4  BROKEN
    moved    xs_read: VERS_4.0 -> VERS_4.1
libxlutil unstable: libxlutil.so.4.17 -> libxlutil.so.4.18 (4.17.0 -> 4.18.0)
zante: libxencall, libxenstore lost or changed symbols that programs use, without a new SONAME
TEXT
  diff wanted - <<< "$output"
}

@test "a stable library that is gone, and one that lost its version script" {
  git clone -q "$REPO" clone
  cd clone
  git rm -q -r tools/libs/store
  sed -i '/version-script/d; s/^/#/' tools/libs/call/Makefile
  printf 'MAJOR = 1\ninclude ../libs.mk\n' >> tools/libs/call/Makefile
  git rm -q tools/libs/call/libxencall.map
  git commit -q -a -m gone
  run zante abi v17 HEAD
  [ "$status" -eq 6 ]
  [[ "$output" == *'libxenstore stable: gone, libxenstore.so.4  BROKEN'* ]]
  [[ "$output" == *'libxencall stable: libxencall.so.1 (1.3 -> 1.0)  BROKEN'* ]]
}

@test "what an archive has to build again" {
  cat > Packages <<'TEXT'
Package: libxenstore3.0
Source: xen
Version: 4.14.6-1

Package: libxenmisc4.14
Source: xen
Version: 4.14.6-1
Depends: libxenstore3.0

Package: qemu-system-xen
Source: qemu (1:5.2-1)
Version: 1:5.2-1+b3
Depends: libc6 (>= 2.31), libxencall1 (>= 4.14), libxenmisc4.14 (>= 4.14.0)

Package: vhostmd
Version: 1.1-1
Depends: libxenstore3.0 (>= 4.14)

Package: other
Version: 1
Depends: libxencall1
TEXT
  gzip -k Packages
  abi --packages Packages v14 v17 | sed '1,/^$/d' > out
  cat > wanted <<'TEXT'
To be built again, for they depend on libxenmisc4.14 libxenstore3.0
    qemu_1:5.2-1: qemu-system-xen
    vhostmd_1.1-1: vhostmd
TEXT
  diff wanted out
  abi --packages Packages.gz v14 v17 | sed '1,/^$/d' | diff wanted -
  : > empty
  abi --packages empty --packages Packages v14 v17 | sed '1,/^$/d' | diff wanted -
  abi --packages Packages v16 v17 | sed '1,/^$/d' > out
  printf 'Nothing is to be built again\nNo package of the index has libxenctrl.so.4.16 libxlutil.so.4.16\n' | diff - out
  head -c 100 Packages.gz > half.gz
  fails 3 "cannot read the index 'half.gz'" abi --packages half.gz v14 v17
  fails 3 "none" abi --packages none v14 v17
}

@test "JSON" {
  abi --format json v16 v17 > out
  run abi --format=json --packages /dev/null v17 v18
  [ "$status" -ne 0 ]
  : > empty
  abi --format=json --packages empty v17 v18 > broken || true
  python3 - out broken <<'PYTHON'
import json, sys
kept, broken = (json.load(open(path)) for path in sys.argv[1:])
assert kept["verdict"] == "pass" and kept["old"] == "v16" and "rebuilds" not in kept
found = {one["library"]: one for one in kept["libraries"]}
assert list(found) == sorted(found)
assert found["libxencall"]["added"] == ["xencall_fd@VERS_1.1"]
assert found["libxenctrl"]["old"] == {"soname": "libxenctrl.so.4.16", "version": "4.16.0", "stable": False,
                                      "place": "tools/libs/ctrl/Makefile"}
assert broken["verdict"] == "fail" and broken["rebuilds"] == []
found = {one["library"]: one for one in broken["libraries"]}
assert found["libxenstore"]["moved"] == [{"symbol": "xs_read", "from": "VERS_4.0", "to": "VERS_4.1"}]
assert found["libxenstore"]["broken"] and not found["libxenctrl"]["broken"]
PYTHON
}

# library FILE SONAME MAP: SONAME may be empty.
library() {
  mkdir -p "$(dirname "$1")"
  printf 'int a_open, a_read, a_new;\n' > a.c
  printf '%s\n' "$3" > a.map
  gcc -shared -fPIC ${2:+-Wl,-soname,$2} -Wl,--version-script=a.map -o "$1" a.c
}

@test "built trees are read from their ELF files, and compared with releases too" {
  command -v gcc > /dev/null || skip "needs gcc"
  library old/usr/lib/liba.so.1.0 liba.so.1 'V_1 { global: a_open; a_read; local: *; };'
  library old/usr/lib/xen-4.17/lib/libxenctrl.so.4.17.0 '' 'libxenctrl_4.17.0 { global: *; };'
  ln -s liba.so.1.0 old/usr/lib/liba.so.1
  echo 'INPUT(liba.so.1)' > old/usr/lib/liba.so
  library new/usr/lib/liba.so.1.1 liba.so.1 'V_1 { global: a_open; local: *; }; V_2 { global: a_new; } V_1;'
  library new/usr/lib/libxenctrl.so.4.20.0 libxenctrl.so.4.20 'libxenctrl_4.20.0 { global: a_open; local: *; };'
  run zante abi old new
  [ "$status" -eq 6 ]
  cat > wanted <<'TEXT'
liba stable: liba.so.1 (1.0 -> 1.1)  BROKEN
    removed  a_read@V_1
    added    a_new@V_2
libxenctrl unstable: no SONAME -> libxenctrl.so.4.20 (4.17.0 -> 4.20.0)
    removed  a_new
    removed  a_read
zante: liba lost or changed symbols that programs use, without a new SONAME
TEXT
  diff wanted - <<< "$output"
  library new/usr/lib/liba.so.2.0 liba.so.2 'V_1 { global: a_open; local: *; };'
  fails 3 "there are two different 'liba', 'usr/lib/liba.so.1.1' and 'usr/lib/liba.so.2.0'" zante abi old new
  rm new/usr/lib/liba.so.1.1
  zante abi old new > out
  grep -q '^liba stable: liba.so.1 -> liba.so.2 (1.0 -> 2.0)$' out
  library call/libxencall.so.1.3 libxencall.so.1 'VERS_1.0 { global: a_open; local: *; };'
  run abi v17 call
  [ "$status" -eq 6 ]
  [[ "$output" == *'    removed  xencall_fd@VERS_1.1'* ]]
}

@test "a stack stands for what its lock pins" {
  write_stack <<< 'sources: {xen: {git: {url: "https://example.org/xen.git", tag: v17}}}'
  cat > zante.lock <<TEXT
lock: 1
sources:
  xen:
    kind: git
    url: https://example.org/xen.git
    ref: refs/tags/v17
    commit: $(git -C "$REPO" rev-parse 'v17^{commit}')
TEXT
  abi v16 test | diff <(abi v16 v17) -
  sed -i "s/commit: .*/commit: $(printf '%040d' 7)/" zante.lock
  fails 3 "the stack 'test' pins the commit 000000000000, which the repository does not have" abi v16 test
  rm zante.lock
  fails 3 "the stack 'test' pins no commit of Xen" abi v16 test
}

@test "bad input is one error" {
  fails 3 "'v3' is no folder, no commit of the repository (--git) and no stack" abi v16 v3
  fails 3 "'--all' is no folder" abi -- v16 --all
  fails 3 "no library is in 'stacks'" abi v16 stacks
  fails 3 "'v16' is no folder: '/' is no git repository" zante abi --git / v16 v17
  fails 2 "something is missing" abi v16
  fails 2 "--format takes text or json" abi --format xml v16 v17
  git clone -q "$REPO" clone
  cd clone
  sed -i 's/MAJOR = .*/MAJOR = $(NUMBER)/' tools/libs/call/Makefile
  git commit -q -a -m make
  fails 3 "tools/libs/call/Makefile: MAJOR is '\$(NUMBER)', which only make can read" zante abi v17 HEAD
  git checkout -q v17
  sed -i 's/libxencall.map/none.map/' tools/libs/call/Makefile
  git commit -q -a -m map
  fails 3 "tools/libs/call/Makefile: the version script 'none.map' is not there" zante abi v17 HEAD
  git checkout -q v17
  echo 'VERS_2 {' >> tools/libs/call/libxencall.map
  git commit -q -a -m script
  fails 3 "tools/libs/call/libxencall.map:9: no version script: a version does not end with '}'" zante abi v17 HEAD
  git rm -q xen/Makefile
  git commit -q -m version
  fails 3 "it is none of Xen: its xen/Makefile tells no version" zante abi v17 HEAD
}
