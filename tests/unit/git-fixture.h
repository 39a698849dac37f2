/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the tests of git sources share: a repository "up stream" beside the project. */
#pragma once

#include "fetch-fixture.h"

/* Shell that goes into the repository, which it makes if there is none. "commit TEXT" commits the
 * file "a file" with that text, and whatever else changed. */
#define GIT_UPSTREAM                                                                               \
  "export GIT_CONFIG_GLOBAL=/dev/null GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a@x\n"                    \
  "export GIT_COMMITTER_NAME=a GIT_COMMITTER_EMAIL=a@x GIT_AUTHOR_DATE='@1600000000 +0000'\n"      \
  "export GIT_COMMITTER_DATE='@1600000000 +0000'\n"                                                \
  "[ -d 'up stream' ] || git init -q -b main 'up stream'\n"                                        \
  "cd 'up stream'\n"                                                                               \
  "commit () { echo \"$1\" > 'a file'; git add .; git commit -q -m \"$1\"; }\n"

/* A project beside a repository with the commit "one", and the tags v1 and, lightweight, w1. */
void git_fixture_init (Fixture *fixture);
/* The source "src" of that repository; WHAT says what of it, such as "tag: v1". Owned by the
 * caller. */
char *git_fixture_yaml (const Fixture *fixture, const char *what);
/* Unpack "src": it is a tree without .git in which "a file" has the line EXPECTED. */
void git_fixture_assert (const Fixture *fixture, const char *expected);
