/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A shared store that is a folder, of this machine or of a file system that several have. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/beneath.h"
#include "base/fs.h"
#include "share/transport.h"

enum { BLOCK_SIZE = 128 * 1024 };

/* What went wrong with PATH; ANSWER comes back. */
static ZanteAnswer
fail (ZanteAnswer answer, char **why, const char *path, const char *reason)
{
  *why = g_strdup_printf ("'%s': %s", path, reason);
  return answer;
}

static int
open_root (const ZanteRemote *remote)
{
  return open (remote->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
}

/* Open PATH for reading, if it is a file. */
static ZanteAnswer
open_file (const ZanteRemote *remote, const char *path, ZanteFd *fd, struct stat *st, char **why)
{
  g_auto (ZanteFd) root = open_root (remote);
  if (root < 0 && errno == ENOENT && remote->make)
    return ZANTE_ANSWER_MISSING;
  if (root < 0)
    return fail (ZANTE_ANSWER_DOWN, why, remote->folder, g_strerror (errno));
  *fd = zante_beneath_open (root, path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK, ZANTE_BENEATH_NO_LINKS);
  if (*fd < 0 && (errno == ENOENT || errno == ENOTDIR))
    return ZANTE_ANSWER_MISSING;
  if (*fd < 0 || fstat (*fd, st) != 0)
    return fail (errno == ELOOP ? ZANTE_ANSWER_BAD : ZANTE_ANSWER_DOWN, why, path,
                 g_strerror (errno));
  return S_ISREG (st->st_mode) ? ZANTE_ANSWER_DONE
                               : fail (ZANTE_ANSWER_BAD, why, path, "is no file");
}

/* Everything from FROM, at most MAX bytes, to TO. LOCAL: TO cannot be written, or the run is over.
 */
static ZanteAnswer
copy (const ZanteRemote *remote, int from, int to, guint64 max, char **why)
{
  g_autofree char *block = g_malloc (BLOCK_SIZE);
  for (guint64 done = 0;;)
    {
      ssize_t got = TEMP_FAILURE_RETRY (read (from, block, BLOCK_SIZE));
      if (got == 0)
        return ZANTE_ANSWER_DONE;
      if (got < 0)
        return fail (ZANTE_ANSWER_DOWN, why, "read", g_strerror (errno));
      done += (guint64)got;
      if (done > max)
        return fail (ZANTE_ANSWER_BAD, why, "its length", "more than it should be");
      if (g_cancellable_is_cancelled (remote->cancellable))
        return fail (ZANTE_ANSWER_LOCAL, why, "copy", "interrupted");
      for (ssize_t put = 0, part; put < got; put += part)
        if ((part = TEMP_FAILURE_RETRY (write (to, block + put, (gsize)(got - put)))) < 0)
          return fail (ZANTE_ANSWER_LOCAL, why, "write", g_strerror (errno));
    }
}

static ZanteAnswer
folder_get (ZanteRemote *remote, const char *path, guint64 max, gboolean quick, int fd, char **why)
{
  struct stat st;
  g_auto (ZanteFd) file = -1;
  ZanteAnswer answer = open_file (remote, path, &file, &st, why);
  return answer == ZANTE_ANSWER_DONE ? copy (remote, file, fd, max, why) : answer;
}

static ZanteAnswer
folder_find (ZanteRemote *remote, const char *path, char **why)
{
  struct stat st;
  g_auto (ZanteFd) file = -1;
  return open_file (remote, path, &file, &st, why);
}

/* Writing ------------------------------------------------------------------------------------ */

/* Give the file FD, which has no name or is called TEMPORARY, the NAME in FOLDER, unless there is
 * one. */
static int
publish (int folder, int fd, const char *temporary, const char *name)
{
  char own[64];
  snprintf (own, sizeof own, "/proc/self/fd/%d", fd);
  if (temporary == NULL)
    return linkat (AT_FDCWD, own, folder, name, AT_SYMLINK_FOLLOW);
  int result = linkat (folder, temporary, folder, name, 0);
  int saved = errno;
  unlinkat (folder, temporary, 0);
  errno = saved;
  return result;
}

/* A new file in FOLDER: without a name, so that nothing stays behind of who is killed; TEMPORARY
 * where the file system cannot (a network's). */
static int
open_new (int folder, const char *temporary, gboolean *named)
{
  int fd = openat (folder, ".", O_TMPFILE | O_WRONLY | O_CLOEXEC, 0444);
  *named = fd < 0 && (errno == EOPNOTSUPP || errno == EISDIR || errno == EINVAL);
  return *named ? openat (folder, temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0444) : fd;
}

static ZanteAnswer
write_file (ZanteRemote *remote, int folder, const char *name, int fd, char **why)
{
  gboolean named;
  g_autofree char *temporary = g_strdup_printf (".new-%08x%08x", g_random_int (), g_random_int ());
  g_auto (ZanteFd) file = open_new (folder, temporary, &named);
  if (file < 0)
    return fail (ZANTE_ANSWER_DOWN, why, name, g_strerror (errno));
  ZanteAnswer answer = copy (remote, fd, file, G_MAXINT64, why);
  if (answer == ZANTE_ANSWER_DONE && fsync (file) == 0
      && publish (folder, file, named ? temporary : NULL, name) == 0)
    return ZANTE_ANSWER_DONE;
  int saved = errno;
  if (named)
    unlinkat (folder, temporary, 0);
  if (answer != ZANTE_ANSWER_DONE)
    return answer == ZANTE_ANSWER_LOCAL ? ZANTE_ANSWER_DOWN : answer; /* that side is not ours */
  return saved == EEXIST ? ZANTE_ANSWER_THERE
                         : fail (ZANTE_ANSWER_DOWN, why, name, g_strerror (saved));
}

static ZanteAnswer
folder_put (ZanteRemote *remote, const char *path, int fd, guint64 size, char **why)
{
  g_autofree char *folder = g_path_get_dirname (path), *name = g_path_get_basename (path);
  g_autoptr (GError) error = NULL;
  if (!zante_fs_make_dirs (remote->folder, &error))
    return fail (ZANTE_ANSWER_DOWN, why, remote->folder, error->message);
  g_auto (ZanteFd) root = open_root (remote);
  g_auto (ZanteFd) into = root < 0 ? -1 : zante_beneath_make_dirs (root, folder);
  if (into < 0)
    return fail (ZANTE_ANSWER_DOWN, why, remote->folder, g_strerror (errno));
  if (lseek (fd, 0, SEEK_SET) != 0)
    return fail (ZANTE_ANSWER_LOCAL, why, name, g_strerror (errno));
  return write_file (remote, into, name, fd, why);
}

const ZanteTransport zante_transport_folder = {folder_get, folder_find, folder_put};
