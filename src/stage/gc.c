/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

#include "base/error.h"
#include "base/hash.h"
#include "stage/paths.h"
#include "stage/stage.h"

/* Remove the files of STORE/FOLDER that are DIGEST+SUFFIX with a digest outside of LIVE. */
static gboolean
sweep (const ZanteWorkspace *workspace, const char *folder, const char *suffix, GHashTable *live,
       guint64 *freed, GError **error)
{
  g_autofree char *path = g_build_filename (workspace->store, folder, NULL);
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  for (const char *name = NULL; dir != NULL && (name = g_dir_read_name (dir)) != NULL;)
    {
      g_autofree char *digest = g_strndup (name, ZANTE_HASH_HEX);
      g_autofree char *file = g_build_filename (path, name, NULL);
      struct stat st;
      if (!zante_hash_is_valid (digest) || !g_str_has_suffix (name, suffix)
          || g_hash_table_contains (live, digest) || lstat (file, &st) != 0)
        continue;
      if (g_unlink (file) != 0 && errno != ENOENT)
        return zante_error_errno (error, errno, "cannot remove '%s'", file);
      *freed += (guint64)st.st_size;
    }
  return TRUE;
}

gboolean
zante_store_gc (const ZanteWorkspace *workspace, const char *const *live_keys, guint64 *freed,
                GError **error)
{
  g_autoptr (GHashTable) keys = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GHashTable) outputs = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  guint64 sum = 0;
  for (; live_keys != NULL && *live_keys != NULL; live_keys++)
    {
      g_autoptr (ZanteRecord) record = zante_store_lookup (workspace, *live_keys);
      g_hash_table_add (keys, (gpointer)*live_keys);
      if (record != NULL)
        g_hash_table_add (outputs, g_steal_pointer (&record->output));
    }
  zante_scratch_sweep (workspace);
  /* keys first: a record without its object is worse than an object without a record */
  if (!sweep (workspace, "keys", ".json", keys, &sum, error)
      || !sweep (workspace, "objects", ".tar.zst", outputs, &sum, error))
    return FALSE;
  if (freed != NULL)
    *freed = sum;
  return TRUE;
}
