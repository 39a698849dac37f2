/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Run the plan: components side by side in sandboxes, one jobserver for all of them, longest path
 * first, output captured per component. Later stages come in through two callbacks: `provide` lays
 * out what a component needs, `seal` takes what it installed. */
#pragma once

#include "base/log.h"
#include "base/workspace.h"
#include "fetch/fetch.h"
#include "plan/plan.h"
#include <gio/gio.h>

typedef enum {
  ZANTE_SANDBOX_AUTO, /* bubblewrap where the machine allows it, else plain, said aloud */
  ZANTE_SANDBOX_BWRAP,
  ZANTE_SANDBOX_PLAIN,
} ZanteSandboxMode;

/* Fill the folder DEPS with the union of the outputs of NODE's needs (transitively). */
typedef gboolean (*ZanteBuildProvide) (const ZanteNode *node, const char *deps, gpointer user_data,
                                       GError **error);
/* Take over the folder STAGE that NODE installed after SECONDS of work. Returns the digest of the
 * output. Called in a worker thread. */
typedef char *(*ZanteBuildSeal) (const ZanteNode *node, const char *stage, double seconds,
                                 gpointer user_data, GError **error);

typedef struct {
  const ZanteWorkspace *workspace;
  const ZanteRecipe *recipe;
  ZantePlan *plan; /* is carried to its end */
  const ZanteFetchInput *fetch;
  const char *tools;  /* folder with zante's phase helpers (private-libraries) */
  const char *reaper; /* the program zante-reaper; NULL: beside our own, or where it is installed */
  guint jobs;         /* 0: the processors of this process's affinity */
  gboolean keep_going;
  gboolean check;
  gboolean keep_trees; /* keep the build trees of what succeeded, for a look */
  ZanteSandboxMode sandbox;
  ZanteBuildProvide provide;
  ZanteBuildSeal seal;
  gpointer user_data;
  ZanteLog *log;
  GCancellable *cancellable;
} ZanteBuildInput;

/* Every node DONE: TRUE. Otherwise the first failure: ZANTE_ERROR_BUILD "component 'tools': phase
 * build: exit status 2: FIRST REAL ERROR (log: PATH)". The tree of a failed component stays and the
 * next run resumes in it. */
gboolean zante_build_run (const ZanteBuildInput *input, GError **error);

/* An interactive shell in the sandbox of COMPONENT; its exit status in STATUS. */
gboolean zante_build_shell (const ZanteBuildInput *input, const ZanteComponent *component,
                            int *status, GError **error);

/* The whole build as one POSIX shell script (fetch, unpack, phases, private libraries, dist) that
 * needs no zante and gives the same files. Owned by the caller. */
char *zante_build_script (const ZanteBuildInput *input, GError **error);

/* Whether this machine allows the sandbox; if not, the reason in ERROR (ZANTE_ERROR_HOST). */
gboolean zante_build_sandbox_works (GError **error);
