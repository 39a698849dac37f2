/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "fetch/local/copy.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include <unistd.h>

#include "base/beneath.h"
#include "base/error.h"
#include "base/fs.h"

enum { BLOCK_SIZE = 256 * 1024, FOLDER = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC };

/* The tree ----------------------------------------------------------------------------------- */

gboolean
zante_local_look (const ZanteLocalCopy *copy, const char *path, struct stat *st)
{
  g_auto (ZanteFd) fd
      = zante_beneath_open (copy->from, path, O_PATH | O_NOFOLLOW, ZANTE_BENEATH_NO_LINKS);
  return fd >= 0 && fstat (fd, st) == 0;
}

/* O_NONBLOCK: the file may have become a pipe. */
static int
open_source (const ZanteLocalCopy *copy, const char *path, GError **error)
{
  int fd = zante_beneath_open (copy->from, path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK,
                               ZANTE_BENEATH_NO_LINKS);
  if (fd < 0)
    zante_error_errno (error, errno, "cannot read '%s'", path);
  return fd;
}

static char *
read_link (const ZanteLocalCopy *copy, const char *path, GError **error)
{
  char target[PATH_MAX];
  g_auto (ZanteFd) fd
      = zante_beneath_open (copy->from, path, O_PATH | O_NOFOLLOW, ZANTE_BENEATH_NO_LINKS);
  ssize_t length = fd < 0 ? -1 : readlinkat (fd, "", target, sizeof target);
  if (length >= 0 && length < (ssize_t)sizeof target)
    return g_strndup (target, (gsize)length);
  zante_error_errno (error, length < 0 ? errno : ENAMETOOLONG, "cannot read the link '%s'", path);
  return NULL;
}

/* Reads the next block of FD. -1 on failure. */
static gssize
read_block (int fd, char *block, const char *path, GError **error)
{
  ssize_t got = TEMP_FAILURE_RETRY (read (fd, block, BLOCK_SIZE));
  if (got < 0)
    zante_error_errno (error, errno, "cannot read '%s'", path);
  return got;
}

static gboolean
feed_file (const ZanteLocalCopy *copy, const char *path, GChecksum *checksum, GError **error)
{
  g_auto (ZanteFd) fd = open_source (copy, path, error);
  g_autofree char *block = g_malloc (BLOCK_SIZE);
  gssize got = fd < 0 ? -1 : read_block (fd, block, path, error);
  for (; got > 0; got = read_block (fd, block, path, error))
    g_checksum_update (checksum, (const guchar *)block, got);
  return got == 0;
}

/* As git-hash-object(1): "blob SIZE", a NUL byte, the content. */
char *
zante_local_id (const ZanteLocalCopy *copy, const char *path, const struct stat *st,
                GChecksumType type, GError **error)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (type);
  g_autofree char *head = g_strdup_printf ("blob %" G_GINT64_FORMAT, (gint64)st->st_size);
  if (S_ISDIR (st->st_mode))
    return g_strdup ("");
  g_checksum_update (checksum, (const guchar *)head, (gssize)strlen (head) + 1);
  if (S_ISLNK (st->st_mode))
    {
      g_autofree char *target = read_link (copy, path, error);
      if (target == NULL)
        return NULL;
      g_checksum_update (checksum, (const guchar *)target, -1);
    }
  else if (!feed_file (copy, path, checksum, error))
    return NULL;
  return g_strdup (g_checksum_get_string (checksum));
}

/* The copy ----------------------------------------------------------------------------------- */

/* "a/b/c" → "a/b" and "c". */
static char *
split (const char *path, const char **name)
{
  const char *slash = strrchr (path, '/');
  *name = slash == NULL ? path : slash + 1;
  return slash == NULL ? g_strdup ("") : g_strndup (path, (gsize)(slash - path));
}

static void
give (const ZanteLocalCopy *copy, int folder, const char *name)
{
  if (geteuid () == 0
      && fchownat (folder, name, copy->owner, copy->group, AT_SYMLINK_NOFOLLOW) != 0)
    g_debug ("cannot give '%s' away", name);
}

/* The folder PATH of the copy, made as far as it is missing; a file or link that a build left in
 * its place goes. -1 with errno. */
static int
open_folder (const ZanteLocalCopy *copy, const char *path)
{
  const char *name;
  int fd = zante_beneath_open (copy->to, path, FOLDER, ZANTE_BENEATH_NO_LINKS);
  if (fd >= 0 || *path == '\0')
    return fd;
  g_autofree char *above = split (path, &name);
  g_auto (ZanteFd) parent = open_folder (copy, above);
  if (parent < 0)
    return -1;
  if (mkdirat (parent, name, 0755) != 0
      && (errno != EEXIST || unlinkat (parent, name, 0) != 0 || mkdirat (parent, name, 0755) != 0))
    return -1;
  give (copy, parent, name);
  return openat (parent, name, FOLDER);
}

static gboolean
remove_contents (int folder, GError **error)
{
  g_autofree char *path = g_strdup_printf ("/proc/self/fd/%d/.", folder);
  g_autoptr (GDir) dir = g_dir_open (path, 0, error);
  const char *name;
  gboolean removed = dir != NULL;
  while (removed && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *full = g_build_filename (path, name, NULL);
      removed = zante_fs_remove_tree (full, error);
    }
  return removed;
}

