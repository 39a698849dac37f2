/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Run one phase of one component to its end: in the sandbox or plain, below the reaper, with the
 * job pool, the log, the time limit and the search for the first error. */
#pragma once

#include "work/context.h"
#include "work/worktree.h"
#include "work/stopper.h"

/* More than any compiler says, and less than fills a disk. */
#define ZANTE_LOG_LIMIT (G_GUINT64_CONSTANT (256) << 20)

typedef struct {
  const ZanteBuildContext *context;
  const ZanteComponent *component;
  ZanteWorkTree *tree;
  guint id; /* whom it runs as, see work/owner.h; zante_phase_begin says */
  gboolean has_deps;
  ZanteStopper *stopper;
  int log_fd;
} ZantePhaseRun;

/* The environment of the phases; g_strfreev. */
char **zante_phase_environment (const ZantePhaseRun *run);
/* What the reaper takes as its first argument for the descriptor STOP_FD, with a limit to processes
 * where they are counted for the build alone: as an own user, or in a namespace of users of a
 * kernel that counts by them. Owned by the caller. */
char *zante_phase_stop (const ZanteBuildContext *context, guint id, int stop_fd);
/* The vector that runs COMMAND where phases run. g_strfreev. */
char **zante_phase_argv (const ZantePhaseRun *run, const char *const *env, gboolean terminal,
                         const char *const *command);

/* Fill in whom the phases run as, and lay out what they read. Comes first. */
gboolean zante_phase_begin (ZantePhaseRun *run, GError **error);
/* Before the first phase: let it write where it has to. */
gboolean zante_phase_hand_over (const ZantePhaseRun *run, GCancellable *cancellable,
                                GError **error);

/* ZANTE_ERROR_BUILD "phase build: exit status 2: FIRST ERROR (log: PATH)", or
 * G_IO_ERROR_CANCELLED when the stopper was stopped. */
gboolean zante_phase_run (const ZantePhaseRun *run, ZantePhase phase, GError **error);
