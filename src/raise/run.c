/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "raise/pipeline.h"

#include "base/error.h"
#include "base/fs.h"
#include "base/strings.h"
#include "raise/lacks.h"
#include "raise/outputs.h"
#include "raise/sharing.h"

enum { MAX_REPAIRS = 3 };

/* The plan ----------------------------------------------------------------------------------- */

static GHashTable *
last_durations (const ZantePipeline *pipeline)
{
  GHashTable *durations = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  for (guint i = 0; i < pipeline->recipe->components->len; i++)
    {
      const ZanteComponent *component = pipeline->recipe->components->pdata[i];
      g_autoptr (ZanteRecord) record
          = zante_store_last (pipeline->raise->workspace, component->name);
      if (record != NULL)
        g_hash_table_insert (durations, g_strdup (component->name),
                             g_memdup2 (&record->seconds, sizeof record->seconds));
    }
  return durations;
}

static void
add_wanted (const ZanteRecipe *recipe, GHashTable *wanted, const char *name)
{
  const ZanteComponent *component = zante_recipe_find (recipe, name, NULL);
  if (component == NULL || !g_hash_table_add (wanted, component->name))
    return;
  for (char **need = component->needs; need != NULL && *need != NULL; need++)
    add_wanted (recipe, wanted, *need);
}

/* The components that are asked for and what they need: a set of names; NULL: all. */
static GHashTable *
wanted_components (const ZantePipeline *pipeline)
{
  const char *const *root = pipeline->options.roots;
  if (root == NULL)
    return NULL;
  GHashTable *wanted = g_hash_table_new (g_str_hash, g_str_equal);
  for (; *root != NULL; root++)
    add_wanted (pipeline->recipe, wanted, *root);
  return wanted;
}

/* Of a source that is not needed now, nothing is demanded: without an identity its components count
 * as not built. */
static GHashTable *
source_identities (const ZantePipeline *pipeline, GError **error)
{
  g_autoptr (GHashTable) wanted = wanted_components (pipeline);
  g_autoptr (GHashTable) identities
      = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  for (guint i = 0; i < pipeline->recipe->components->len; i++)
    {
      const ZanteComponent *component = pipeline->recipe->components->pdata[i];
      const ZanteSource *source = zante_recipe_source (pipeline->recipe, component);
      if (component->provider != ZANTE_PROVIDER_BUILD || source == NULL
          || g_hash_table_contains (identities, source->name))
        continue;
      gboolean needed = wanted == NULL || g_hash_table_contains (wanted, component->name);
      char *identity = zante_fetch_identity (pipeline->recipe, source, needed ? error : NULL);
      if (identity != NULL)
        g_hash_table_insert (identities, g_strdup (source->name), identity);
      else if (needed)
        return NULL;
    }
  return g_steal_pointer (&identities);
}

/* What the plan is made of; it borrows from PIPELINE. */
static ZantePlanInput
plan_input (ZantePipeline *pipeline)
{
  return (ZantePlanInput){.recipe = pipeline->recipe,
                          .roots = pipeline->options.roots,
                          .lookup = zante_pipeline_look_up,
                          .user_data = pipeline,
                          .toolchain = pipeline->toolchain,
                          .sources = pipeline->sources,
                          .helpers = pipeline->tools,
                          .durations = pipeline->durations,
                          .force = pipeline->options.force,
                          .check = pipeline->options.check};
}

gboolean
zante_pipeline_replan (ZantePipeline *pipeline, GError **error)
{
  ZantePlanInput input = plan_input (pipeline);
  g_clear_pointer (&pipeline->plan, zante_plan_free);
  pipeline->plan = zante_plan_new (&input, error);
  return pipeline->plan != NULL;
}

/* What is known before planning. */
static gboolean
gather (ZantePipeline *pipeline, GError **error)
{
  const ZanteRaise *raise = pipeline->raise;
  pipeline->adopted = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  pipeline->tools = zante_raise_tools ();
  pipeline->durations = last_durations (pipeline);
  pipeline->sources = source_identities (pipeline, error);
  if (pipeline->sources == NULL)
    return FALSE;
  pipeline->toolchain = zante_plan_toolchain (raise->distribution, raise->workspace->state, error);
  return pipeline->toolchain != NULL;
}

