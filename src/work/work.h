/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Run the plan: components side by side in sandboxes, one jobserver for all of them, longest path
 * first, output captured per component. Later stages come in through two callbacks: `provide` lays
 * out what a component needs, `seal` takes what it installed. */
#pragma once

#include "base/log.h"
#include "base/proc.h"
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
/* Take over the folder STAGE that NODE installed after SECONDS of work, PLAIN without a sandbox.
 * Returns the digest of the output. Called in a worker thread. */
typedef char *(*ZanteBuildSeal) (const ZanteNode *node, const char *stage, double seconds,
                                 gboolean plain, gpointer user_data, GError **error);

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

/* Programs that are no phases ---------------------------------------------------------------- */

/* Where a program runs that a project decides about but that is no phase: the tools that make
 * packages, what makes a guest's files. It has the phases' sandbox, or their lack of one. */
typedef struct _ZanteBox ZanteBox;
typedef struct {
  const char *name;         /* of what is built: decides as whom it runs where we are root */
  const char *folder;       /* absolute: all that it can write */
  const char *const *shown; /* more folders that it can read, NULL-terminated; or NULL */
  gboolean packaging;       /* what dpkg and rpm know of the system is seen too, and the shown
                               folders are copied with their owner, so they become its own */
} ZanteBoxPlace;

/* Of INPUT the workspace, the mode, the reaper and the log are used. Says aloud when there is no
 * sandbox; errors as for zante_build_run. */
ZanteBox *zante_box_new (const ZanteBuildInput *input, const ZanteBoxPlace *place, GError **error);
void zante_box_free (ZanteBox *box);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZanteBox, zante_box_free)
/* What PATH, in the folder or in one of those shown, is called inside; owned by the caller. */
char *zante_box_name (const ZanteBox *box, const char *path);
/* zante_proc_run in it. The names in PROC are those inside. */
gboolean zante_box_run (const ZanteBox *box, const ZanteProc *proc, ZanteProcResult *result,
                        GError **error);

/* Whether a build in MODE takes what was made without a sandbox: where it has none itself. */
gboolean zante_build_takes_plain (const ZanteWorkspace *workspace, ZanteSandboxMode mode);

/* Whether this machine allows the sandbox; if not, the reason in ERROR (ZANTE_ERROR_HOST). REAPER
 * as in ZanteBuildInput. */
gboolean zante_build_sandbox_works (const char *reaper, GError **error);
