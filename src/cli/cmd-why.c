/* SPDX-License-Identifier: GPL-2.0-or-later */
/* zante why: which input of a component changed since it was last built. */
#include <stdio.h>

#include "base/error.h"
#include "base/show.h"
#include "cli/command.h"
#include "raise/raise.h"

static gboolean
run (ZanteSession *session, int argc, char **argv, int *status, GError **error)
{
  g_auto (GStrv) names = zante_command_parse (&zante_command_why, NULL, argc, argv, 1, 1, error);
  if (names == NULL)
    return FALSE;
  ZantePipelineOptions options = {.roots = (const char *const *)names};
  g_autoptr (ZantePipeline) pipeline = zante_pipeline_new (session->raise, &options, error);
  if (pipeline == NULL)
    return FALSE;
  const ZanteNode *node = zante_plan_find (pipeline->plan, names[0]);
  if (node == NULL)
    return zante_error_set (error, ZANTE_ERROR_INPUT,
                            "component '%s' is not built by zante here (see 'zante list')",
                            names[0]);
  g_autoptr (ZanteRecord) last = zante_store_last (session->raise->workspace, names[0]);
  g_autoptr (GPtrArray) reasons = zante_plan_why (node, last == NULL ? NULL : last->inputs);
  for (guint i = 0; i < reasons->len; i++)
    {
      g_autofree char *reason = zante_show (reasons->pdata[i]);
      printf ("%s: %s\n", names[0], reason);
    }
  if (reasons->len == 0)
    printf ("%s: %s\n", names[0],
            node->output == NULL && last != NULL && last->plain
                ? "it was built without a sandbox, and here is one"
                : "nothing changed");
  return TRUE;
}

const ZanteCommand zante_command_why
    = {"why", "COMPONENT", "Tell which input changed since the last build", run};
