/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the tests of src/fetch share: a project of their own, tools run in it, a web server. */
#pragma once

#include "base/workspace.h"
#include "fetch/fetch.h"

typedef struct {
  char *dir; /* removed at the end */
  ZanteWorkspace *workspace;
  ZanteRecipe *recipe; /* of the last fixture_load */
  ZanteFetchInput input;
  FILE *json; /* all events */
  GSubprocess *server;
  char *url; /* of the server, without a '/' at its end */
} Fixture;

void fixture_init (Fixture *fixture);
void fixture_clear (Fixture *fixture);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Fixture, fixture_clear)

/* Whether the programs are there; otherwise the test is skipped with the reason. */
gboolean fixture_needs (const char *const *programs);
/* A path below the fixture's folder. */
char *fixture_path (const Fixture *fixture, const char *name);
void fixture_write (const Fixture *fixture, const char *name, const char *data, gssize size);
char *fixture_read (const Fixture *fixture, const char *name);
gboolean fixture_has (const Fixture *fixture, const char *name);
/* SIZE bytes that do not repeat soon, in the file NAME. Returns their digest. */
char *fixture_noise (const Fixture *fixture, const char *name, gsize size);
/* Run sh with SCRIPT in the fixture's folder; it must succeed. Standard output. */
char *fixture_sh (const Fixture *fixture, const char *script);

/* Serve the fixture's folder. */
void fixture_serve (Fixture *fixture);
/* How many requests the server saw that contain NEEDLE. */
guint fixture_requests (const Fixture *fixture, const char *needle);

/* Write a stack whose sources are the YAML text SOURCES (two blanks deep) and load it with the lock
 * of the project, if it has one. All sources are named in `input`. */
void fixture_load (Fixture *fixture, const char *sources);
/* fixture_load, then lock, save, and load again. */
void fixture_lock (Fixture *fixture, const char *sources, gboolean update);
const ZanteSource *fixture_source (const Fixture *fixture, const char *name);
/* Unpack the source NAME into the folder "out/NAME". */
gboolean fixture_unpack (const Fixture *fixture, const char *name, GError **error);

/* Lock, fetch or unpack what `input` names; each must fail with CODE and a message that matches the
 * glob pattern PATTERN. */
void fixture_lock_fails (const Fixture *fixture, int code, const char *pattern);
void fixture_fetch_fails (const Fixture *fixture, int code, const char *pattern);
void fixture_unpack_fails (const Fixture *fixture, const char *name, int code, const char *pattern);
/* Fetch what `input` names; it must succeed. */
void fixture_fetch (const Fixture *fixture);

/* The message of ERROR matches the glob pattern PATTERN and its code is CODE. */
void fixture_assert_error (const GError *error, int code, const char *pattern);