/* Whatever NAME is in FOLDER: a folder goes with all that is in it. */
static gboolean
make_room (int folder, const char *name, GError **error)
{
  if (unlinkat (folder, name, 0) == 0 || errno == ENOENT)
    return TRUE;
  g_auto (ZanteFd) fd = openat (folder, name, FOLDER);
  return (fd >= 0 || zante_error_errno (error, errno, "cannot remove '%s'", name))
         && remove_contents (fd, error)
         && (unlinkat (folder, name, AT_REMOVEDIR) == 0
             || zante_error_errno (error, errno, "cannot remove '%s'", name));
}

static gboolean
is_later (struct timespec a, struct timespec b)
{
  return a.tv_sec > b.tv_sec || (a.tv_sec == b.tv_sec && a.tv_nsec > b.tv_nsec);
}

/* A time in the future would keep make from ever being done. */
static void
set_time (const ZanteLocalCopy *copy, int folder, const char *name, const struct stat *st)
{
  gboolean keep = copy->keep_times && !is_later (st->st_mtim, copy->time);
  struct timespec time = keep ? st->st_mtim : copy->time;
  const struct timespec times[] = {time, time};
  utimensat (folder, name, times, AT_SYMLINK_NOFOLLOW);
}

static gboolean
write_all (int fd, const char *data, gsize size)
{
  for (gsize done = 0; done < size;)
    {
      ssize_t put = TEMP_FAILURE_RETRY (write (fd, data + done, size - done));
      if (put < 0)
        return FALSE;
      done += (gsize)put;
    }
  return TRUE;
}

static gboolean
put_data (const ZanteLocalCopy *copy, const char *path, int to, GError **error)
{
  g_auto (ZanteFd) from = open_source (copy, path, error);
  g_autofree char *block = g_malloc (BLOCK_SIZE);
  gssize got = from < 0 ? -1 : read_block (from, block, path, error);
  for (; got > 0; got = read_block (from, block, path, error))
    if (!write_all (to, block, (gsize)got))
      return zante_error_errno (error, errno, "cannot copy '%s'", path);
  return got == 0;
}

/* Its owner may always write: the tree's may be there to be read only. */
static gboolean
put_file (const ZanteLocalCopy *copy, int folder, const char *name, const char *path, mode_t mode,
          GError **error)
{
  g_auto (ZanteFd) to = openat (folder, name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (to < 0)
    return zante_error_errno (error, errno, "cannot copy '%s'", path);
  return put_data (copy, path, to, error)
         && (fchmod (to, (mode & 0777) | 0600) == 0
             || zante_error_errno (error, errno, "cannot copy '%s'", path));
}

static gboolean
put_link (const ZanteLocalCopy *copy, int folder, const char *name, const char *path,
          GError **error)
{
  g_autofree char *target = read_link (copy, path, error);
  return target != NULL
         && (symlinkat (target, folder, name) == 0
             || zante_error_errno (error, errno, "cannot copy '%s'", path));
}

gboolean
zante_local_put (const ZanteLocalCopy *copy, const char *path, const struct stat *st,
                 GError **error)
{
  const char *name;
  g_autofree char *above = split (path, &name);
  g_auto (ZanteFd) folder = open_folder (copy, S_ISDIR (st->st_mode) ? path : above);
  if (folder < 0)
    return zante_error_errno (error, errno, "cannot make the folder of '%s'", path);
  if (S_ISDIR (st->st_mode))
    return TRUE;
  if (!make_room (folder, name, error)
      || !(S_ISLNK (st->st_mode) ? put_link (copy, folder, name, path, error)
                                 : put_file (copy, folder, name, path, st->st_mode, error)))
    return FALSE;
  give (copy, folder, name);
  set_time (copy, folder, name, st);
  return TRUE;
}

static gboolean
remove_from (int folder, const char *name, const char *path, GError **error)
{
  struct stat st;
  if (fstatat (folder, name, &st, AT_SYMLINK_NOFOLLOW) != 0)
    return TRUE;
  if (S_ISDIR (st.st_mode)) /* what the build left in it stays */
    return unlinkat (folder, name, AT_REMOVEDIR) == 0 || errno == ENOTEMPTY || errno == EEXIST
           || zante_error_errno (error, errno, "cannot remove '%s'", path);
  return unlinkat (folder, name, 0) == 0
         || zante_error_errno (error, errno, "cannot remove '%s'", path);
}

gboolean
zante_local_take (const ZanteLocalCopy *copy, const char *path, GError **error)
{
  const char *name;
  g_autofree char *above = split (path, &name);
  g_auto (ZanteFd) folder = zante_beneath_open (copy->to, above, FOLDER, ZANTE_BENEATH_NO_LINKS);
  if (folder < 0) /* gone, or something else in its place */
    return TRUE;
  return remove_from (folder, name, path, error)
         && (*above == '\0' || zante_local_take (copy, above, error));
}
