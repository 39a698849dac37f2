/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "base/error.h"
#include "base/fs.h"
#include "queue/folder.h"

void
zante_queue_tree_clear (ZanteQueueTree *tree)
{
  if (tree->folder != NULL)
    zante_fs_remove_tree (tree->folder, NULL);
  g_clear_pointer (&tree->folder, g_free);
  g_clear_pointer (&tree->tree, g_free);
}

/* The tree of the index, whose objects are in the scratch folder. */
static char *
write_tree (const ZanteQueueTree *tree, GError **error)
{
  const char *const arguments[] = {"write-tree", NULL};
  char *id = zante_git_output (&tree->git, arguments, NULL, error);
  return id == NULL ? NULL : g_strchomp (id);
}

gboolean
zante_queue_tree_open (ZanteQueueTree *tree, const ZanteGit *git, const char *commit,
                       GError **error)
{
  tree->folder = g_dir_make_tmp ("zante-queue-XXXXXX", error);
  if (tree->folder == NULL)
    return FALSE;
  g_autofree char *objects = g_build_filename (tree->folder, "objects", NULL);
  tree->git = *git; /* borrows all of it */
  tree->git.scratch = tree->folder;
  const char *const read[] = {"read-tree", commit, NULL};
  g_autofree char *output = zante_fs_make_dirs (objects, error)
                                ? zante_git_output (&tree->git, read, NULL, error)
                                : NULL;
  tree->tree = output == NULL ? NULL : write_tree (tree, error);
  return tree->tree != NULL;
}

static char *
diff_trees (const ZanteQueueTree *tree, const char *from, const char *to, GError **error)
{
  const char *const arguments[]
      = {"diff-tree", "-p", "--full-index", "--no-renames", "--no-ext-diff", "--no-textconv", from,
         to,          NULL};
  return zante_git_output (&tree->git, arguments, NULL, error);
}

gboolean
zante_queue_tree_apply (ZanteQueueTree *tree, const ZanteQueuePatch *patch, char **diff,
                        GError **error)
{
  const char *const apply[] = {"apply", "--cached", "--whitespace=nowarn", "-", NULL};
  g_autoptr (GError) reason = NULL;
  g_autofree char *output
      = zante_git_answer (&tree->git, apply, patch->patch->text->str, NULL, &reason);
  g_autofree char *made = output == NULL ? NULL : write_tree (tree, &reason);
  if (made == NULL)
    {
      g_set_error (error, ZANTE_ERROR, ZANTE_ERROR_SOURCE, "patch '%s': %s", patch->name,
                   reason->message);
      return FALSE;
    }
  g_autofree char *before = g_steal_pointer (&tree->tree);
  tree->tree = g_steal_pointer (&made);
  if (diff != NULL)
    *diff = diff_trees (tree, before, tree->tree, error);
  return diff == NULL || *diff != NULL;
}

char *
zante_queue_tree_diff (const ZanteQueueTree *tree, const char *commit, GError **error)
{
  g_autofree char *to = g_strconcat (commit, "^{tree}", NULL);
  return diff_trees (tree, tree->tree, to, error);
}

/* One git-apply(1) for N patches: it takes a file that one changed as that one left it, and changes
 * nothing when one does not apply. */
static gboolean
apply_all (ZanteQueueTree *tree, const ZanteQueue *queue, guint n)
{
  const char *const apply[] = {"apply", "--cached", "--whitespace=nowarn", "-", NULL};
  g_autoptr (GString) all = g_string_new (NULL);
  for (guint i = 0; i < n; i++)
    g_string_append (all, ((const ZanteQueuePatch *)queue->patches->pdata[i])->patch->text->str);
  g_autofree char *output = zante_git_answer (&tree->git, apply, all->str, NULL, NULL);
  g_autofree char *made = output == NULL ? NULL : write_tree (tree, NULL);
  if (made == NULL)
    return FALSE;
  g_free (tree->tree);
  tree->tree = g_steal_pointer (&made);
  return TRUE;
}

gboolean
zante_queue_tree_push (ZanteQueueTree *tree, const ZanteGit *git, const ZanteQueue *queue, guint n,
                       GError **error)
{
  if (!zante_queue_tree_open (tree, git, queue->base, error))
    return FALSE;
  if (n == 0 || apply_all (tree, queue, n))
    return TRUE;
  /* One does not apply: which is told by them one by one. */
  for (guint i = 0; i < n; i++)
    if (!zante_queue_tree_apply (tree, queue->patches->pdata[i], NULL, error))
      return FALSE;
  return TRUE;
}
