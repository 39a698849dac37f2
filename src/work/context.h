/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the components of one run share: how much this machine allows (sandbox, overlay, job pool),
 * found out by trying, once. Nothing in it changes while they run. */
#pragma once

#include "work/jobserver.h"
#include "work/work.h"

typedef struct {
  const ZanteBuildInput *input;
  ZanteJobserver *jobserver; /* NULL: no pool (a shell) */
  GPtrArray *roots;          /* of ZanteSandboxRoot* */
  char *reaper;              /* the program zante-reaper, and */
  char *tools;         /* the folder of the phases' helpers (NULL: none), as builds read them */
  char *confine;       /* the program zante-confine */
  gboolean plain;      /* no sandbox */
  gboolean overlay;    /* dependencies can be laid over /usr */
  gboolean hide_local; /* /usr/local exists */
  guint jobs;
} ZanteBuildContext;

/* Find out; says aloud when there is no sandbox. ZANTE_ERROR_HOST when INPUT insists on one, or a
 * phase helper is missing. The job pool is left to the caller. */
gboolean zante_build_context_init (ZanteBuildContext *context, const ZanteBuildInput *input,
                                   GError **error);
void zante_build_context_clear (ZanteBuildContext *context);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ZanteBuildContext, zante_build_context_clear)
