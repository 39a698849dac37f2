/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The store that machines share, as the recipe or the command line names it, and what a pipeline
 * does with it. */
#pragma once

#include "raise/pipeline.h"
#include "share/share.h"

/* As in ZanteShareInput. */
typedef struct {
  gboolean push, takes_plain, afresh, offline;
} ZanteShareChoice;
/* The shared store of RAISE, whose recipe has been read; NULL without an ERROR when there is none.
 */
ZanteShare *zante_raise_share (ZanteRaise *raise, const ZanteShareChoice *choice, GError **error);
/* Whether RECIPE says that KEY, a public one, is trusted. */
gboolean zante_raise_lists (const ZanteRecipe *recipe, const char *key);
/* Whether KEY is trusted now: it is listed, or one's own. */
gboolean zante_raise_trusts (const ZanteRecipe *recipe, const char *key);
/* The pipeline's own, while it runs: open it, if there is one to open; and let it go, after what
 * was built is pushed. What fails on the way there is a warning. */
gboolean zante_pipeline_share (ZantePipeline *pipeline, GError **error);
void zante_pipeline_unshare (ZantePipeline *pipeline);

/* Take what SHARE has of the components that PIPELINE would build, and plan again. What is only
 * known by its needs is asked for once they are there, until nothing new comes. */
gboolean zante_pipeline_pull (ZantePipeline *pipeline, ZanteShare *share, GError **error);
/* The output of KEY, a node's own, from the pipeline's share: what only a build that runs finds
 * out. */
char *zante_pipeline_pull_one (ZantePipeline *pipeline, const char *key);

typedef struct {
  guint pushed, there, foreign, failed;
} ZantePushed;
/* Push every finished component of PIPELINE that was built here; with NEWS only what is not known
 * to have been pushed before. */
ZantePushed zante_pipeline_push (const ZantePipeline *pipeline, ZanteShare *share, gboolean news);
