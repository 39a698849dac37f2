/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/outside.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "base/fs.h"
#include "base/hash.h"

static int
refuse (const char *path, const char *reason, GError **error)
{
  zante_error_set (error, ZANTE_ERROR_INPUT, "cannot read '%s': %s", path, reason);
  return -1;
}

int
zante_outside_open (const char *path, GError **error)
{
  struct stat st;
  int fd = open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  if (fd < 0 || fstat (fd, &st) != 0)
    {
      int why = errno;
      zante_fd_close (fd);
      return refuse (path, g_strerror (why), error);
    }
  if (S_ISREG (st.st_mode))
    return fd;
  close (fd);
  return refuse (path, "not a regular file", error);
}

gboolean
zante_outside_check (const char *path, GError **error)
{
  struct stat st;
  if (stat (path, &st) != 0 || S_ISREG (st.st_mode) || S_ISDIR (st.st_mode))
    return TRUE;
  refuse (path, "not a regular file", error);
  return FALSE;
}

char *
zante_outside_read (const char *path, gsize *size, GError **error)
{
  g_auto (ZanteFd) fd = zante_outside_open (path, error);
  if (fd < 0)
    return NULL;
  char *data = zante_fs_read_fd (fd, size, error);
  if (data == NULL)
    g_prefix_error (error, "'%s': ", path);
  return data;
}

GMappedFile *
zante_outside_map (const char *path, GError **error)
{
  g_auto (ZanteFd) fd = zante_outside_open (path, error);
  GMappedFile *map = fd < 0 ? NULL : g_mapped_file_new_from_fd (fd, FALSE, error);
  if (fd >= 0 && map == NULL)
    g_prefix_error (error, "'%s': ", path);
  return map;
}

char *
zante_outside_hash (const char *path, GError **error)
{
  g_auto (ZanteFd) fd = zante_outside_open (path, error);
  char *digest = fd < 0 ? NULL : zante_hash_fd (fd, error);
  if (fd >= 0 && digest == NULL)
    g_prefix_error (error, "'%s': ", path);
  return digest;
}
