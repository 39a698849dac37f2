/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/pipeline.h"

#include <string.h>

#include "base/error.h"
#include "base/fs.h"

enum { MAX_REPAIRS = 3 };

/* Callbacks into the store --------------------------------------------------------------------- */

static char *
look_up (const char *key, gpointer user_data)
{
  const ZantePipeline *pipeline = user_data;
  g_autoptr (ZanteRecord) record = zante_store_lookup (pipeline->session->workspace, key);
  return record == NULL ? NULL : g_strdup (record->output);
}

static void
collect_needs (const ZanteNode *node, GPtrArray *found)
{
  for (guint i = 0; i < node->needs->len; i++)
    if (!g_ptr_array_find (found, node->needs->pdata[i], NULL))
      {
        g_ptr_array_add (found, node->needs->pdata[i]);
        collect_needs (node->needs->pdata[i], found);
      }
}

static gboolean
provide (const ZanteNode *node, const char *deps, gpointer user_data, GError **error)
{
  const ZantePipeline *pipeline = user_data;
  g_autoptr (GPtrArray) needs = g_ptr_array_new ();
  collect_needs (node, needs);
  for (guint i = 0; i < needs->len; i++)
    {
      const ZanteNode *need = needs->pdata[i];
      if (!zante_store_unpack (pipeline->session->workspace, need->output, deps, error))
        {
          g_prefix_error (error, "output of '%s': ", need->component->name);
          return FALSE;
        }
    }
  return TRUE;
}

static char *
seal (const ZanteNode *node, const char *stage, gpointer user_data, GError **error)
{
  const ZantePipeline *pipeline = user_data;
  const ZanteWorkspace *workspace = pipeline->session->workspace;
  g_autoptr (ZanteRecord) record = g_new0 (ZanteRecord, 1);
  record->output = zante_store_pack (workspace, stage, &record->size, error);
  if (record->output == NULL)
    return NULL;
  record->component = g_strdup (node->component->name);
  record->seconds = node->seconds;
  record->inputs = g_ptr_array_ref (node->inputs);
  if (!zante_store_remember (workspace, node->key, record, error))
    return NULL;
  return g_strdup (record->output);
}

/* The plan --------------------------------------------------------------------------------------
 */

static GHashTable *
last_durations (const ZantePipeline *pipeline)
{
  GHashTable *durations = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  for (guint i = 0; i < pipeline->recipe->components->len; i++)
    {
      const ZanteComponent *component = pipeline->recipe->components->pdata[i];
      g_autoptr (ZanteRecord) record
          = zante_store_last (pipeline->session->workspace, component->name);
      if (record != NULL)
        g_hash_table_insert (durations, g_strdup (component->name),
                             g_memdup2 (&record->seconds, sizeof record->seconds));
    }
  return durations;
}

static GHashTable *
source_identities (const ZantePipeline *pipeline, GError **error)
{
  g_autoptr (GHashTable) identities
      = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  for (guint i = 0; i < pipeline->recipe->components->len; i++)
    {
      const ZanteComponent *component = pipeline->recipe->components->pdata[i];
      const ZanteSource *source = zante_recipe_source (pipeline->recipe, component);
      if (component->provider != ZANTE_PROVIDER_BUILD || source == NULL
          || g_hash_table_contains (identities, source->name))
        continue;
      char *identity = zante_fetch_identity (pipeline->recipe, source, error);
      if (identity == NULL)
        return NULL;
      g_hash_table_insert (identities, g_strdup (source->name), identity);
    }
  return g_steal_pointer (&identities);
}

static gboolean
make_plan (ZantePipeline *pipeline, GError **error)
{
  const ZanteSession *session = pipeline->session;
  g_autoptr (GHashTable) durations = last_durations (pipeline);
  g_autoptr (GHashTable) sources = source_identities (pipeline, error);
  g_autoptr (ZanteToolchain) toolchain
      = sources == NULL
            ? NULL
            : zante_plan_toolchain (session->distribution, session->workspace->state, error);
  if (toolchain == NULL)
    return FALSE;
  ZantePlanInput input = {.recipe = pipeline->recipe,
                          .roots = pipeline->options.roots,
                          .lookup = look_up,
                          .user_data = pipeline,
                          .toolchain = toolchain,
                          .sources = sources,
                          .helpers = pipeline->tools,
                          .durations = durations,
                          .force = pipeline->options.force,
                          .check = pipeline->options.check};
  g_clear_pointer (&pipeline->plan, zante_plan_free);
  pipeline->plan = zante_plan_new (&input, error);
  return pipeline->plan != NULL;
}

