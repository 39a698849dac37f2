/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "plan/graph.h"

#include <string.h>

#include "base/error.h"
#include "base/strings.h"
#include "plan/heap.h"

typedef struct {
  ZantePlan *plan;
  GHashTable *components; /* name → const ZanteComponent* */
  GPtrArray *queue;       /* nodes whose needs are not linked yet */
} Graph;

void
zante_node_free (ZanteNode *node)
{
  if (node == NULL)
    return;
  g_ptr_array_unref (node->needs);
  g_ptr_array_unref (node->dependents);
  g_ptr_array_unref (node->inputs);
  g_free (node->key);
  g_free (node->output);
  g_free (node->united);
  g_free (node);
}

static ZanteNode *
node_of (Graph *graph, const ZanteComponent *component)
{
  ZanteNode *node = g_hash_table_lookup (graph->plan->by_name, component->name);
  if (node != NULL)
    return node;
  node = g_new0 (ZanteNode, 1);
  node->component = component;
  node->needs = g_ptr_array_new ();
  node->dependents = g_ptr_array_new ();
  node->inputs = g_ptr_array_new_with_free_func ((GDestroyNotify)zante_key_input_free);
  g_hash_table_insert (graph->plan->by_name, component->name, node);
  g_ptr_array_add (graph->plan->nodes, node);
  g_ptr_array_add (graph->queue, node);
  return node;
}

static GHashTable *
components_by_name (const ZanteRecipe *recipe)
{
  GHashTable *components = g_hash_table_new (g_str_hash, g_str_equal);
  for (guint i = 0; i < recipe->components->len; i++)
    {
      ZanteComponent *component = recipe->components->pdata[i];
      g_hash_table_insert (components, component->name, component);
    }
  return components;
}

/* "FILE:LINE:COLUMN: " of NODE in the component's file, or "" when it has none. */
static char *
location (const ZanteComponent *component, const char *node)
{
  if (component->file == NULL)
    return g_strdup ("");
  g_autofree char *place = zante_yaml_locate (component->file, node);
  return g_strconcat (place, ": ", NULL);
}

static gboolean
fail_unknown (const Graph *graph, const char *what, const char *name, GError **error)
{
  g_autofree char **names = zante_strings_keys (graph->components);
  g_autofree char *hint
      = zante_error_hint (name, (const char *const *)names, " (see 'zante list')");
  return zante_error_set (error, ZANTE_ERROR_INPUT, "%s '%s'%s", what, name, hint);
}

static gboolean
add_root (Graph *graph, const char *name, GError **error)
{
  const ZanteComponent *component = g_hash_table_lookup (graph->components, name);
  if (component == NULL)
    return fail_unknown (graph, "unknown component", name, error);
  if (component->provider == ZANTE_PROVIDER_BUILD)
    return node_of (graph, component) != NULL;
  return zante_error_set (error, ZANTE_ERROR_INPUT,
                          "component '%s' is not built: its provider is '%s' (set it to 'build')",
                          name, zante_provider_name (component->provider));
}

static void
link_nodes (ZanteNode *node, ZanteNode *need)
{
  if (g_ptr_array_find (node->needs, need, NULL))
    return;
  g_ptr_array_add (node->needs, need);
  g_ptr_array_add (need->dependents, node);
}

/* A need that the system supplies is no node: what it is enters the key as a package. */
static gboolean
add_need (Graph *graph, ZanteNode *node, guint number, GError **error)
{
  const char *name = node->component->needs[number];
  const ZanteComponent *component = g_hash_table_lookup (graph->components, name);
  if (component != NULL && component->provider == ZANTE_PROVIDER_BUILD)
    link_nodes (node, node_of (graph, component));
  if (component != NULL && component->provider != ZANTE_PROVIDER_OFF)
    return TRUE;
  g_autofree char *pointer = g_strdup_printf ("/needs/%u", number);
  g_autofree char *place = location (node->component, pointer);
  if (component == NULL)
    fail_unknown (graph, "needs the unknown component", name, error);
  else
    zante_error_set (error, ZANTE_ERROR_INPUT,
                     "needs '%s', which is off (set its provider to 'build')", name);
  g_prefix_error (error, "%scomponent '%s': ", place, node->component->name);
  return FALSE;
}

