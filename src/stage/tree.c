/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "stage/tree.h"

#include <fcntl.h>
#include <string.h>

#include "base/error.h"
#include "base/fs.h"
#include "base/hash.h"
#include "base/strings.h"

void
zante_tree_entry_free (ZanteTreeEntry *entry)
{
  if (entry == NULL)
    return;
  g_free (entry->path);
  g_free (entry->target);
  g_free (entry);
}

ZanteTreeEntry *
zante_tree_entry_copy (const ZanteTreeEntry *entry)
{
  ZanteTreeEntry *copy = g_new (ZanteTreeEntry, 1);
  *copy = *entry;
  copy->path = g_strdup (entry->path);
  copy->target = g_strdup (entry->target);
  return copy;
}

mode_t
zante_tree_mode (mode_t mode)
{
  mode_t type = mode & S_IFMT;
  if (S_ISLNK (mode))
    return type | 0777;
  if (S_ISDIR (mode) && (mode & S_ISVTX) != 0)
    return type | (mode & 01777) | 0700;
  mode_t normal = S_ISDIR (mode) || (mode & S_IXUSR) != 0 ? 0755 : 0644;
  if ((mode & S_IRWXG) == 0)
    normal &= ~(mode_t)S_IRWXG;
  if ((mode & S_IRWXO) == 0)
    normal &= ~(mode_t)S_IRWXO;
  /* a set-group-ID folder only says where the workspace lies */
  return type | normal | (S_ISREG (mode) ? mode & (S_ISUID | S_ISGID) : 0);
}

static ZanteTreeEntry *
entry_new (ZanteFsEntry *from)
{
  ZanteTreeEntry *entry = g_new0 (ZanteTreeEntry, 1);
  entry->path = g_steal_pointer (&from->path);
  entry->target = g_steal_pointer (&from->target);
  entry->mode = zante_tree_mode (from->st.st_mode);
  entry->size = S_ISREG (entry->mode) ? (guint64)from->st.st_size : 0;
  entry->inode = from->st.st_ino;
  entry->mtime = zante_fs_nanoseconds (from->st.st_mtim);
  entry->ctime = zante_fs_nanoseconds (from->st.st_ctim);
  return entry;
}

GPtrArray *
zante_tree_list (const char *root, GError **error)
{
  g_autoptr (GPtrArray) list = zante_fs_list (root, error);
  if (list == NULL)
    return NULL;
  g_autoptr (GPtrArray) tree
      = g_ptr_array_new_full (list->len, (GDestroyNotify)zante_tree_entry_free);
  for (guint i = 0; i < list->len; i++)
    {
      ZanteFsEntry *from = list->pdata[i];
      if (!S_ISREG (from->st.st_mode) && !S_ISDIR (from->st.st_mode) && !S_ISLNK (from->st.st_mode))
        return zante_error_null (
            error, ZANTE_ERROR_FAILED,
            "'/%s' is a device, a socket or a pipe: install only files, folders and "
            "links",
            from->path);
      g_ptr_array_add (tree, entry_new (from));
    }
  zante_strings_sort_by (tree, ZanteTreeEntry, path);
  return g_steal_pointer (&tree);
}

const ZanteTreeEntry *
zante_tree_find (GPtrArray *tree, const char *path)
{
  guint low = 0, high = tree != NULL ? tree->len : 0;
  while (low < high)
    {
      guint middle = low + (high - low) / 2;
      const ZanteTreeEntry *entry = tree->pdata[middle];
      int order = strcmp (path, entry->path);
      if (order == 0)
        return entry;
      if (order < 0)
        high = middle;
      else
        low = middle + 1;
    }
  return NULL;
}

static gboolean
is_unchanged (const ZanteTreeEntry *entry, const ZanteTreeEntry *known)
{
  return known != NULL && known->digest[0] != '\0' && S_ISREG (known->mode)
         && known->inode == entry->inode && known->size == entry->size
         && known->mtime == entry->mtime && known->ctime == entry->ctime;
}

static gboolean
hash_entry (ZanteTreeEntry *entry, const char *root, GPtrArray *known, GError **error)
{
  if (!S_ISREG (entry->mode))
    return TRUE;
  const ZanteTreeEntry *before = zante_tree_find (known, entry->path);
  if (is_unchanged (entry, before))
    {
      memcpy (entry->digest, before->digest, sizeof entry->digest);
      return TRUE;
    }
  g_autofree char *path = g_build_filename (root, entry->path, NULL);
  g_autofree char *digest = zante_hash_file (path, error);
  if (digest == NULL)
    return FALSE;
  g_strlcpy (entry->digest, digest, sizeof entry->digest);
  return TRUE;
}

GPtrArray *
zante_tree_scan (const char *root, GPtrArray *known, GError **error)
{
  g_autoptr (GPtrArray) tree = zante_tree_list (root, error);
  for (guint i = 0; tree != NULL && i < tree->len; i++)
    if (!hash_entry (tree->pdata[i], root, known, error))
      return NULL;
  return g_steal_pointer (&tree);
}

char *
zante_tree_digest (GPtrArray *tree)
{
  g_autoptr (ZanteHash) hash = zante_hash_new ();
  for (guint i = 0; i < tree->len; i++)
    {
      const ZanteTreeEntry *entry = tree->pdata[i];
      guint32 mode = GUINT32_TO_LE (entry->mode);
      zante_hash_update_string (hash, entry->path);
      zante_hash_update (hash, &mode, sizeof mode);
      zante_hash_update_string (hash, entry->target);
      zante_hash_update_string (hash, entry->digest);
    }
  return zante_hash_finish (hash);
}
