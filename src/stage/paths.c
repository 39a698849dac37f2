/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "stage/paths.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/error.h"
#include "base/hash.h"

enum { KERNEL_DIGITS = 12, FOREIGN_SCRATCH_S = 3 * 24 * 60 * 60 };

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

/* Where flock(2) is known to tell: what processes of the same running kernel hold. Over a network
 * it may not tell of those of another machine. */
static char *
kernel_id (void)
{
  g_autofree char *boot = NULL;
  if (!g_file_get_contents ("/proc/sys/kernel/random/boot_id", &boot, NULL, NULL)) /* random(4) */
    boot = g_strdup (g_get_host_name ());
  g_autofree char *digest = zante_hash_bytes (boot, strlen (boot));
  return g_strndup (digest, KERNEL_DIGITS);
}

/* Whether the scratch folder NAME at PATH may be looked at: it was made under this kernel, or so
 * long ago that whoever made it has ended. */
static gboolean
is_ours (const char *name, const char *path, const char *kernel)
{
  struct stat st;
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  return g_str_has_prefix (name, kernel)
         || (lstat (path, &st) == 0 && st.st_mtime < now - FOREIGN_SCRATCH_S);
}

void
zante_scratch_sweep (const ZanteWorkspace *workspace)
{
  g_autofree char *folder = g_build_filename (workspace->store, "tmp", NULL);
  g_autofree char *kernel = kernel_id ();
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  for (const char *name = NULL; dir != NULL && (name = g_dir_read_name (dir)) != NULL;)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_auto (ZanteFd) lock = is_ours (name, path, kernel) ? try_lock (path) : -1;
      if (lock >= 0)
        zante_fs_remove_tree (path, NULL);
    }
}

ZanteScratch *
zante_scratch_new (const ZanteWorkspace *workspace, GError **error)
{
  g_autofree char *folder = g_build_filename (workspace->store, "tmp", NULL);
  g_autofree char *kernel = kernel_id (), *pattern = g_strconcat (kernel, "-XXXXXX", NULL);
  zante_scratch_sweep (workspace);
  if (!zante_fs_make_dirs (folder, error))
    return NULL;
  for (;;)
    {
      g_autofree char *path = g_build_filename (folder, pattern, NULL);
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
