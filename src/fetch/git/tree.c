/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "fetch/git/tree.h"

#include <string.h>
#include <sys/stat.h>

#include "base/error.h"

enum { MAX_DEPTH = 100, MAX_ENTRIES = 500000, MAX_MODE = 0177777 };

void
zante_git_entry_free (ZanteGitEntry *entry)
{
  if (entry == NULL)
    return;
  g_free (entry->name);
  g_free (entry->id);
  g_free (entry);
}

static gboolean
refuse (const char *name, const char *why, GError **error)
{
  g_autofree char *shown = g_strescape (name, NULL);
  return zante_error_set (error, ZANTE_ERROR_SOURCE, "the entry '%.200s' of a git tree %s", shown,
                          why);
}

/* Modes of old repositories have odd permissions; git looks at one bit of them. */
static gboolean
take_mode (ZanteGitEntry *entry, const char *text, GError **error)
{
  enum { GITLINK = 0160000 };
  char *end;
  guint64 mode = g_ascii_strtoull (text, &end, 8);
  if (end == text || *end != ' ' || mode > MAX_MODE)
    return refuse (entry->name, "has a malformed mode", error);
  if (S_ISREG (mode))
    entry->kind = (mode & 0100) != 0 ? ZANTE_GIT_PROGRAM : ZANTE_GIT_FILE;
  else if (S_ISLNK (mode))
    entry->kind = ZANTE_GIT_LINK;
  else if (S_ISDIR (mode))
    entry->kind = ZANTE_GIT_FOLDER;
  else if ((mode & S_IFMT) == GITLINK)
    entry->kind = ZANTE_GIT_MODULE;
  else
    return refuse (entry->name, "is no file, folder, link or submodule", error);
  return TRUE;
}

static gboolean
check_name (const char *name, GError **error)
{
  enum { NAME_LIMIT = 255 };
  if (*name == '\0' || strcmp (name, ".") == 0 || strcmp (name, "..") == 0
      || strchr (name, '/') != NULL)
    return refuse (name, "leads elsewhere", error);
  if (g_ascii_strcasecmp (name, ".git") == 0)
    return refuse (name, "would be a repository of its own", error);
  return strlen (name) <= NAME_LIMIT || refuse (name, "is too long", error);
}

static char *
hexadecimal (const char *bytes, gsize n)
{
  GString *text = g_string_sized_new (2 * n);
  for (gsize i = 0; i < n; i++)
    g_string_append_printf (text, "%02x", (guchar)bytes[i]);
  return g_string_free (text, FALSE);
}

/* "MODE NAME\0ID" at AT; returns where the next one begins, or NULL. */
static const char *
take_entry (GPtrArray *entries, const char *at, const char *end, gsize id_bytes, GError **error)
{
  const char *nul = memchr (at, '\0', (gsize)(end - at));
  const char *space = nul == NULL ? NULL : memchr (at, ' ', (gsize)(nul - at));
  if (space == NULL || (gsize)(end - nul - 1) < id_bytes)
    {
      refuse ("", "is cut short", error);
      return NULL;
    }
  g_autoptr (ZanteGitEntry) entry = g_new0 (ZanteGitEntry, 1);
  entry->name = g_strdup (space + 1);
  entry->id = hexadecimal (nul + 1, id_bytes);
  if (!check_name (entry->name, error) || !take_mode (entry, at, error))
    return NULL;
  g_ptr_array_add (entries, g_steal_pointer (&entry));
  return nul + 1 + id_bytes;
}

GPtrArray *
zante_git_tree_parse (const char *data, gsize size, gsize id_bytes, GError **error)
{
  g_autoptr (GHashTable) names = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GPtrArray) entries
      = g_ptr_array_new_with_free_func ((GDestroyNotify)zante_git_entry_free);
  const char *end = data + size;
  for (const char *at = data; at < end;)
    {
      at = take_entry (entries, at, end, id_bytes, error);
      if (at == NULL)
        return NULL;
      const ZanteGitEntry *entry = g_ptr_array_index (entries, entries->len - 1);
      if (!g_hash_table_add (names, entry->name))
        {
          refuse (entry->name, "is there twice", error);
          return NULL;
        }
    }
  return g_steal_pointer (&entries);
}

static gboolean walk_tree (const ZanteGitObjects *objects, const char *id, const char *prefix,
                           guint depth, ZanteGitWalk *walk, GError **error);

static gboolean
visit (const ZanteGitObjects *objects, const ZanteGitEntry *entry, const char *prefix, guint depth,
       ZanteGitWalk *walk, GError **error)
{
  g_autofree char *path
      = *prefix == '\0' ? g_strdup (entry->name) : g_strconcat (prefix, "/", entry->name, NULL);
  /* a tree may be in itself's subtrees any number of times: a small pack, a full disk */
  if (++walk->entries > MAX_ENTRIES || depth > MAX_DEPTH)
    return refuse (path, "is one too many, or too deep", error);
  if (!walk->visit (entry, path, walk->user_data, error))
    return FALSE;
  return entry->kind != ZANTE_GIT_FOLDER
         || walk_tree (objects, entry->id, path, depth + 1, walk, error);
}

static gboolean
walk_tree (const ZanteGitObjects *objects, const char *id, const char *prefix, guint depth,
           ZanteGitWalk *walk, GError **error)
{
  ZanteGitObject tree;
  if (!zante_git_objects_get (objects, id, "tree", &tree, error))
    return FALSE;
  g_autoptr (GPtrArray) entries
      = zante_git_tree_parse (tree.data, tree.size, strlen (id) / 2, error);
  for (guint i = 0; entries != NULL && i < entries->len; i++)
    if (!visit (objects, g_ptr_array_index (entries, i), prefix, depth, walk, error))
      return FALSE;
  return entries != NULL;
}

gboolean
zante_git_walk (const ZanteGitObjects *objects, const char *commit, ZanteGitWalk *walk,
                GError **error)
{
  ZanteGitObject object;
  if (!zante_git_objects_get (objects, commit, "commit", &object, error))
    return FALSE;
  g_autofree char *tree = zante_git_commit_parse (object.data, object.size, &walk->time, error);
  return tree != NULL && walk_tree (objects, tree, "", 1, walk, error);
}
