/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "base/fs.h"
#include "base/hash.h"
#include "stage/paths.h"
#include "stage/stage.h"

static gboolean
check (int fd, const char *output, guint64 size, GError **error)
{
  struct stat st;
  g_autofree char *digest = zante_hash_fd (fd, error);
  if (digest == NULL)
    return FALSE;
  if (fstat (fd, &st) == 0 && (guint64)st.st_size == size && strcmp (digest, output) == 0)
    return TRUE;
  g_set_error (error, ZANTE_ERROR, ZANTE_ERROR_SOURCE,
               "its object is another one: %" G_GUINT64_FORMAT " of %" G_GUINT64_FORMAT
               " bytes, with the SHA-256 %s instead of %s",
               (guint64)st.st_size, size, digest, output);
  return FALSE;
}

/* A new file in SCRATCH that SOURCE filled with what it should; its name, owned by the caller. */
static char *
fill (const ZanteScratch *scratch, const char *output, guint64 size, ZanteStoreSource source,
      gpointer user_data, GError **error)
{
  g_autofree char *path = g_build_filename (scratch->path, "object", NULL);
  g_auto (ZanteFd) fd = open (path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
  if (fd < 0)
    zante_error_errno (error, errno, "cannot make '%s'", path);
  else if (source (fd, user_data) && check (fd, output, size, error))
    {
      if (fsync (fd) == 0)
        return g_steal_pointer (&path);
      zante_error_errno (error, errno, "cannot write '%s'", path);
    }
  return NULL;
}

/* Whether the object is here, undamaged. */
static gboolean
has (const ZanteWorkspace *workspace, const char *output)
{
  g_autofree char *path = zante_store_object_path (workspace, output);
  g_autofree char *digest = zante_hash_file (path, NULL);
  return g_strcmp0 (digest, output) == 0;
}

gboolean
zante_store_receive (const ZanteWorkspace *workspace, const char *output, guint64 size,
                     ZanteStoreSource source, gpointer user_data, GError **error)
{
  if (has (workspace, output))
    return TRUE;
  g_autoptr (ZanteScratch) scratch = zante_scratch_new (workspace, error);
  g_autofree char *file
      = scratch == NULL ? NULL : fill (scratch, output, size, source, user_data, error);
  return file != NULL && zante_store_publish (workspace, file, output, error);
}

gboolean
zante_store_prove (const ZanteWorkspace *workspace, const char *output, guint64 size,
                   ZanteStoreSource source, gpointer user_data, GError **error)
{
  g_autoptr (ZanteScratch) scratch = zante_scratch_new (workspace, error);
  g_autofree char *file
      = scratch == NULL ? NULL : fill (scratch, output, size, source, user_data, error);
  return file != NULL;
}
