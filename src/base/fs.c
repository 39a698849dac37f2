/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/fs.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "base/error.h"
#include "base/strings.h"

void
zante_fd_close (ZanteFd fd)
{
  if (fd >= 0)
    close (fd);
}

void
zante_fs_entry_free (ZanteFsEntry *entry)
{
  if (entry == NULL)
    return;
  g_free (entry->path);
  g_free (entry->target);
  g_free (entry);
}

/* The names in the directory FD, sorted; FD is taken. */
static GPtrArray *
read_names (ZanteFd fd, GError **error)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  DIR *dir = fdopendir (fd);
  if (dir == NULL)
    {
      zante_error_errno (error, errno, "cannot read a directory");
      zante_fd_close (fd);
      return NULL;
    }
  errno = 0; /* how readdir(3) tells an error from the end */
  for (const struct dirent *item = readdir (dir); item != NULL; item = readdir (dir))
    if (strcmp (item->d_name, ".") != 0 && strcmp (item->d_name, "..") != 0)
      g_ptr_array_add (names, g_strdup (item->d_name));
  int saved_errno = errno;
  closedir (dir);
  if (saved_errno != 0)
    {
      zante_error_errno (error, saved_errno, "cannot read a directory");
      return NULL;
    }
  g_ptr_array_sort (names, zante_strings_compare);
  return g_steal_pointer (&names);
}

static char *
read_link_at (int fd, const char *name, gsize size, GError **error)
{
  g_autofree char *target = g_malloc0 (size + 1);
  ssize_t got = readlinkat (fd, name, target, size + 1);
  if (got < 0 || (gsize)got > size)
    {
      zante_error_errno (error, got < 0 ? errno : ESTALE, "cannot read the link '%s'", name);
      return NULL;
    }
  return g_steal_pointer (&target);
}

static ZanteFsEntry *
entry_new (int fd, const char *prefix, const char *name, GError **error)
{
  g_autoptr (ZanteFsEntry) entry = g_new0 (ZanteFsEntry, 1);
  entry->path = *prefix == '\0' ? g_strdup (name) : g_strconcat (prefix, "/", name, NULL);
  if (fstatat (fd, name, &entry->st, AT_SYMLINK_NOFOLLOW) != 0)
    {
      zante_error_errno (error, errno, "cannot look at '%s'", entry->path);
      return NULL;
    }
  if (S_ISLNK (entry->st.st_mode))
    {
      entry->target = read_link_at (fd, name, MAX (entry->st.st_size, 4096), error);
      if (entry->target == NULL)
        return NULL;
    }
  return g_steal_pointer (&entry);
}