static gboolean
add_roots (Graph *graph, const char *const *roots, GError **error)
{
  GHashTableIter iter;
  gpointer component;
  for (guint i = 0; roots != NULL && roots[i] != NULL; i++)
    if (!add_root (graph, roots[i], error))
      return FALSE;
  g_hash_table_iter_init (&iter, graph->components);
  while (roots == NULL && g_hash_table_iter_next (&iter, NULL, &component))
    if (((ZanteComponent *)component)->provider == ZANTE_PROVIDER_BUILD)
      node_of (graph, component);
  return TRUE;
}

static gboolean
add_needs (Graph *graph, GError **error)
{
  while (graph->queue->len > 0)
    {
      ZanteNode *node = g_ptr_array_steal_index_fast (graph->queue, graph->queue->len - 1);
      for (guint i = 0; node->component->needs != NULL && node->component->needs[i] != NULL; i++)
        if (!add_need (graph, node, i, error))
          return FALSE;
    }
  return TRUE;
}

static gint
compare_nodes (gconstpointer a, gconstpointer b)
{
  return strcmp (((const ZanteNode *)a)->component->name, ((const ZanteNode *)b)->component->name);
}

static gint
compare_places (gconstpointer a, gconstpointer b)
{
  return compare_nodes (*(const ZanteNode *const *)a, *(const ZanteNode *const *)b);
}

static const ZanteNode *
first_missing (const GPtrArray *nodes)
{
  for (guint i = 0; i < nodes->len; i++)
    if (((ZanteNode *)nodes->pdata[i])->missing > 0)
      return nodes->pdata[i];
  return NULL;
}

/* Every node that still misses something lies on a cycle or needs one that does: following needs
 * leads into it. */
static void
fail_cycle (const GPtrArray *nodes, GError **error)
{
  g_autoptr (GPtrArray) path = g_ptr_array_new ();
  const ZanteNode *node = first_missing (nodes);
  guint first;
  while (!g_ptr_array_find (path, node, &first))
    {
      g_ptr_array_add (path, (gpointer)node);
      node = first_missing (node->needs);
    }
  g_ptr_array_remove_range (path, 0, first);
  guint least = 0;
  for (guint i = 1; i < path->len; i++)
    if (compare_nodes (path->pdata[i], path->pdata[least]) < 0)
      least = i;
  g_autoptr (GString) text = g_string_new (NULL);
  for (guint i = 0; i <= path->len; i++)
    {
      node = path->pdata[(least + i) % path->len];
      g_string_append_printf (text, "%s%s", i == 0 ? "" : " → ", node->component->name);
    }
  g_autofree char *place = location (node->component, "/needs");
  zante_error_set (
      error, ZANTE_ERROR_INPUT,
      "%scomponents need one another in a cycle: %s (take one of these out of 'needs')", place,
      text->str);
}

/* Kahn's algorithm; of all nodes whose needs are placed, the first by name comes next. */
static gboolean
order (ZantePlan *plan, GError **error)
{
  g_autoptr (GPtrArray) heap = g_ptr_array_new ();
  g_autoptr (GPtrArray) ordered = g_ptr_array_sized_new (plan->nodes->len);
  g_ptr_array_sort (plan->nodes, compare_places);
  for (guint i = 0; i < plan->nodes->len; i++)
    {
      ZanteNode *node = plan->nodes->pdata[i];
      g_ptr_array_sort (node->needs, compare_places);
      g_ptr_array_sort (node->dependents, compare_places);
      node->missing = node->needs->len;
      if (node->missing == 0)
        zante_heap_push (heap, node, compare_nodes);
    }
  for (ZanteNode *node = zante_heap_pop (heap, compare_nodes); node != NULL;
       node = zante_heap_pop (heap, compare_nodes))
    {
      node->index = ordered->len;
      g_ptr_array_add (ordered, node);
      for (guint i = 0; i < node->dependents->len; i++)
        if (--((ZanteNode *)node->dependents->pdata[i])->missing == 0)
          zante_heap_push (heap, node->dependents->pdata[i], compare_nodes);
    }
  if (ordered->len < plan->nodes->len)
    {
      fail_cycle (plan->nodes, error);
      return FALSE;
    }
  memcpy (plan->nodes->pdata, ordered->pdata, ordered->len * sizeof (gpointer));
  return TRUE;
}

gboolean
zante_graph_build (ZantePlan *plan, const ZanteRecipe *recipe, const char *const *roots,
                   GError **error)
{
  g_autoptr (GHashTable) components = components_by_name (recipe);
  g_autoptr (GPtrArray) queue = g_ptr_array_new ();
  Graph graph = {plan, components, queue};
  return add_roots (&graph, roots, error) && add_needs (&graph, error) && order (plan, error);
}
