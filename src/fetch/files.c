/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "fetch/files.h"

#include <glib/gstdio.h>
#include <string.h>

#include "base/archive.h"
#include "base/error.h"
#include "base/hash.h"

void
zante_lock_file_free (ZanteLockFile *file)
{
  if (file == NULL)
    return;
  g_free (file->path);
  g_free (file->sha256);
  g_free (file);
}

GPtrArray *
zante_lock_files_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify)zante_lock_file_free);
}

ZanteLockFile *
zante_lock_file_new (const char *path, guint64 size, const char *sha256)
{
  ZanteLockFile *file = g_new0 (ZanteLockFile, 1);
  file->path = g_strdup (path);
  file->size = size;
  file->sha256 = g_strdup (sha256);
  return file;
}

GPtrArray *
zante_lock_files_copy (GPtrArray *files)
{
  GPtrArray *copy = zante_lock_files_new ();
  for (guint i = 0; i < files->len; i++)
    {
      const ZanteLockFile *file = g_ptr_array_index (files, i);
      g_ptr_array_add (copy, zante_lock_file_new (file->path, file->size, file->sha256));
    }
  return copy;
}

gboolean
zante_lock_file_name_is_safe (const char *name)
{
  gsize length = strlen (name);
  if (length == 0 || length > 255 || name[0] == '.' || name[0] == '-')
    return FALSE;
  for (const char *c = name; *c != '\0'; c++)
    if (*c == '/' || (guchar)*c <= ' ' || *c == 0x7f)
      return FALSE;
  return TRUE;
}

const char *
zante_lock_file_name (const ZanteLockFile *file)
{
  if (file->path == NULL)
    return NULL;
  const char *slash = strrchr (file->path, '/');
  const char *name = slash == NULL ? file->path : slash + 1;
  return zante_lock_file_name_is_safe (name) ? name : NULL;
}

char *
zante_lock_file_place (const ZanteWorkspace *workspace, const ZanteLockFile *file, GError **error)
{
  const char *name = zante_lock_file_name (file);
  if (name != NULL && zante_hash_is_valid (file->sha256))
    return g_build_filename (workspace->downloads, file->sha256, name, NULL);
  return zante_error_null (
      error, ZANTE_ERROR_INPUT,
      "the lock has no usable path and sha256 for '%s' (run 'zante lock --update')",
      file->path == NULL ? "" : file->path);
}

gboolean
zante_lock_file_is_present (const ZanteWorkspace *workspace, const ZanteLockFile *file)
{
  g_autofree char *place = zante_lock_file_place (workspace, file, NULL);
  GStatBuf st;
  return place != NULL && g_lstat (place, &st) == 0 && S_ISREG (st.st_mode)
         && (file->size == 0 || (guint64)st.st_size == file->size);
}

char *
zante_lock_file_verified (const ZanteWorkspace *workspace, const ZanteLockFile *file,
                          GError **error)
{
  g_autofree char *place = zante_lock_file_place (workspace, file, error);
  if (place == NULL)
    return NULL;
  if (!g_file_test (place, G_FILE_TEST_EXISTS))
    return zante_error_null (error, ZANTE_ERROR_SOURCE,
                             "'%s' is not downloaded yet (run 'zante fetch')",
                             zante_lock_file_name (file));
  g_autofree char *digest = zante_hash_file (place, error);
  if (digest == NULL)
    return NULL;
  if (strcmp (digest, file->sha256) == 0)
    return g_steal_pointer (&place);
  g_unlink (place);
  return zante_error_null (
      error, ZANTE_ERROR_SOURCE,
      "the downloaded copy of '%s' was damaged and has been removed (run 'zante fetch')",
      zante_lock_file_name (file));
}

gboolean
zante_lock_file_extract (const ZanteWorkspace *workspace, const ZanteLockFile *file, guint strip,
                         const char *dest, GCancellable *cancellable, GError **error)
{
  ZanteArchiveOptions options
      = {.strip = strip, .sha256 = file->sha256, .cancellable = cancellable};
  g_autofree char *place = zante_lock_file_place (workspace, file, error);
  g_autoptr (GError) local = NULL;
  if (place == NULL)
    return FALSE;
  if (g_file_test (place, G_FILE_TEST_EXISTS)
      && zante_archive_extract (place, dest, &options, &local))
    return TRUE;
  /* a damaged copy explains the failure better than what came of it */
  g_autofree char *verified = zante_lock_file_verified (workspace, file, error);
  if (verified == NULL)
    return FALSE;
  if (zante_archive_check (verified, NULL))
    g_propagate_error (error, g_steal_pointer (&local));
  else
    g_propagate_prefixed_error (error, g_steal_pointer (&local),
                                "what the lock pins is no archive (correct the source's address "
                                "and run 'zante lock --update'): ");
  return FALSE;
}
