/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "work/readable.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "base/fs.h"
#include "base/outside.h"

/* What others need: to read, and where the owner may, to enter or to run. */
static gboolean
is_open (const struct stat *st)
{
  mode_t wanted
      = S_ISDIR (st->st_mode) || (st->st_mode & S_IXUSR) != 0 ? S_IROTH | S_IXOTH : S_IROTH;
  return S_ISLNK (st->st_mode) || (st->st_mode & wanted) == wanted;
}

static gboolean
are_open (const char *path, const GPtrArray *entries)
{
  struct stat st;
  if (stat (path, &st) == 0 && !is_open (&st))
    return FALSE;
  for (guint i = 0; i < entries->len; i++)
    if (!is_open (&((const ZanteFsEntry *)entries->pdata[i])->st))
      return FALSE;
  return TRUE;
}

static gboolean
copy_file (const char *from, const char *to, mode_t mode, GError **error)
{
  gsize size = 0;
  g_autofree char *data = zante_outside_read (from, &size, error);
  if (data == NULL || !zante_fs_write (to, data, (gssize)size, error))
    return FALSE;
  if (g_chmod (to, (mode & S_IXUSR) != 0 ? 0755 : 0644) == 0)
    return TRUE;
  return zante_error_errno (error, errno, "cannot change the mode of '%s'", to);
}

static gboolean
copy_entry (const char *path, const char *copy, const ZanteFsEntry *entry, GError **error)
{
  g_autofree char *from = g_build_filename (path, entry->path, NULL);
  g_autofree char *to = g_build_filename (copy, entry->path, NULL);
  if (S_ISDIR (entry->st.st_mode))
    return zante_fs_make_dirs (to, error);
  if (S_ISREG (entry->st.st_mode))
    return copy_file (from, to, entry->st.st_mode, error);
  if (S_ISLNK (entry->st.st_mode) && symlink (entry->target, to) != 0)
    return zante_error_errno (error, errno, "cannot make the link '%s'", to);
  return TRUE;
}

static gboolean
copy_folder (const char *path, const char *copy, const GPtrArray *entries, GError **error)
{
  if (!zante_fs_remove_tree (copy, error) || !zante_fs_make_dirs (copy, error))
    return FALSE;
  for (guint i = 0; i < entries->len; i++)
    if (!copy_entry (path, copy, entries->pdata[i], error))
      return FALSE;
  return TRUE;
}

char *
zante_readable (const char *path, const char *copy, guint id, GError **error)
{
  struct stat st;
  if (id == 0 || stat (path, &st) != 0)
    return g_strdup (path);
  g_autoptr (GPtrArray) entries
      = S_ISDIR (st.st_mode) ? zante_fs_list (path, error) : g_ptr_array_new ();
  if (entries == NULL)
    return NULL;
  if (are_open (path, entries))
    return g_strdup (path);
  gboolean ok = S_ISDIR (st.st_mode) ? copy_folder (path, copy, entries, error)
                                     : copy_file (path, copy, st.st_mode, error);
  return ok ? g_strdup (copy) : NULL;
}
