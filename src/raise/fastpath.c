/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "raise/fastpath.h"

#include "plan/plan.h"
#include "raise/sharing.h"
#include "stage/stage.h"

static void
add_list (GPtrArray *parts, const char *name, const char *const *values)
{
  g_ptr_array_add (parts, g_strdup (name));
  for (; values != NULL && *values != NULL; values++)
    g_ptr_array_add (parts, g_strdup (*values));
}

static void
add_value (GPtrArray *parts, const char *value)
{
  g_ptr_array_add (parts, g_strdup (value != NULL ? value : ""));
}

char *
zante_fastpath_identity (const ZanteRaise *raise, const char *command,
                         const ZantePipelineOptions *options)
{
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *defaults = zante_raise_defaults ();
  g_autofree char *tools = zante_raise_tools ();
  g_autofree char *key_file = zante_share_key_path ();
  add_value (parts, command);
  add_value (parts, raise->workspace->project);
  add_value (parts, raise->distribution);
  add_value (parts, defaults);
  add_value (parts, tools);
  add_value (parts, raise->stack);
  add_value (parts, raise->layout);
  add_value (parts, raise->store);
  add_value (parts, key_file);
  add_value (parts, options->check ? "check" : "");
  add_value (parts, options->sandbox == ZANTE_SANDBOX_PLAIN ? "plain" : "");
  add_list (parts, "providers", (const char *const *)raise->providers);
  add_list (parts, "settings", (const char *const *)raise->settings);
  add_list (parts, "locals", (const char *const *)raise->locals);
  add_list (parts, "roots", options->roots);
  g_ptr_array_add (parts, NULL);
  return zante_plan_memo_identity ((const char *const *)parts->pdata);
}

gboolean
zante_fastpath_holds (const ZanteRaise *raise, const ZantePipelineOptions *options,
                      const char *identity)
{
  return options->roots == NULL && options->force == NULL
         && zante_plan_memo_holds (raise->workspace->state, identity, NULL);
}

/* Outputs of plain builds are good for as long as there is no sandbox, which no file tells. */
static gboolean
may_become_too_little (const ZantePipeline *pipeline, const ZanteRecord *record)
{
  return record->plain && pipeline->options.sandbox != ZANTE_SANDBOX_PLAIN;
}

/* The record of NODE and its object go to PATHS, with one's own key where it may be what proves
 * them. FALSE when they may become too little. */
static gboolean
add_stored (const ZantePipeline *pipeline, const ZanteNode *node, GPtrArray *paths)
{
  const ZanteWorkspace *workspace = pipeline->raise->workspace;
  g_autoptr (ZanteRecord) record = zante_store_lookup (workspace, node->key);
  if (record == NULL || may_become_too_little (pipeline, record))
    return FALSE;
  if (record->signer != NULL && !zante_raise_lists (pipeline->recipe, record->signer))
    g_ptr_array_add (paths, zante_share_key_path ());
  g_ptr_array_add (paths, zante_store_key_path (workspace, node->key));
  g_ptr_array_add (paths, zante_store_object_path (workspace, node->output));
  return TRUE;
}

/* The files that the finished plan relies on; NULL when one of its nodes is not done or always
 * runs. */
static GPtrArray *
stored (const ZantePipeline *pipeline)
{
  g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < pipeline->plan->nodes->len; i++)
    {
      const ZanteNode *node = pipeline->plan->nodes->pdata[i];
      if (node->always || node->state != ZANTE_NODE_DONE || !add_stored (pipeline, node, paths))
        return NULL;
    }
  return g_steal_pointer (&paths);
}

static gboolean
finish (ZantePlanMemo *memo, GPtrArray *paths, const char *note, GError **error)
{
  g_ptr_array_add (paths, NULL);
  return zante_plan_memo_finish (memo, (const char *const *)paths->pdata, note, NULL, error);
}

static ZantePlanMemo *
begin (ZantePipeline *pipeline, const char *identity, gint64 started)
{
  g_autoptr (GPtrArray) inputs = zante_pipeline_inputs (pipeline);
  return zante_plan_memo_begin (pipeline->raise->workspace->state, identity, started,
                                (const char *const *)inputs->pdata);
}

gboolean
zante_fastpath_run (ZantePipeline *pipeline, const char *identity, gint64 started, GError **error)
{
  if (pipeline->options.roots != NULL)
    return zante_pipeline_run (pipeline, error);
  g_autoptr (ZantePlanMemo) memo = begin (pipeline, identity, started);
  if (!zante_pipeline_run (pipeline, error))
    return FALSE;
  const ZanteWorkspace *workspace = pipeline->raise->workspace;
  g_autoptr (GPtrArray) paths = stored (pipeline);
  if (paths == NULL)
    return TRUE;
  g_autoptr (GPtrArray) dist = zante_stage_dist_paths (workspace, error);
  if (dist == NULL)
    return FALSE;
  g_ptr_array_extend_and_steal (paths, g_steal_pointer (&dist));
  return finish (memo, paths, NULL, error);
}

char *
zante_fastpath_recall (const ZanteRaise *raise, const char *identity)
{
  char *text = NULL;
  return zante_plan_memo_holds (raise->workspace->state, identity, &text) ? text : NULL;
}

/* The plan was told all the same where the project cannot be written. */
void
zante_fastpath_remember (ZantePipeline *pipeline, const char *identity, gint64 started,
                         const char *text)
{
  g_autoptr (GPtrArray) paths = stored (pipeline);
  if (paths == NULL)
    return;
  g_autoptr (ZantePlanMemo) memo = begin (pipeline, identity, started);
  finish (memo, paths, text, NULL);
}
