/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The stages in a row: plan, fetch, build, stage. The only place where they are tied together, so
 * that no stage has to know a later one. */
#pragma once

#include "raise/context.h"
#include "plan/plan.h"
#include "share/share.h"
#include "stage/stage.h"
#include "work/work.h"

typedef struct {
  const char *const *roots; /* NULL: every component that is built */
  const char *const *force;
  guint jobs;
  gboolean keep_going, check, offline;
  const char *bundle;
  ZanteSandboxMode sandbox;
} ZantePipelineOptions;

typedef struct {
  ZanteRaise *raise; /* borrowed */
  ZantePipelineOptions options;
  ZanteRecipe *recipe; /* borrowed */
  ZantePlan *plan;
  ZanteFetchInput fetch;
  ZanteToolchain *toolchain;
  GHashTable *sources;   /* source → identity */
  GHashTable *durations; /* component → double* seconds */
  GHashTable *adopted;   /* component with a local source → folder of its output */
  char *tools;
  int takes_plain;   /* outputs made without a sandbox: 0 not yet known, 1 yes, -1 no */
  ZanteShare *share; /* what machines share, while the pipeline runs; or NULL */
  gboolean building; /* what the plan finds out now is asked of SHARE, too */
  char *damaged;     /* atomic: component whose object a build found damaged, or NULL */
} ZantePipeline;

/* The recipe read and planned. */
ZantePipeline *zante_pipeline_new (ZanteRaise *raise, const ZantePipelineOptions *options,
                                   GError **error);
void zante_pipeline_free (ZantePipeline *pipeline);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZantePipeline, zante_pipeline_free)

/* Whether everything is built already. */
gboolean zante_pipeline_is_done (const ZantePipeline *pipeline);
/* Fetch what will be built, build it, and make dist/; what the shared store has is taken from
 * there, and what was built is pushed, when the recipe says so. A damaged object of the store is
 * rebuilt. */
gboolean zante_pipeline_run (ZantePipeline *pipeline, GError **error);
/* Plan again, with what the store has now. */
gboolean zante_pipeline_replan (ZantePipeline *pipeline, GError **error);
/* Whether outputs that were made without a sandbox are taken here. */
gboolean zante_pipeline_takes_plain (ZantePipeline *pipeline);
/* After a failure for the reason WHY: whether it is worth another try, because the object of
 * DAMAGED (NULL: nothing was) was dropped from the store and can be built again. Says so. REPAIRS:
 * how often there was one. */
gboolean zante_pipeline_can_repair (const ZanteRaise *raise, const char *damaged, const GError *why,
                                    int repairs);
/* Every file and folder that the plan stands on, see zante_plan_inputs. */
GPtrArray *zante_pipeline_inputs (ZantePipeline *pipeline);
/* What zante_build_run, _shell and _script take. Borrows from PIPELINE. */
ZanteBuildInput zante_pipeline_build_input (ZantePipeline *pipeline);
/* The keys that the plan knows, of char*, borrowed, NULL-terminated; the caller frees the array. */
GPtrArray *zante_pipeline_keys (const ZantePipeline *pipeline);
/* The outputs of the finished plan, of ZanteStaged; elements borrow from PIPELINE. */
GArray *zante_pipeline_staged (const ZantePipeline *pipeline);
