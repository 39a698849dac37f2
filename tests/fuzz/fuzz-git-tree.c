/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tree and commit objects of git: whatever their bytes, no name that comes out leads elsewhere. */
#include <string.h>

#include "fetch/git/tree.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  gint64 time;
  const char *text = (const char *)data;
  g_autoptr (GPtrArray) entries = zante_git_tree_parse (text, size, 20, NULL);
  for (guint i = 0; entries != NULL && i < entries->len; i++)
    {
      const ZanteGitEntry *entry = g_ptr_array_index (entries, i);
      g_assert (zante_git_id_is_valid (entry->id) && *entry->name != '\0');
      g_assert (strchr (entry->name, '/') == NULL && strcmp (entry->name, "..") != 0);
    }
  g_autofree char *tree = zante_git_commit_parse (text, size, &time, NULL);
  g_assert (tree == NULL || zante_git_id_is_valid (tree));
  return 0;
}
