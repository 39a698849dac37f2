/* SPDX-License-Identifier: GPL-2.0-or-later */
/* zante gc: drop what the current plan does not use from the store. */
#include "base/error.h"
#include "base/fs.h"
#include "cli/command.h"
#include "raise/raise.h"

enum { MAX_DAYS = 36500 };

static gboolean
collect (ZanteSession *session, gint64 forget, GError **error)
{
  ZantePipelineOptions options = {0};
  g_autoptr (ZantePipeline) pipeline = zante_pipeline_new (session->raise, &options, error);
  g_autoptr (GPtrArray) others = g_ptr_array_new_with_free_func (g_free);
  guint64 freed = 0;
  if (pipeline == NULL)
    return FALSE;
  g_autoptr (GPtrArray) keys = zante_pipeline_keys (pipeline);
  if (!zante_store_gc (session->raise->workspace, (const char *const *)keys->pdata, forget, &freed,
                       others, error))
    return FALSE;
  g_autofree char *size = g_format_size (freed);
  zante_log_message (session->raise->log, ZANTE_LOG_NOTICE, "freed %s", size);
  for (guint i = 0; i < others->len; i++)
    zante_log_message (session->raise->log, ZANTE_LOG_NOTICE, "what '%s' uses stays",
                       (const char *)others->pdata[i]);
  return TRUE;
}

static gboolean
run (ZanteSession *session, int argc, char **argv, int *status, GError **error)
{
  int days = -1;
  const GOptionEntry entries[] = {
      {"forget-after", 0, 0, G_OPTION_ARG_INT, &days,
       "Drop too what projects use that built nothing for so many days", "DAYS"},
      {0},
  };
  g_auto (GStrv) none = zante_command_parse (&zante_command_gc, entries, argc, argv, 0, 0, error);
  if (none == NULL)
    return FALSE;
  if (days != -1 && (days < 1 || days > MAX_DAYS))
    {
      g_set_error (error, ZANTE_ERROR, ZANTE_ERROR_USAGE,
                   "gc: --forget-after takes a number of days from 1 to %d", MAX_DAYS);
      return FALSE;
    }
  g_auto (ZanteFd) held = zante_raise_hold (session->raise, error);
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  return held >= 0 && collect (session, days < 0 ? 0 : now - (gint64)days * 24 * 60 * 60, error);
}

const ZanteCommand zante_command_gc
    = {"gc", NULL, "Drop from the store what the project no longer uses", run};
