/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "plan/folder.h"

#include <stdlib.h>
#include <string.h>

#include "base/fs.h"
#include "base/hash.h"
#include "plan/key-input.h"

/* Backups, locks and swap files of emacs and vi. */
static gboolean
is_left_behind (const char *path)
{
  const char *slash = strrchr (path, '/');
  const char *name = slash == NULL ? path : slash + 1;
  return g_str_has_suffix (name, "~") || g_str_has_prefix (name, ".#")
         || g_pattern_match_simple ("#*#", name) || g_pattern_match_simple (".*.sw?", name);
}

static char *
file_value (const char *path, mode_t mode, GError **error)
{
  g_autofree char *digest = zante_hash_file (path, error);
  if (digest == NULL)
    return NULL;
  return g_strconcat (digest, (mode & 0111) != 0 ? " executable" : "", NULL);
}

static char *
link_value (const char *path, const char *target, GError **error)
{
  g_autofree char *real = realpath (path, NULL);
  struct stat st;
  if (real == NULL || stat (real, &st) != 0 || !S_ISREG (st.st_mode))
    return g_strconcat ("link ", target, NULL);
  g_autofree char *content = file_value (real, st.st_mode, error);
  return content == NULL ? NULL : g_strconcat ("link ", target, " ", content, NULL);
}

static gboolean
add_entry (const char *folder, const char *kind, const ZanteFsEntry *entry, GPtrArray *inputs,
           GError **error)
{
  g_autofree char *path = g_build_filename (folder, entry->path, NULL);
  g_autofree char *value = entry->target != NULL ? link_value (path, entry->target, error)
                                                 : file_value (path, entry->st.st_mode, error);
  if (value == NULL)
    return FALSE;
  zante_key_add (inputs, kind, entry->path, value);
  return TRUE;
}

gboolean
zante_folder_gather (const char *folder, const char *kind, gboolean (*skip) (const char *path),
                     GPtrArray *inputs, GError **error)
{
  g_autoptr (GPtrArray) entries = zante_fs_list (folder, error);
  if (entries == NULL)
    return FALSE;
  for (guint i = 0; i < entries->len; i++)
    {
      const ZanteFsEntry *entry = entries->pdata[i];
      gboolean is_file = S_ISREG (entry->st.st_mode) || S_ISLNK (entry->st.st_mode);
      if (!is_file || (skip != NULL && skip (entry->path)) || is_left_behind (entry->path))
        continue;
      if (!add_entry (folder, kind, entry, inputs, error))
        return FALSE;
    }
  return TRUE;
}
