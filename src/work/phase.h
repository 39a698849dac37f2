/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Run one phase of one component to its end: in the sandbox or plain, below the reaper, with the
 * job pool, the log, the time limit and the search for the first error. */
#pragma once

#include "work/context.h"
#include "work/tree.h"
#include "work/watch.h"

typedef struct {
  const ZanteBuildContext *context;
  const ZanteComponent *component;
  const ZanteTree *tree;
  gboolean has_deps;
  ZanteWatch *watch;
  int log_fd;
} ZantePhaseRun;

/* The environment of the phases; g_strfreev. */
char **zante_phase_environment (const ZantePhaseRun *run);
/* The vector that runs COMMAND where phases run; COMMAND itself in plain mode. g_strfreev. */
char **zante_phase_argv (const ZantePhaseRun *run, const char *const *env, gboolean terminal,
                         const char *const *command);

/* ZANTE_ERROR_BUILD "phase build: exit status 2: FIRST ERROR (log: PATH)", or
 * G_IO_ERROR_CANCELLED when the watch was stopped. */
gboolean zante_phase_run (const ZantePhaseRun *run, ZantePhase phase, GError **error);
