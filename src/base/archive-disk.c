/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/archive-disk.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <limits.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/beneath.h"
#include "base/error.h"

enum { MAX_DEPTH = 100 };

gboolean
zante_archive_disk_init (ZanteArchiveDisk *disk, const char *dest, GError **error)
{
  *disk = (ZanteArchiveDisk){.root = -1, .at = {.folder = -1, .make = TRUE}};
  if (g_mkdir_with_parents (dest, 0755) != 0)
    return zante_error_errno (error, errno, "cannot make the folder '%s'", dest);
  disk->root = open (dest, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (disk->root < 0)
    return zante_error_errno (error, errno, "cannot open the folder '%s'", dest);
  disk->at.root = disk->root;
  return TRUE;
}

void
zante_archive_disk_clear (ZanteArchiveDisk *disk)
{
  zante_beneath_cursor_clear (&disk->at);
  if (disk->root >= 0)
    g_close (disk->root, NULL);
  disk->root = -1;
}

static char *
refuse (GError **error, const char *name, const char *why)
{
  g_autofree char *shown = g_strescape (name, NULL);
  return zante_error_null (error, ZANTE_ERROR_SOURCE, "entry '%.200s' %s", shown, why);
}

char *
zante_archive_clean_name (const char *name, guint strip, GError **error)
{
  if (name[0] == '/')
    return refuse (error, name, "has an absolute name");
  if (strlen (name) >= PATH_MAX)
    return refuse (error, name, "has too long a name");
  g_auto (GStrv) elements = g_strsplit (name, "/", -1);
  g_autoptr (GString) clean = g_string_new (NULL);
  guint depth = 0;
  for (char **element = elements; *element != NULL; element++)
    {
      if (g_str_equal (*element, ".."))
        return refuse (error, name, "leads out of the archive with '..'");
      if (**element == '\0' || g_str_equal (*element, ".") || depth++ < strip)
        continue;
      g_string_append_printf (clean, "%s%s", clean->len > 0 ? "/" : "", *element);
    }
  if (depth > MAX_DEPTH)
    return refuse (error, name, "lies too deep");
  return g_string_free (g_steal_pointer (&clean), FALSE);
}

gboolean
zante_archive_link_is_inside (const char *path, const char *target)
{
  int depth = 0;
  if (target[0] == '/')
    return FALSE;
  for (; *path != '\0'; path++)
    depth += *path == '/';
  g_auto (GStrv) elements = g_strsplit (target, "/", -1);
  for (char **element = elements; *element != NULL; element++)
    {
      if (g_str_equal (*element, ".."))
        depth--;
      else if (**element != '\0' && !g_str_equal (*element, "."))
        depth++;
      if (depth < 0)
        return FALSE;
    }
  return TRUE;
}

static gboolean
fail_to_enter (const char *path, int saved_errno, GError **error)
{
  if (saved_errno == ENOTDIR || saved_errno == ELOOP)
    refuse (error, path, "is used as a folder, but a link or a file is in its way");
  else
    zante_error_errno (error, saved_errno, "cannot enter '%s'", path);
  return FALSE;
}

/* Enter the folder above PATH, made if it is missing; returns the name in it, NULL on failure. */
static const char *
locate (ZanteArchiveDisk *disk, const char *path, GError **error)
{
  const char *name = zante_beneath_enter (&disk->at, path);
  if (name == NULL)
    fail_to_enter (path, errno, error);
  return name;
}

/* Like locate, and nothing of that name is left there. */
static const char *
locate_free (ZanteArchiveDisk *disk, const char *path, GError **error)
{
  const char *name = locate (disk, path, error);
  if (name == NULL)
    return NULL;
  if (unlinkat (disk->at.folder, name, 0) != 0 && errno != ENOENT)
    {
      if (errno == EISDIR || errno == EPERM)
        refuse (error, path, "would replace a folder");
      else
        zante_error_errno (error, errno, "cannot replace '%s'", path);
      return NULL;
    }
  return name;
}

gboolean
zante_archive_disk_folder (ZanteArchiveDisk *disk, const char *path, mode_t mode, GError **error)
{
  const char *name = locate (disk, path, error);
  if (name == NULL)
    return FALSE;
  int fd = zante_beneath_make_dirs (disk->at.folder, name);
  if (fd < 0 && (errno == ENOTDIR || errno == ELOOP))
    return refuse (error, path, "is a folder, but a link or a file is in its place") != NULL;
  if (fd < 0 || fchmod (fd, mode) != 0)
    zante_error_errno (error, errno, "cannot make the folder '%s'", path);
  else
    return g_close (fd, error);
  if (fd >= 0)
    g_close (fd, NULL);
  return FALSE;
}

gboolean
zante_archive_disk_symlink (ZanteArchiveDisk *disk, const char *path, const char *target,
                            GError **error)
{
  const char *name = locate_free (disk, path, error);
  if (name == NULL)
    return FALSE;
  if (symlinkat (target, disk->at.folder, name) != 0)
    return zante_error_errno (error, errno, "cannot make the link '%s'", path);
  return TRUE;
}

/* Link the regular file NAME of the folder DIR as disk->at.folder/LINK. */
static gboolean
link_from (ZanteArchiveDisk *disk, int dir, const char *name, const char *link, GError **error)
{
  struct stat st;
  if (fstatat (dir, name, &st, AT_SYMLINK_NOFOLLOW) != 0 || !S_ISREG (st.st_mode))
    return refuse (error, link, "is a hard link to something that is no file of the archive")
           != NULL;
  if (linkat (dir, name, disk->at.folder, link, 0) != 0)
    return zante_error_errno (error, errno, "cannot make the hard link '%s'", link);
  return TRUE;
}

gboolean
zante_archive_disk_hardlink (ZanteArchiveDisk *disk, const char *path, const char *target,
                             GError **error)
{
  if (g_str_equal (path, target))
    return refuse (error, path, "is a hard link to itself") != NULL;
  const char *slash = strrchr (target, '/');
  g_autofree char *folder = g_strndup (target, slash == NULL ? 0 : (gsize)(slash - target));
  int dir = zante_beneath_open (disk->root, folder, O_RDONLY | O_DIRECTORY, ZANTE_BENEATH_NO_LINKS);
  if (dir < 0)
    return fail_to_enter (folder, errno, error);
  const char *name = locate_free (disk, path, error);
  gboolean linked
      = name != NULL && link_from (disk, dir, slash == NULL ? target : slash + 1, name, error);
  g_close (dir, NULL);
  return linked;
}

int
zante_archive_disk_create (ZanteArchiveDisk *disk, const char *path, GError **error)
{
  const char *name = locate_free (disk, path, error);
  if (name == NULL)
    return -1;
  int fd
      = openat (disk->at.folder, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
  if (fd < 0)
    zante_error_errno (error, errno, "cannot make the file '%s'", path);
  return fd;
}

gboolean
zante_archive_disk_seal (int fd, off_t size, mode_t mode, const struct timespec *mtime,
                         GError **error)
{
  struct stat st;
  if (fstat (fd, &st) != 0 || (st.st_size != size && ftruncate (fd, size) != 0)
      || fchmod (fd, mode) != 0)
    return zante_error_errno (error, errno, "cannot finish the file");
  if (mtime == NULL)
    return TRUE;
  const struct timespec times[2] = {*mtime, *mtime};
  if (futimens (fd, times) != 0)
    return zante_error_errno (error, errno, "cannot set the time of the file");
  return TRUE;
}
