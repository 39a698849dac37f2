/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "stage/stage.h"

#include <sys/stat.h>

#include "base/error.h"
#include "base/fs.h"
#include "base/hash.h"
#include "stage/paths.h"
#include "stage/record.h"
#include "stage/roots.h"

static ZanteRecord *
load (const char *path)
{
  g_autofree char *data = NULL;
  gsize size = 0;
  if (!g_file_get_contents (path, &data, &size, NULL))
    return NULL;
  return zante_record_parse (data, size, NULL);
}

/* Whether the object is there in full length; its content is verified when it is used. */
static gboolean
has_object (const ZanteWorkspace *workspace, const ZanteRecord *record)
{
  struct stat st;
  g_autofree char *path = zante_store_object_path (workspace, record->output);
  return lstat (path, &st) == 0 && S_ISREG (st.st_mode) && (guint64)st.st_size == record->size;
}

ZanteRecord *
zante_store_lookup (const ZanteWorkspace *workspace, const char *key)
{
  if (!zante_hash_is_valid (key))
    return NULL;
  g_autofree char *path = zante_store_key_path (workspace, key);
  g_autoptr (ZanteRecord) record = load (path);
  if (record == NULL || !has_object (workspace, record))
    return NULL;
  return g_steal_pointer (&record);
}

ZanteRecord *
zante_store_last (const ZanteWorkspace *workspace, const char *component)
{
  g_autofree char *path = zante_store_last_path (workspace, component);
  return load (path);
}

static gboolean
write_record (const char *path, const char *text, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  return zante_fs_make_dirs (folder, error) && zante_fs_write (path, text, -1, error);
}

gboolean
zante_store_remember (const ZanteWorkspace *workspace, const char *key, const ZanteRecord *record,
                      GError **error)
{
  g_autofree char *text = zante_record_format (record);
  g_autofree char *key_path = zante_store_key_path (workspace, key);
  g_autofree char *last_path = zante_store_last_path (workspace, record->component);
  return zante_roots_add_one (workspace, key, error) && write_record (key_path, text, error)
         && write_record (last_path, text, error);
}