static gboolean
list_into (int parent, const char *name, const char *prefix, GPtrArray *entries, GError **error)
{
  int fd = openat (parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  if (fd < 0)
    return zante_error_errno (error, errno, "cannot open the directory '%s'",
                              *prefix == '\0' ? name : prefix);
  g_auto (ZanteFd) held = fcntl (fd, F_DUPFD_CLOEXEC, 3);
  g_autoptr (GPtrArray) names = read_names (fd, error);
  for (guint i = 0; names != NULL && i < names->len; i++)
    {
      ZanteFsEntry *entry = entry_new (held, prefix, names->pdata[i], error);
      if (entry == NULL)
        return FALSE;
      g_ptr_array_add (entries, entry);
      if (S_ISDIR (entry->st.st_mode)
          && !list_into (held, names->pdata[i], entry->path, entries, error))
        return FALSE;
    }
  return names != NULL;
}

GPtrArray *
zante_fs_list (const char *root, GError **error)
{
  g_autoptr (GPtrArray) entries
      = g_ptr_array_new_with_free_func ((GDestroyNotify)zante_fs_entry_free);
  return list_into (AT_FDCWD, root, "", entries, error) ? g_steal_pointer (&entries) : NULL;
}

gint64
zante_fs_nanoseconds (struct timespec time)
{
  return (gint64)time.tv_sec * G_GINT64_CONSTANT (1000000000) + time.tv_nsec;
}

gboolean
zante_fs_make_dirs (const char *path, GError **error)
{
  if (g_mkdir_with_parents (path, 0755) != 0)
    return zante_error_errno (error, errno, "cannot make the directory '%s'", path);
  return TRUE;
}

static gboolean remove_at (int parent, const char *name, GError **error);

static gboolean
remove_children (int parent, const char *name, GError **error)
{
  int fd = openat (parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  if (fd < 0 && errno == EACCES && fchmodat (parent, name, 0700, 0) == 0)
    fd = openat (parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  if (fd < 0)
    return zante_error_errno (error, errno, "cannot open the directory '%s'", name);
  g_auto (ZanteFd) held = fcntl (fd, F_DUPFD_CLOEXEC, 3);
  g_autoptr (GPtrArray) names = read_names (fd, error);
  for (guint i = 0; names != NULL && i < names->len; i++)
    if (!remove_at (held, names->pdata[i], error))
      return FALSE;
  return names != NULL;
}

/* Without write permission on the parent, unlinkat fails with EACCES: give it to us once. */
static gboolean
unlink_hard (int parent, const char *name, int flags)
{
  if (unlinkat (parent, name, flags) == 0 || errno == ENOENT)
    return TRUE;
  if (errno != EACCES || parent == AT_FDCWD || fchmod (parent, 0700) != 0)
    return FALSE;
  return unlinkat (parent, name, flags) == 0;
}

static gboolean
remove_at (int parent, const char *name, GError **error)
{
  if (unlink_hard (parent, name, 0))
    return TRUE;
  if (errno != EISDIR && errno != EPERM)
    return zante_error_errno (error, errno, "cannot remove '%s'", name);
  if (!remove_children (parent, name, error))
    return FALSE;
  if (!unlink_hard (parent, name, AT_REMOVEDIR))
    return zante_error_errno (error, errno, "cannot remove the directory '%s'", name);
  return TRUE;
}

gboolean
zante_fs_remove_tree (const char *path, GError **error)
{
  return remove_at (AT_FDCWD, path, error);
}

gboolean
zante_fs_link (const char *from, const char *to, GError **error)
{
  if (unlink (to) != 0 && errno != ENOENT)
    return zante_error_errno (error, errno, "cannot remove '%s'", to);
  return link (from, to) == 0 || zante_error_errno (error, errno, "cannot link '%s'", to);
}

/* From its beginning, wherever it was written to. Memory as the file says it needs it, which may be
 * too much of it. */
static char *
read_bytes (int fd, gsize all, gsize *got)
{
  char *data = g_try_malloc (all + 1);
  ssize_t part = data == NULL ? -1 : 1;
  *got = 0;
  while (part > 0 && *got < all)
    {
      part = TEMP_FAILURE_RETRY (pread (fd, data + *got, all - *got, (off_t)*got));
      *got += part > 0 ? (gsize)part : 0;
    }
  if (part < 0)
    g_clear_pointer (&data, g_free);
  else
    data[*got] = '\0';
  return data;
}

char *
zante_fs_read_fd (int fd, gsize *size, GError **error)
{
  struct stat st;
  gsize got = 0;
  char *data = fstat (fd, &st) == 0 ? read_bytes (fd, (gsize)st.st_size, &got) : NULL;
  if (data == NULL)
    zante_error_errno (error, errno, "cannot read");
  else if (size != NULL)
    *size = got;
  return data;
}

gboolean
zante_fs_write (const char *path, const char *data, gssize size, GError **error)
{
  return g_file_set_contents_full (
      path, data, size, G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0644, error);
}

guint64
zante_fs_free_bytes (const char *path)
{
  struct statvfs st;
  return statvfs (path, &st) == 0 ? (guint64)st.f_bavail * st.f_frsize : 0;
}
