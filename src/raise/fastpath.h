/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The fast path of a build: when nothing that it stands on changed since the last one, nothing is
 * read and planned again. What "nothing changed" means is told in plan/plan.h. */
#pragma once

#include "raise/pipeline.h"

/* What COMMAND with OPTIONS is, for the memo. Owned by the caller. */
char *zante_fastpath_identity (const ZanteRaise *raise, const char *command,
                               const ZantePipelineOptions *options);
/* Whether that build has nothing to do. A build of some components only is never remembered. */
gboolean zante_fastpath_holds (const ZanteRaise *raise, const ZantePipelineOptions *options,
                               const char *identity);
/* Run PIPELINE and remember it. STARTED: g_get_real_time () from before the recipe was read. */
gboolean zante_fastpath_run (ZantePipeline *pipeline, const char *identity, gint64 started,
                             GError **error);

/* What zante_fastpath_remember was given for IDENTITY, if nothing changed since; else NULL. Owned
 * by the caller. */
char *zante_fastpath_recall (const ZanteRaise *raise, const char *identity);
/* Remember what was told about the plan of PIPELINE, if it has nothing to do. */
void zante_fastpath_remember (ZantePipeline *pipeline, const char *identity, gint64 started,
                              const char *text);
