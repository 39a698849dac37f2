/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <sys/stat.h>

#include "base/error.h"
#include "base/hash.h"
#include "fetch/apt/deb822.h"
#include "fetch/fetch.h"
#include "fetch/files.h"

static gboolean
is_intact (const char *path, const ZanteLockFile *file)
{
  struct stat st;
  g_autofree char *digest = NULL;
  if (lstat (path, &st) != 0 || !S_ISREG (st.st_mode) || (guint64)st.st_size != file->size)
    return FALSE;
  digest = zante_hash_file (path, NULL);
  return g_strcmp0 (digest, file->sha256) == 0;
}

/* The one paragraph of the file PATH. */
static GHashTable *
read_dsc (const char *path, GError **error)
{
  g_autofree char *data = NULL;
  gsize size;
  if (!g_file_get_contents (path, &data, &size, error))
    return NULL;
  g_autoptr (GPtrArray) paragraphs = zante_deb822_parse (data, size, path, error);
  if (paragraphs == NULL)
    return NULL;
  if (paragraphs->len == 1)
    return g_hash_table_ref (paragraphs->pdata[0]);
  return zante_error_null (error, ZANTE_ERROR_SOURCE, "%s: it is no source package", path);
}

void
zante_dsc_free (ZanteDsc *dsc)
{
  if (dsc == NULL)
    return;
  g_free (dsc->source);
  g_free (dsc->version);
  g_clear_pointer (&dsc->files, g_ptr_array_unref);
  g_free (dsc);
}

ZanteDsc *
zante_fetch_dsc (const char *path, GError **error)
{
  g_autoptr (GHashTable) dsc = read_dsc (path, error);
  g_autoptr (GPtrArray) files = dsc == NULL ? NULL : zante_deb822_files (dsc, path, error);
  g_autofree char *folder = g_path_get_dirname (path);
  for (guint i = 0; files != NULL && i < files->len; i++)
    {
      const ZanteLockFile *file = files->pdata[i];
      g_autofree char *beside = g_build_filename (folder, file->path, NULL);
      if (is_intact (beside, file))
        continue;
      return zante_error_null (
          error, ZANTE_ERROR_SOURCE,
          "%s: '%s' is missing beside it, or another file (build the package again)", path,
          file->path);
    }
  if (files == NULL)
    return NULL;
  ZanteDsc *result = g_new0 (ZanteDsc, 1);
  result->source = g_strdup (zante_deb822_get (dsc, "Source"));
  result->version = g_strdup (zante_deb822_get (dsc, "Version"));
  result->files = g_steal_pointer (&files);
  return result;
}

GPtrArray *
zante_fetch_paragraphs (const char *data, gsize size, const char *label, GError **error)
{
  return zante_deb822_parse (data, size, label, error);
}
