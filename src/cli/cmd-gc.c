/* SPDX-License-Identifier: GPL-2.0-or-later */
/* zante gc: drop what the current plan does not use from the store. */
#include "base/fs.h"
#include "cli/command.h"
#include "raise/raise.h"

static gboolean
run (ZanteSession *session, int argc, char **argv, int *status, GError **error)
{
  g_auto (GStrv) none = zante_command_parse (&zante_command_gc, NULL, argc, argv, 0, 0, error);
  g_auto (ZanteFd) held = none == NULL ? -1 : zante_raise_hold (session->raise, error);
  if (held < 0)
    return FALSE;
  ZantePipelineOptions options = {0};
  g_autoptr (ZantePipeline) pipeline = zante_pipeline_new (session->raise, &options, error);
  if (pipeline == NULL)
    return FALSE;
  g_autoptr (GPtrArray) keys = g_ptr_array_new ();
  for (guint i = 0; i < pipeline->plan->nodes->len; i++)
    {
      const ZanteNode *node = pipeline->plan->nodes->pdata[i];
      if (node->key != NULL)
        g_ptr_array_add (keys, node->key);
    }
  g_ptr_array_add (keys, NULL);
  guint64 freed = 0;
  if (!zante_store_gc (session->raise->workspace, (const char *const *)keys->pdata, &freed, error))
    return FALSE;
  g_autofree char *size = g_format_size (freed);
  zante_log_message (session->raise->log, ZANTE_LOG_NOTICE, "freed %s", size);
  return TRUE;
}

const ZanteCommand zante_command_gc
    = {"gc", NULL, "Drop from the store what the project no longer uses", run};