/* Where the outputs of components with a local source lie. */
static void
find_adopted (ZantePipeline *pipeline)
{
  for (guint i = 0; i < pipeline->plan->nodes->len; i++)
    {
      const ZanteNode *node = pipeline->plan->nodes->pdata[i];
      const char *name = node->component->name;
      if (node->always)
        g_hash_table_insert (pipeline->adopted, g_strdup (name),
                             zante_workspace_work (pipeline->raise->workspace, name, "stage"));
    }
}

/* Every name must be a component, with a suggestion when it is none. */
static gboolean
check_names (const ZanteRecipe *recipe, const char *const *names, GError **error)
{
  for (; names != NULL && *names != NULL; names++)
    if (zante_recipe_find (recipe, *names, error) == NULL)
      return FALSE;
  return TRUE;
}

ZantePipeline *
zante_pipeline_new (ZanteRaise *raise, const ZantePipelineOptions *options, GError **error)
{
  g_autoptr (ZantePipeline) pipeline = g_new0 (ZantePipeline, 1);
  pipeline->raise = raise;
  pipeline->options = *options;
  pipeline->recipe = zante_raise_recipe (raise, error);
  if (pipeline->recipe == NULL || !check_names (pipeline->recipe, options->roots, error)
      || !check_names (pipeline->recipe, options->force, error) || !gather (pipeline, error)
      || !zante_pipeline_replan (pipeline, error))
    return NULL;
  find_adopted (pipeline);
  pipeline->fetch = zante_raise_fetch_input (raise, NULL);
  pipeline->fetch.offline = options->offline;
  pipeline->fetch.bundle = options->bundle;
  return g_steal_pointer (&pipeline);
}

void
zante_pipeline_free (ZantePipeline *pipeline)
{
  if (pipeline == NULL)
    return;
  zante_plan_free (pipeline->plan);
  zante_toolchain_free (pipeline->toolchain);
  g_clear_pointer (&pipeline->sources, g_hash_table_unref);
  g_clear_pointer (&pipeline->durations, g_hash_table_unref);
  g_clear_pointer (&pipeline->adopted, g_hash_table_unref);
  g_free (pipeline->tools);
  g_free (pipeline->damaged);
  g_free (pipeline);
}

gboolean
zante_pipeline_is_done (const ZantePipeline *pipeline)
{
  for (guint i = 0; i < pipeline->plan->nodes->len; i++)
    if (((ZanteNode *)pipeline->plan->nodes->pdata[i])->state != ZANTE_NODE_DONE)
      return FALSE;
  return TRUE;
}

ZanteBuildInput
zante_pipeline_build_input (ZantePipeline *pipeline)
{
  const ZanteRaise *raise = pipeline->raise;
  return (ZanteBuildInput){.workspace = raise->workspace,
                           .recipe = pipeline->recipe,
                           .plan = pipeline->plan,
                           .fetch = &pipeline->fetch,
                           .tools = pipeline->tools,
                           .jobs = pipeline->options.jobs,
                           .keep_going = pipeline->options.keep_going,
                           .check = pipeline->options.check,
                           .sandbox = pipeline->options.sandbox,
                           .provide = zante_pipeline_provide,
                           .seal = zante_pipeline_seal,
                           .user_data = pipeline,
                           .log = raise->log,
                           .cancellable = raise->cancellable};
}

GPtrArray *
zante_pipeline_inputs (ZantePipeline *pipeline)
{
  ZantePlanInput input = plan_input (pipeline);
  return zante_plan_inputs (&input);
}

/* Running ------------------------------------------------------------------------------------ */

