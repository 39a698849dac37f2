/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "plan/plan.h"

#include "plan/graph.h"
#include "plan/key.h"
#include "plan/schedule.h"

static void
mark_forced (ZantePlan *plan, const char *const *force)
{
  for (; force != NULL && *force != NULL; force++)
    {
      ZanteNode *node = zante_plan_find (plan, *force);
      if (node != NULL)
        node->forced = TRUE;
    }
}

ZantePlan *
zante_plan_new (const ZantePlanInput *input, GError **error)
{
  g_autoptr (ZantePlan) plan = g_new0 (ZantePlan, 1);
  plan->nodes = g_ptr_array_new_with_free_func ((GDestroyNotify)zante_node_free);
  plan->by_name = g_hash_table_new (g_str_hash, g_str_equal);
  plan->ready = g_ptr_array_new ();
  plan->lookup = input->lookup;
  plan->user_data = input->user_data;
  if (!zante_graph_build (plan, input->recipe, input->roots, error)
      || !zante_key_gather (plan, input, error))
    return NULL;
  mark_forced (plan, input->force);
  zante_schedule_start (plan, input->durations);
  return g_steal_pointer (&plan);
}

void
zante_plan_free (ZantePlan *plan)
{
  if (plan == NULL)
    return;
  g_ptr_array_unref (plan->ready);
  g_hash_table_unref (plan->by_name);
  g_ptr_array_unref (plan->nodes);
  g_free (plan);
}

ZanteNode *
zante_plan_find (const ZantePlan *plan, const char *name)
{
  return g_hash_table_lookup (plan->by_name, name);
}

static gint
compare_places (gconstpointer a, gconstpointer b)
{
  const ZanteNode *const *left = a, *const *right = b;
  return (*left)->index < (*right)->index ? -1 : (*left)->index > (*right)->index;
}

GPtrArray *
zante_node_all_needs (const ZanteNode *node)
{
  GPtrArray *all = g_ptr_array_new ();
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);
  guint next = 0;
  for (const ZanteNode *at = node; at != NULL; at = next < all->len ? all->pdata[next++] : NULL)
    for (guint i = 0; i < at->needs->len; i++)
      if (g_hash_table_add (seen, at->needs->pdata[i]))
        g_ptr_array_add (all, at->needs->pdata[i]);
  g_ptr_array_sort (all, compare_places);
  return all;
}
