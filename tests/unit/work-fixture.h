/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A project in a temporary folder with components made in memory, built for real. Its store is a
 * folder of stages, so that the tests of the build need no later stage. */
#pragma once

#include "work/work.h"

typedef struct {
  char *dir;
  ZanteWorkspace *workspace;
  ZanteRecipe recipe;
  ZanteFetchInput fetch;
  ZantePlan *plan;
  ZanteBuildInput input;
  GPtrArray *garbage; /* what the components are made of */
  FILE *json;         /* the events */
  char *tools;
} BuildFixture;

void build_fixture_setup (BuildFixture *fixture, gconstpointer data);
void build_fixture_teardown (BuildFixture *fixture, gconstpointer data);

/* A component without phases; NEEDS is a comma-separated list or NULL. */
ZanteComponent *build_fixture_add (BuildFixture *fixture, const char *name, const char *needs);
void build_fixture_phase (BuildFixture *fixture, ZanteComponent *component, ZantePhase phase,
                          const char *text);
/* Give COMPONENT a developer's own tree: a new folder, returned, owned by the fixture. */
const char *build_fixture_local (BuildFixture *fixture, ZanteComponent *component);
/* Plan what was added and build it. */
gboolean build_fixture_run (BuildFixture *fixture, GError **error);
/* What COMPONENT installed as the file PATH, "" when there is none; owned by the caller. */
char *build_fixture_output (BuildFixture *fixture, const char *component, const char *path);
/* Everything in the log of COMPONENT. */
char *build_fixture_log (BuildFixture *fixture, const char *component);
/* All events so far, one JSON line each. */
char *build_fixture_events (BuildFixture *fixture);
/* FALSE, and the test is skipped with the reason, where there is no sandbox. */
gboolean build_fixture_needs_sandbox (void);
/* How many processes have MARK as an argument or in their environment; waits until none, at most
 * SECONDS. */
guint build_fixture_survivors (const char *mark, guint seconds);
