/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "work/work.h"

#include <glib/gstdio.h>

#include "base/error.h"
#include "base/fs.h"
#include "work/context.h"
#include "work/scheduler.h"

/* Of what is still to be built, one after another. */
static double
expected_seconds (const ZantePlan *plan)
{
  double seconds = 0;
  for (guint i = 0; i < plan->nodes->len; i++)
    {
      const ZanteNode *node = plan->nodes->pdata[i];
      if (node->state != ZANTE_NODE_DONE && node->state != ZANTE_NODE_SKIPPED)
        seconds += node->seconds;
    }
  return seconds;
}

gboolean
zante_build_run (const ZanteBuildInput *input, GError **error)
{
  g_auto (ZanteBuildContext) context = {0};
  ZanteEvent event = ZANTE_EVENT (.event = "plan", .done = 0, .total = input->plan->nodes->len,
                                  .expected = expected_seconds (input->plan));
  if (!zante_build_context_init (&context, input, error))
    return FALSE;
  context.jobserver = zante_jobserver_new (input->workspace->state, context.jobs, error);
  if (context.jobserver == NULL)
    return FALSE;
  zante_log_emit (input->log, &event);
  return zante_schedule_run (&context, error);
}
