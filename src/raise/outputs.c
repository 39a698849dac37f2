/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "raise/outputs.h"

#include "raise/sharing.h"

/* Callbacks into the store ------------------------------------------------------------------- */

/* Found out only where it matters: it may take a trial. */
gboolean
zante_pipeline_takes_plain (ZantePipeline *pipeline)
{
  if (pipeline->takes_plain == 0)
    pipeline->takes_plain
        = zante_build_takes_plain (pipeline->raise->workspace, pipeline->options.sandbox) ? 1 : -1;
  return pipeline->takes_plain > 0;
}

/* Who was trusted when RECORD was taken may not be any more. */
static gboolean
may_use (ZantePipeline *pipeline, const ZanteRecord *record)
{
  return (!record->plain || zante_pipeline_takes_plain (pipeline))
         && (record->signer == NULL || zante_raise_trusts (pipeline->recipe, record->signer));
}

char *
zante_pipeline_look_up (const char *key, gpointer user_data)
{
  ZantePipeline *pipeline = user_data;
  g_autoptr (ZanteRecord) record = zante_store_lookup (pipeline->raise->workspace, key);
  if (record != NULL && may_use (pipeline, record))
    return g_strdup (record->output);
  return pipeline->building && pipeline->share != NULL ? zante_pipeline_pull_one (pipeline, key)
                                                       : NULL;
}

static ZanteStaged
staged_of (const ZantePipeline *pipeline, const ZanteNode *node)
{
  return (ZanteStaged){.component = node->component->name,
                       .output = node->output,
                       .folder = g_hash_table_lookup (pipeline->adopted, node->component->name)};
}

gboolean
zante_pipeline_provide (const ZanteNode *node, const char *deps, gpointer user_data, GError **error)
{
  ZantePipeline *pipeline = user_data;
  g_autofree char *damaged = NULL;
  g_autoptr (GPtrArray) needs = zante_node_all_needs (node);
  g_autoptr (GArray) staged = g_array_new (FALSE, TRUE, sizeof (ZanteStaged));
  for (guint i = 0; i < needs->len; i++)
    {
      ZanteStaged one = staged_of (pipeline, needs->pdata[i]);
      g_array_append_val (staged, one);
    }
  gboolean united
      = zante_stage_unite (pipeline->raise->workspace, (const ZanteStaged *)staged->data,
                           staged->len, deps, &damaged, pipeline->raise->log, error);
  if (damaged != NULL && g_atomic_pointer_compare_and_exchange (&pipeline->damaged, NULL, damaged))
    damaged = NULL;
  return united;
}

/* A local source's output stays where it is: only what others need of it is read again. */
static char *
take_stage (const ZantePipeline *pipeline, const ZanteNode *node, const char *stage, guint64 *size,
            GError **error)
{
  const ZanteWorkspace *workspace = pipeline->raise->workspace;
  return node->always ? zante_store_adopt (workspace, node->component->name, stage, size, error)
                      : zante_store_pack (workspace, stage, size, error);
}

char *
zante_pipeline_seal (const ZanteNode *node, const char *stage, double seconds, gboolean plain,
                     gpointer user_data, GError **error)
{
  const ZantePipeline *pipeline = user_data;
  g_autoptr (ZanteRecord) record = g_new0 (ZanteRecord, 1);
  record->output = take_stage (pipeline, node, stage, &record->size, error);
  if (record->output == NULL)
    return NULL;
  record->component = g_strdup (node->component->name);
  record->seconds = seconds;
  record->plain = plain;
  record->inputs = g_ptr_array_ref (node->inputs);
  if (!zante_store_remember (pipeline->raise->workspace, node->key, record, error))
    return NULL;
  return g_strdup (record->output);
}

/* What there is ------------------------------------------------------------------------------ */

/* The output of a component with a local source, built in an earlier run, or NULL. A build that
 * failed or was killed may have left half of one. */
static char *
last_output (const ZantePipeline *pipeline, const ZanteNode *node)
{
  const ZanteWorkspace *workspace = pipeline->raise->workspace;
  const char *name = node->component->name;
  const char *stage = g_hash_table_lookup (pipeline->adopted, name);
  g_autoptr (ZanteRecord) last = zante_store_last (workspace, name);
  if (last == NULL || !g_file_test (stage, G_FILE_TEST_IS_DIR))
    return NULL;
  g_autofree char *found = zante_store_adopt (workspace, name, stage, NULL, NULL);
  if (g_strcmp0 (found, last->output) == 0)
    return g_steal_pointer (&found);
  zante_log_message (pipeline->raise->log, ZANTE_LOG_WARNING,
                     "component '%s' is left out: its last build did not get to its end (run "
                     "'zante build %s')",
                     name, name);
  return NULL;
}

/* What NODE gave: now, or in an earlier run that still holds. FALSE when there is nothing. */
static gboolean
find_output (const ZantePipeline *pipeline, ZanteNode *node)
{
  if (node->output == NULL && node->always)
    node->output = last_output (pipeline, node);
  return node->output != NULL;
}

GArray *
zante_pipeline_staged (const ZantePipeline *pipeline)
{
  GArray *staged = g_array_new (FALSE, TRUE, sizeof (ZanteStaged));
  for (guint i = 0; i < pipeline->plan->nodes->len; i++)
    if (find_output (pipeline, pipeline->plan->nodes->pdata[i]))
      {
        ZanteStaged one = staged_of (pipeline, pipeline->plan->nodes->pdata[i]);
        g_array_append_val (staged, one);
      }
  return staged;
}

GPtrArray *
zante_pipeline_keys (const ZantePipeline *pipeline)
{
  GPtrArray *keys = g_ptr_array_new ();
  for (guint i = 0; i < pipeline->plan->nodes->len; i++)
    {
      const ZanteNode *node = pipeline->plan->nodes->pdata[i];
      if (node->key != NULL)
        g_ptr_array_add (keys, node->key);
    }
  g_ptr_array_add (keys, NULL);
  return keys;
}

gboolean
zante_pipeline_claim (const ZantePipeline *pipeline, GError **error)
{
  g_autoptr (GPtrArray) keys = zante_pipeline_keys (pipeline);
  return zante_store_use (pipeline->raise->workspace, (const char *const *)keys->pdata, error);
}
