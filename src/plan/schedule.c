/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "plan/schedule.h"

#include <string.h>

#include "plan/heap.h"
#include "plan/key.h"

static gint
compare_ready (gconstpointer a, gconstpointer b)
{
  const ZanteNode *left = a, *right = b;
  if (left->path_seconds != right->path_seconds)
    return left->path_seconds > right->path_seconds ? -1 : 1;
  return strcmp (left->component->name, right->component->name);
}

static void
measure_paths (ZantePlan *plan, GHashTable *durations)
{
  for (guint i = plan->nodes->len; i > 0; i--)
    {
      ZanteNode *node = plan->nodes->pdata[i - 1];
      const double *seconds
          = durations == NULL ? NULL : g_hash_table_lookup (durations, node->component->name);
      double longest = 0;
      for (guint j = 0; j < node->dependents->len; j++)
        longest = MAX (longest, ((ZanteNode *)node->dependents->pdata[j])->path_seconds);
      node->seconds = seconds == NULL ? MAX (1, (double)node->component->duration) : *seconds;
      node->path_seconds = node->seconds + longest;
    }
}

/* The node's output is known: those of its dependents that now miss nothing go to QUEUE. */
static void
finish (ZantePlan *plan, ZanteNode *node, char *output, GPtrArray *queue)
{
  node->state = ZANTE_NODE_DONE;
  node->output = output;
  node->united = zante_key_united (node);
  plan->unfinished--;
  for (guint i = 0; i < node->dependents->len; i++)
    {
      ZanteNode *dependent = node->dependents->pdata[i];
      if (--dependent->missing == 0 && dependent->state == ZANTE_NODE_WAITING)
        g_ptr_array_add (queue, dependent);
    }
}

/* Everything that NODE needs is there: it has a key, and the store may know it. */
static void
settle (ZantePlan *plan, ZanteNode *node, GPtrArray *queue)
{
  zante_key_complete (node);
  gboolean ask = plan->lookup != NULL && !node->always && !node->forced;
  char *output = ask ? plan->lookup (node->key, plan->user_data) : NULL;
  if (output != NULL)
    {
      node->cached = TRUE;
      finish (plan, node, output, queue);
      return;
    }
  node->state = ZANTE_NODE_READY;
  zante_heap_push (plan->ready, node, compare_ready);
}

/* A queue, not recursion: chains may be as long as the graph. */
static void
settle_all (ZantePlan *plan, GPtrArray *queue)
{
  for (guint i = 0; i < queue->len; i++)
    settle (plan, queue->pdata[i], queue);
}

void
zante_schedule_start (ZantePlan *plan, GHashTable *durations)
{
  g_autoptr (GPtrArray) queue = g_ptr_array_new ();
  measure_paths (plan, durations);
  plan->unfinished = plan->nodes->len;
  for (guint i = 0; i < plan->nodes->len; i++)
    {
      ZanteNode *node = plan->nodes->pdata[i];
      node->missing = node->needs->len;
      if (node->missing == 0)
        g_ptr_array_add (queue, node);
    }
  settle_all (plan, queue);
}

ZanteNode *
zante_plan_next (ZantePlan *plan)
{
  return zante_heap_pop (plan->ready, compare_ready);
}

void
zante_plan_complete (ZantePlan *plan, ZanteNode *node, const char *output)
{
  g_return_if_fail (node->state == ZANTE_NODE_READY);
  g_autoptr (GPtrArray) queue = g_ptr_array_new ();
  finish (plan, node, g_strdup (output), queue);
  settle_all (plan, queue);
}

void
zante_plan_fail (ZantePlan *plan, ZanteNode *node)
{
  g_return_if_fail (node->state == ZANTE_NODE_READY);
  g_autoptr (GPtrArray) queue = g_ptr_array_new ();
  node->state = ZANTE_NODE_FAILED;
  plan->unfinished--;
  g_ptr_array_add (queue, node);
  for (guint i = 0; i < queue->len; i++)
    {
      const ZanteNode *broken = queue->pdata[i];
      for (guint j = 0; j < broken->dependents->len; j++)
        {
          ZanteNode *dependent = broken->dependents->pdata[j];
          if (dependent->state != ZANTE_NODE_WAITING)
            continue;
          dependent->state = ZANTE_NODE_SKIPPED;
          plan->unfinished--;
          g_ptr_array_add (queue, dependent);
        }
    }
}

gboolean
zante_plan_is_finished (const ZantePlan *plan)
{
  return plan->unfinished == 0;
}
