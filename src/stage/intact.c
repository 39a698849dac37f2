/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "stage/intact.h"

#include "stage/tree.h"

/* Of folders only the type is compared: every part that has one may ask for another mode. */
static gboolean
is_same (const ZanteTreeEntry *entry, const ZanteTreeEntry *saved)
{
  if (saved == NULL)
    return FALSE;
  if (S_ISREG (saved->mode))
    return entry->mode == saved->mode && entry->inode == saved->inode && entry->size == saved->size
           && entry->mtime == saved->mtime;
  return (entry->mode & S_IFMT) == (saved->mode & S_IFMT)
         && g_strcmp0 (entry->target, saved->target) == 0;
}

/* Different paths in the sorted TREE, where several parts have the same folder. */
static guint
count_paths (GPtrArray *tree)
{
  guint n = 0;
  for (guint i = 0; i < tree->len; i++)
    {
      const ZanteTreeEntry *entry = tree->pdata[i];
      const ZanteTreeEntry *last = i > 0 ? tree->pdata[i - 1] : NULL;
      n += last == NULL || !g_str_equal (last->path, entry->path);
    }
  return n;
}

gboolean
zante_union_is_intact (const char *root, const char *index)
{
  g_autoptr (GPtrArray) saved = zante_tree_load (index, NULL, NULL);
  g_autoptr (GPtrArray) found = zante_tree_list (root, NULL);
  if (saved == NULL || found == NULL || found->len != count_paths (saved))
    return FALSE;
  for (guint i = 0; i < found->len; i++)
    {
      const ZanteTreeEntry *entry = found->pdata[i];
      if (!is_same (entry, zante_tree_find (saved, entry->path)))
        return FALSE;
    }
  return TRUE;
}
