/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "stage/adopt.h"

#include "base/error.h"
#include "stage/tree.h"

static char *
index_path (const ZanteWorkspace *workspace, const char *component)
{
  g_autofree char *name = g_strconcat ("stage-", component, ".index", NULL);
  return g_build_filename (workspace->state, name, NULL);
}

GPtrArray *
zante_adopted_scan (const ZanteWorkspace *workspace, const char *component, const char *stage,
                    GError **error)
{
  g_autofree char *path = index_path (workspace, component);
  g_autoptr (GPtrArray) known = zante_tree_load (path, stage, NULL);
  g_autoptr (GPtrArray) tree = zante_tree_scan (stage, known, error);
  if (tree == NULL || !zante_tree_save (tree, stage, path, error))
    {
      g_prefix_error (error, "component '%s': ", component);
      return NULL;
    }
  return g_steal_pointer (&tree);
}

char *
zante_store_adopt (const ZanteWorkspace *workspace, const char *component, const char *stage,
                   guint64 *size, GError **error)
{
  g_autoptr (GPtrArray) tree = zante_adopted_scan (workspace, component, stage, error);
  if (tree == NULL)
    return NULL;
  guint64 sum = 0;
  for (guint i = 0; i < tree->len; i++)
    sum += ((const ZanteTreeEntry *)tree->pdata[i])->size;
  if (size != NULL)
    *size = sum;
  return zante_tree_digest (tree);
}
