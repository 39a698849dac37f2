/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "base/error.h"
#include "fetch/git/tree.h"

enum { LIMIT = 1 << 20 };

/* The object ID of TYPE: its SIZE bytes, and a NUL byte. Owned by the caller. */
static char *
read_object (const ZanteGit *git, const char *id, const char *type, gsize *size, GError **error)
{
  ZanteGitObject object;
  g_autoptr (ZanteGitObjects) objects = zante_git_objects_read_one (git, id, error);
  if (objects == NULL || !zante_git_objects_get (objects, id, type, &object, error))
    return NULL;
  *size = object.size;
  char *data = g_malloc (object.size + 1);
  memcpy (data, object.data, object.size);
  data[object.size] = '\0';
  return data;
}

/* The id of the entry NAME of the tree ID, or NULL; owned by the caller. */
static char *
find_entry (const ZanteGit *git, const char *id, const char *name, GError **error)
{
  gsize size;
  g_autofree char *data = read_object (git, id, "tree", &size, error);
  g_autoptr (GPtrArray) entries
      = data == NULL ? NULL : zante_git_tree_parse (data, size, strlen (id) / 2, error);
  for (guint i = 0; entries != NULL && i < entries->len; i++)
    {
      const ZanteGitEntry *entry = entries->pdata[i];
      if (strcmp (entry->name, name) == 0 && entry->kind != ZANTE_GIT_LINK)
        return g_strdup (entry->id);
    }
  if (entries != NULL)
    zante_error_set (error, ZANTE_ERROR_SOURCE, "the commit has no file '%s'", name);
  return NULL;
}

char *
zante_git_read_file (const ZanteGit *git, const char *commit, const char *path, GError **error)
{
  gsize size;
  gint64 time;
  g_auto (GStrv) names = g_strsplit (path, "/", -1);
  g_autofree char *data = read_object (git, commit, "commit", &size, error);
  g_autofree char *id = data == NULL ? NULL : zante_git_commit_parse (data, size, &time, error);
  for (char **name = names; id != NULL && *name != NULL; name++)
    {
      char *next = find_entry (git, id, *name, error);
      g_free (id);
      id = next;
    }
  char *text = id == NULL ? NULL : read_object (git, id, "blob", &size, error);
  if (text == NULL || size <= LIMIT)
    return text;
  g_free (text);
  return zante_error_null (error, ZANTE_ERROR_SOURCE, "'%s' is longer than 1 MiB", path);
}
