/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "stage/beneath.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { FLAGS = O_RDONLY | O_DIRECTORY | O_CLOEXEC };

static int
open_step_by_step (int root, const char *path)
{
  g_auto (GStrv) elements = g_strsplit (path, "/", -1);
  int fd = fcntl (root, F_DUPFD_CLOEXEC, 3);
  for (char **element = elements; fd >= 0 && *element != NULL; element++)
    {
      int next = openat (fd, *element, FLAGS | O_NOFOLLOW);
      int saved_errno = errno == ENOTDIR ? ELOOP : errno;
      close (fd);
      fd = next;
      errno = saved_errno;
    }
  return fd;
}

int
zante_beneath_open (int root, const char *path, gboolean whole_system)
{
  const struct open_how how = {
      .flags = FLAGS,
      .resolve = (whole_system ? RESOLVE_IN_ROOT : RESOLVE_BENEATH) | RESOLVE_NO_MAGICLINKS,
  };
  if (*path == '\0')
    return fcntl (root, F_DUPFD_CLOEXEC, 3);
  int fd = (int)syscall (SYS_openat2, root, path, &how, sizeof how);
  if (fd < 0 && (errno == ENOSYS || errno == EPERM))
    return open_step_by_step (root, path);
  return fd;
}