/* The sources of everything that may run. */
static gboolean
fetch_sources (ZantePipeline *pipeline, GError **error)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  for (guint i = 0; i < pipeline->plan->nodes->len; i++)
    {
      const ZanteNode *node = pipeline->plan->nodes->pdata[i];
      char *source = node->component->source;
      if (node->state != ZANTE_NODE_DONE && source != NULL && !zante_strings_has (names, source))
        g_ptr_array_add (names, source);
    }
  g_ptr_array_add (names, NULL);
  pipeline->fetch.names = (const char *const *)names->pdata;
  gboolean ok = names->len == 1 || zante_fetch_run (&pipeline->fetch, error);
  pipeline->fetch.names = NULL;
  return ok;
}

static gboolean
build (ZantePipeline *pipeline, GError **error)
{
  if (zante_pipeline_is_done (pipeline))
    return TRUE;
  ZanteBuildInput input = zante_pipeline_build_input (pipeline);
  if (!zante_lacks_check (pipeline->raise, pipeline->plan, pipeline->toolchain, error)
      || !fetch_sources (pipeline, error))
    return FALSE;
  pipeline->building = TRUE;
  gboolean built = zante_build_run (&input, error);
  pipeline->building = FALSE;
  if (built)
    return TRUE;
  zante_lacks_explain (pipeline->raise, pipeline->plan, pipeline->toolchain, error);
  return FALSE;
}

/* After a build of some components the others of the stack stay in dist/, if up to date. */
static gboolean
plan_all (ZantePipeline *pipeline, GError **error)
{
  if (pipeline->options.roots == NULL)
    return TRUE;
  pipeline->options.roots = NULL;
  pipeline->options.force = NULL;
  if (!zante_pipeline_replan (pipeline, error))
    return FALSE;
  find_adopted (pipeline);
  return TRUE;
}

static gboolean
make_dist (ZantePipeline *pipeline, char **damaged, GError **error)
{
  if (!plan_all (pipeline, error))
    return FALSE;
  g_autoptr (GArray) staged = zante_pipeline_staged (pipeline);
  gboolean changed = FALSE;
  if (!zante_stage_dist (pipeline->raise->workspace, (const ZanteStaged *)staged->data, staged->len,
                         &changed, damaged, pipeline->raise->log, error))
    return FALSE;
  if (changed)
    zante_log_message (pipeline->raise->log, ZANTE_LOG_NOTICE, "dist: %s",
                       pipeline->raise->workspace->dist);
  return TRUE;
}

gboolean
zante_pipeline_can_repair (const ZanteRaise *raise, const char *damaged, const GError *why,
                           int repairs)
{
  if (damaged == NULL || repairs >= MAX_REPAIRS
      || !g_error_matches (why, ZANTE_ERROR, ZANTE_ERROR_SOURCE))
    return FALSE;
  zante_log_message (raise->log, ZANTE_LOG_WARNING, "%s; building '%s' again", why->message,
                     damaged);
  return TRUE;
}

static gboolean
pull (ZantePipeline *pipeline, GError **error)
{
  return pipeline->share == NULL || zante_pipeline_is_done (pipeline)
         || zante_pipeline_pull (pipeline, pipeline->share, error);
}

static gboolean
run_once (ZantePipeline *pipeline, char **damaged, GError **error)
{
  if (zante_pipeline_claim (pipeline, error) && pull (pipeline, error) && build (pipeline, error)
      && zante_pipeline_claim (pipeline, error))
    return make_dist (pipeline, damaged, error);
  *damaged = g_steal_pointer (&pipeline->damaged);
  return FALSE;
}

static gboolean
run_and_repair (ZantePipeline *pipeline, GError **error)
{
  for (int repairs = 0;; repairs++)
    {
      g_autofree char *damaged = NULL;
      g_autoptr (GError) local = NULL;
      if (run_once (pipeline, &damaged, &local))
        return TRUE;
      if (!zante_pipeline_can_repair (pipeline->raise, damaged, local, repairs))
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return FALSE;
        }
      if (!zante_pipeline_replan (pipeline, error))
        return FALSE;
    }
}

gboolean
zante_pipeline_run (ZantePipeline *pipeline, GError **error)
{
  if (!zante_pipeline_share (pipeline, error))
    return FALSE;
  gboolean done = run_and_repair (pipeline, error);
  zante_pipeline_unshare (pipeline);
  return done;
}
