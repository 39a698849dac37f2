/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "stage/copy.h"

#include <errno.h>
#include <unistd.h>

#include "base/error.h"

enum { BLOCK_SIZE = 256 * 1024 };

static gboolean
copy_by_hand (int from, int to, GError **error)
{
  g_autofree char *block = g_malloc (BLOCK_SIZE);
  for (;;)
    {
      ssize_t got = TEMP_FAILURE_RETRY (read (from, block, BLOCK_SIZE));
      if (got == 0)
        return TRUE;
      if (got < 0)
        return zante_error_errno (error, errno, "cannot read");
      for (ssize_t put, done = 0; done < got; done += put)
        {
          put = TEMP_FAILURE_RETRY (write (to, block + done, (gsize)(got - done)));
          if (put < 0)
            return zante_error_errno (error, errno, "cannot write");
        }
    }
}

gboolean
zante_copy_data (int from, int to, GError **error)
{
  for (;;)
    {
      ssize_t copied = TEMP_FAILURE_RETRY (copy_file_range (from, NULL, to, NULL, G_MAXINT32, 0));
      if (copied == 0)
        return TRUE;
      if (copied < 0
          && (errno == EXDEV || errno == EINVAL || errno == ENOSYS || errno == EOPNOTSUPP
              || errno == EPERM))
        return copy_by_hand (from, to, error); /* from where it got to */
      if (copied < 0)
        return zante_error_errno (error, errno, "cannot copy");
    }
}
