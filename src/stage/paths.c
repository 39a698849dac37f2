/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "stage/paths.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/error.h"

static char *
store_path (const ZanteWorkspace *workspace, const char *folder, const char *name,
            const char *suffix)
{
  g_autofree char *file = g_strconcat (name, suffix, NULL);
  return g_build_filename (workspace->store, folder, file, NULL);
}

char *
zante_store_object_path (const ZanteWorkspace *workspace, const char *output)
{
  return store_path (workspace, "objects", output, ".tar.zst");
}

char *
zante_store_key_path (const ZanteWorkspace *workspace, const char *key)
{
  return store_path (workspace, "keys", key, ".json");
}

char *
zante_store_last_path (const ZanteWorkspace *workspace, const char *component)
{
  return store_path (workspace, "last", component, ".json");
}

/* Lock the folder PATH without waiting: a descriptor, or -1 when another process has it. */
static int
try_lock (const char *path)
{
  g_auto (ZanteFd) fd = open (path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  struct stat held, named;
  if (fd < 0 || flock (fd, LOCK_EX | LOCK_NB) != 0)
    return -1;
  /* Another process may have swept it between open and flock. */
  if (fstat (fd, &held) != 0 || lstat (path, &named) != 0 || held.st_ino != named.st_ino)
    return -1;
  int locked = fd;
  fd = -1;
  return locked;
}

void
zante_scratch_sweep (const ZanteWorkspace *workspace)
{
  g_autofree char *folder = g_build_filename (workspace->store, "tmp", NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  for (const char *name = NULL; dir != NULL && (name = g_dir_read_name (dir)) != NULL;)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_auto (ZanteFd) lock = try_lock (path);
      if (lock >= 0)
        zante_fs_remove_tree (path, NULL);
    }
}

ZanteScratch *
zante_scratch_new (const ZanteWorkspace *workspace, GError **error)
{
  g_autofree char *folder = g_build_filename (workspace->store, "tmp", NULL);
  zante_scratch_sweep (workspace);
  if (!zante_fs_make_dirs (folder, error))
    return NULL;
  for (;;)
    {
      g_autofree char *path = g_build_filename (folder, "XXXXXX", NULL);
      if (g_mkdtemp_full (path, 0755) == NULL)
        {
          zante_error_errno (error, errno, "cannot make a folder in '%s'", folder);
          return NULL;
        }
      int lock = try_lock (path);
      if (lock < 0)
        continue; /* swept by another process before it was locked */
      ZanteScratch *scratch = g_new (ZanteScratch, 1);
      *scratch = (ZanteScratch){.path = g_steal_pointer (&path), .lock = lock};
      return scratch;
    }
}

void
zante_scratch_free (ZanteScratch *scratch)
{
  if (scratch == NULL)
    return;
  zante_fs_remove_tree (scratch->path, NULL);
  zante_fd_close (scratch->lock);
  g_free (scratch->path);
  g_free (scratch);
}

gboolean
zante_cache_write (const char *path, const void *data, gsize size, GError **error)
{
  g_autofree char *temporary = g_strdup_printf ("%s.%d", path, (int)getpid ());
  if (!g_file_set_contents_full (temporary, data, (gssize)size, G_FILE_SET_CONTENTS_NONE, 0644,
                                 error))
    return FALSE;
  if (g_rename (temporary, path) == 0)
    return TRUE;
  zante_error_errno (error, errno, "cannot write '%s'", path);
  g_unlink (temporary);
  return FALSE;
}
