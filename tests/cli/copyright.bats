#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# scripts/check-copyright over a tree that is made up here.

load common

setup() {
  command -v licensecheck >/dev/null || skip "licensecheck is not installed"
  cd "$BATS_TEST_TMPDIR" || return 1
  mkdir -p tree/lib tree/doc
  printf '/* Copyright (c) 2003-2005 Ann Other <ann@example.org>\n * SPDX-License-Identifier: GPL-2.0-only */\n' >tree/main.c
  printf '/* SPDX-License-Identifier: LGPL-2.1-only\n * Copyright (C) 2011, Example Ltd. */\n' >tree/lib/one.c
  printf '/* Nothing is said here. */\n' >tree/lib/two.c
  cat >copyright <<'END'
# A comment.
Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/

Files: *
Copyright: 2003-2005 Ann Other
License: GPL-2

Files: lib/*
Copyright: 2011 Example Limited
License: LGPL-2.1
Components: tools
END
}

check() { run "$SRCDIR/scripts/check-copyright" "$@"; }

@test "a tree with every file in a stanza" {
  check tree copyright
  [ "$status" -eq 0 ]
  [ "$output" = "3 files, 2 stanzas, 0 files outside them" ]
}

@test "a new licence and a new holder are told, and their stanza is proposed" {
  printf '/* SPDX-License-Identifier: MIT\n * Copyright (c) 2020 Bob New */\n' >tree/lib/three.c
  check --propose tree copyright
  [ "$status" -eq 1 ]
  [ "$output" = "lib/three.c: licence 'expat' is not in its stanza 'Files: lib/*'
lib/three.c: holder 'Bob New' is not in its stanza 'Files: lib/*'
4 files, 2 stanzas, 1 files outside them

Files: lib/three.c
Copyright: 2020 Bob New
License: expat" ]
}

@test "a file that no stanza has" {
  sed -i 's/^Files: \*/Files: *.c/' copyright
  echo text >tree/doc/text
  check tree copyright
  [ "$status" -eq 1 ]
  [ "${lines[0]}" = "doc/text: is in no stanza" ]
}

@test "what licensecheck only believes to see is said beside the stanza" {
  printf '/* SPDX-License-Identifier: MIT */\n' >tree/lib/three.c
  sed -i 's/^Components:.*/Seen: Expat/' copyright
  check tree copyright
  [ "$status" -eq 0 ]
}

@test "--fill adds the holders that a stanza lacks, and keeps how the others are written" {
  printf '/* SPDX-License-Identifier: LGPL-2.1-only\n * Copyright (c) 2020 Bob New */\n' >tree/lib/three.c
  check --fill tree copyright
  [ "$status" -eq 0 ]
  [[ "$output" == *"
Copyright: 2020 Bob New
           2011 Example Limited
License: LGPL-2.1"* ]]
}