ZantePipeline *
zante_pipeline_new (ZanteSession *session, const ZantePipelineOptions *options, GError **error)
{
  g_autoptr (ZantePipeline) pipeline = g_new0 (ZantePipeline, 1);
  pipeline->session = session;
  pipeline->options = *options;
  pipeline->recipe = zante_session_recipe (session, error);
  pipeline->tools = zante_session_tools ();
  if (pipeline->recipe == NULL || !make_plan (pipeline, error))
    return NULL;
  pipeline->fetch = (ZanteFetchInput){.workspace = session->workspace,
                                      .recipe = pipeline->recipe,
                                      .offline = options->offline,
                                      .bundle = options->bundle,
                                      .log = session->log,
                                      .cancellable = session->cancellable};
  return g_steal_pointer (&pipeline);
}

void
zante_pipeline_free (ZantePipeline *pipeline)
{
  if (pipeline == NULL)
    return;
  zante_plan_free (pipeline->plan);
  g_free (pipeline->tools);
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
  const ZanteSession *session = pipeline->session;
  return (ZanteBuildInput){.workspace = session->workspace,
                           .recipe = pipeline->recipe,
                           .plan = pipeline->plan,
                           .fetch = &pipeline->fetch,
                           .tools = pipeline->tools,
                           .jobs = pipeline->options.jobs,
                           .keep_going = pipeline->options.keep_going,
                           .check = pipeline->options.check,
                           .sandbox = pipeline->options.sandbox,
                           .provide = provide,
                           .seal = seal,
                           .user_data = pipeline,
                           .log = session->log,
                           .cancellable = session->cancellable};
}

GArray *
zante_pipeline_staged (const ZantePipeline *pipeline)
{
  GArray *staged = g_array_new (FALSE, TRUE, sizeof (ZanteStaged));
  for (guint i = 0; i < pipeline->plan->nodes->len; i++)
    {
      const ZanteNode *node = pipeline->plan->nodes->pdata[i];
      ZanteStaged one = {.component = node->component->name, .output = node->output};
      if (node->output != NULL)
        g_array_append_val (staged, one);
    }
  return staged;
}

/* Running ----------------------------------------------------------------------------------------
 */

/* The sources of everything that may run. */
static gboolean
fetch_sources (ZantePipeline *pipeline, GError **error)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  for (guint i = 0; i < pipeline->plan->nodes->len; i++)
    {
      const ZanteNode *node = pipeline->plan->nodes->pdata[i];
      char *source = node->component->source;
      if (node->state != ZANTE_NODE_DONE && source != NULL
          && !g_ptr_array_find_with_equal_func (names, source, g_str_equal, NULL))
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
  return fetch_sources (pipeline, error) && zante_build_run (&input, error);
}

static gboolean
make_dist (ZantePipeline *pipeline, char **damaged, GError **error)
{
  g_autoptr (GArray) staged = zante_pipeline_staged (pipeline);
  gboolean changed = FALSE;
  if (!zante_stage_dist (pipeline->session->workspace, (const ZanteStaged *)staged->data,
                         staged->len, &changed, damaged, error))
    return FALSE;
  if (changed)
    zante_log_message (pipeline->session->log, ZANTE_LOG_NOTICE, "dist: %s",
                       pipeline->session->workspace->dist);
  return TRUE;
}

gboolean
zante_pipeline_run (ZantePipeline *pipeline, GError **error)
{
  for (int repairs = 0;; repairs++)
    {
      g_autofree char *damaged = NULL;
      g_autoptr (GError) local = NULL;
      if (!build (pipeline, error))
        return FALSE;
      if (make_dist (pipeline, &damaged, &local))
        return TRUE;
      if (damaged == NULL || repairs == MAX_REPAIRS)
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return FALSE;
        }
      zante_log_message (pipeline->session->log, ZANTE_LOG_WARNING, "%s; building '%s' again",
                         local->message, damaged);
      if (!make_plan (pipeline, error))
        return FALSE;
    }
}
