/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/lock.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>

#include "base/error.h"
#include "base/fs.h"

enum { POLL_US = 100 * 1000 };

int
zante_lock_hold (const char *path, ZanteLog *log, GCancellable *cancellable, GError **error)
{
  g_auto (ZanteFd) fd = open (path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0644);
  if (fd < 0)
    {
      zante_error_errno (error, errno, "cannot open the lock '%s'", path);
      return -1;
    }
  for (gboolean told = FALSE; flock (fd, LOCK_EX | LOCK_NB) != 0; told = TRUE)
    {
      if (errno != EWOULDBLOCK && errno != EINTR)
        {
          zante_error_errno (error, errno, "cannot lock '%s'", path);
          return -1;
        }
      if (!told)
        zante_log_message (log, ZANTE_LOG_NOTICE, "waiting for another zante, which holds '%s'",
                           path);
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return -1;
      g_usleep (POLL_US);
    }
  int locked = fd;
  fd = -1;
  return locked;
}
