/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

#include "base/error.h"
#include "base/hash.h"
#include "stage/paths.h"
#include "stage/roots.h"
#include "stage/stage.h"

/* Another project may be about to say that it uses what it has just made. */
enum { SHARED_GRACE_S = 24 * 60 * 60 };

typedef struct {
  const ZanteWorkspace *workspace;
  gint64 spare; /* seconds since the epoch: what is younger stays; 0: nothing does for that */
  guint64 freed;
} Sweep;

/* Remove the files of STORE/FOLDER that are DIGEST+SUFFIX with a digest outside of LIVE. */
static gboolean
sweep (Sweep *s, const char *folder, const char *suffix, GHashTable *live, GError **error)
{
  g_autofree char *path = g_build_filename (s->workspace->store, folder, NULL);
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  for (const char *name = NULL; dir != NULL && (name = g_dir_read_name (dir)) != NULL;)
    {
      g_autofree char *digest = g_strndup (name, ZANTE_HASH_HEX);
      g_autofree char *file = g_build_filename (path, name, NULL);
      struct stat st;
      if (!zante_hash_is_valid (digest) || !g_str_has_suffix (name, suffix)
          || g_hash_table_contains (live, digest) || lstat (file, &st) != 0
          || (s->spare > 0 && st.st_mtime >= s->spare))
        continue;
      if (g_unlink (file) != 0 && errno != ENOENT)
        return zante_error_errno (error, errno, "cannot remove '%s'", file);
      s->freed += (guint64)st.st_size;
    }
  return TRUE;
}

/* The objects that the records of KEYS name. */
static GHashTable *
outputs_of (const ZanteWorkspace *workspace, GHashTable *keys)
{
  GHashTable *outputs = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GHashTableIter iter;
  gpointer key;
  g_hash_table_iter_init (&iter, keys);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    {
      g_autoptr (ZanteRecord) record = zante_store_lookup (workspace, key);
      if (record != NULL)
        g_hash_table_add (outputs, g_steal_pointer (&record->output));
    }
  return outputs;
}

gboolean
zante_store_gc (const ZanteWorkspace *workspace, const char *const *live_keys, gint64 forget,
                guint64 *freed, GPtrArray *others, GError **error)
{
  g_autoptr (GHashTable) keys = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  Sweep s = {.workspace = workspace};
  if (!zante_roots_renew (workspace, live_keys, error)
      || !zante_roots_read (workspace, forget, keys, others, error))
    return FALSE;
  if (others->len > 0)
    s.spare = g_get_real_time () / G_USEC_PER_SEC - SHARED_GRACE_S;
  for (; live_keys != NULL && *live_keys != NULL; live_keys++)
    g_hash_table_add (keys, g_strdup (*live_keys));
  g_autoptr (GHashTable) outputs = outputs_of (workspace, keys);
  zante_scratch_sweep (workspace);
  /* keys first: a record without its object is worse than an object without a record */
  if (!sweep (&s, "keys", ".json", keys, error)
      || !sweep (&s, "objects", ".tar.zst", outputs, error))
    return FALSE;
  if (freed != NULL)
    *freed = s.freed;
  return TRUE;
}

gboolean
zante_store_use (const ZanteWorkspace *workspace, const char *const *keys, GError **error)
{
  return zante_roots_add (workspace, keys, error);
}
