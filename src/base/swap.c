/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/swap.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>

#include "base/error.h"

static gboolean
swap_in_two_steps (const char *fresh, const char *dest, GError **error)
{
  g_autofree char *old = g_strconcat (fresh, ".old", NULL);
  if (rename (dest, old) != 0 || rename (fresh, dest) != 0)
    return zante_error_errno (error, errno, "cannot replace it");
  return TRUE;
}

gboolean
zante_swap (const char *fresh, const char *dest, GError **error)
{
  struct stat st;
  if (lstat (dest, &st) != 0 && errno == ENOENT)
    {
      if (rename (fresh, dest) != 0)
        return zante_error_errno (error, errno, "cannot make it");
      return TRUE;
    }
  if (!S_ISDIR (st.st_mode))
    return zante_error_set (error, ZANTE_ERROR_INPUT, "it is not a folder: remove it");
  if (renameat2 (AT_FDCWD, fresh, AT_FDCWD, dest, RENAME_EXCHANGE) == 0)
    return TRUE;
  if (errno == EINVAL || errno == ENOSYS || errno == EOPNOTSUPP)
    return swap_in_two_steps (fresh, dest, error);
  return zante_error_errno (error, errno, "cannot replace it");
}
