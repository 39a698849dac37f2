/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "fetch/local/head.h"

#include <string.h>

#include "base/git/run.h"
#include "fetch/local/list.h"

/* "SECONDS ID" */
char *
zante_local_head (const char *tree, gint64 *date, GCancellable *cancellable)
{
  const ZanteGit git = {.cancellable = cancellable};
  const char *const arguments[]
      = {ZANTE_LOCAL_GIT (tree), "rev-list", "--max-count=1", "--timestamp", "HEAD", "--", NULL};
  g_autofree char *output = zante_git_output (&git, arguments, NULL, NULL);
  char *id = NULL;
  if (output == NULL)
    return NULL;
  *date = g_ascii_strtoll (output, &id, 10);
  g_strstrip (id);
  return *date > 0 && zante_git_id_is_valid (id) ? g_strdup (id) : NULL;
}

/* "MODE TYPE ID\tPATH" */
static void
add_line (GHashTable *files, const char *line)
{
  const char *tab = strchr (line, '\t');
  g_autofree char *head = tab == NULL ? NULL : g_strndup (line, (gsize)(tab - line));
  g_auto (GStrv) words = g_strsplit (head == NULL ? "" : head, " ", -1);
  if (g_strv_length (words) == 3 && strcmp (words[1], "blob") == 0)
    g_hash_table_insert (files, g_strdup (tab + 1), g_strconcat (words[0], " ", words[2], NULL));
}

GHashTable *
zante_local_committed (const char *tree, GCancellable *cancellable)
{
  gsize size = 0;
  const ZanteGit git = {.cancellable = cancellable};
  const char *const arguments[] = {ZANTE_LOCAL_GIT (tree), "ls-tree", "-r", "-z", "HEAD", NULL};
  g_autofree char *output = zante_git_output (&git, arguments, &size, NULL);
  if (output == NULL)
    return NULL;
  GHashTable *files = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  for (const char *line = output; line < output + size; line += strlen (line) + 1)
    add_line (files, line);
  return files;
}
