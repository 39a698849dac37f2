/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "work/owner.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "base/fs.h"

/* Where nobody gives ids to anyone, by the table of systemd's UIDS-GIDS.md: the high ones are free
 * on a whole system, the low ones in a container that has the usual 65,536. */
enum { HIGH = 0x7a4e0000, HIGH_COUNT = 0x10000, LOW = 60706, LOW_COUNT = 478 };

/* Ids ---------------------------------------------------------------------------------------- */

static gboolean
is_mapped (const char *map, guint64 first, guint64 count)
{
  g_auto (GStrv) lines = g_strsplit (map, "\n", -1);
  for (char **line = lines; *line != NULL; line++)
    {
      guint64 inside, outside, length;
      if (sscanf (*line, "%" G_GUINT64_FORMAT " %" G_GUINT64_FORMAT " %" G_GUINT64_FORMAT, &inside,
                  &outside, &length)
              == 3
          && inside <= first && first + count <= inside + length)
        return TRUE;
    }
  return FALSE;
}

guint
zante_owner_id_in (const char *name, const char *map)
{
  if (is_mapped (map, HIGH, HIGH_COUNT))
    return HIGH + g_str_hash (name) % HIGH_COUNT;
  return is_mapped (map, LOW, LOW_COUNT) ? LOW + g_str_hash (name) % LOW_COUNT : 0;
}

guint
zante_owner_id (const char *name)
{
  g_autofree char *users = NULL, *groups = NULL;
  if (geteuid () != 0 || !g_file_get_contents ("/proc/self/uid_map", &users, NULL, NULL)
      || !g_file_get_contents ("/proc/self/gid_map", &groups, NULL, NULL))
    return 0;
  guint user = zante_owner_id_in (name, users), group = zante_owner_id_in (name, groups);
  return MIN (user, group); /* the high range is of no use where only one of them has it */
}

/* Files -------------------------------------------------------------------------------------- */

static gboolean
give (const char *path, const struct stat *st, guint id, GError **error)
{
  if (st->st_uid == id && st->st_gid == id)
    return TRUE;
  if (lchown (path, id, id) != 0)
    return zante_error_errno (error, errno, "cannot give '%s' to user %u", path, id);
  /* to give a file away takes these bits from it, which are part of what was installed */
  if (S_ISREG (st->st_mode) && (st->st_mode & 06000) != 0
      && fchmodat (AT_FDCWD, path, st->st_mode & 07777, 0) != 0)
    return zante_error_errno (error, errno, "cannot change the mode of '%s'", path);
  return TRUE;
}

gboolean
zante_owner_give (const char *path, guint id, GError **error)
{
  struct stat st;
  if (id == 0)
    return TRUE;
  if (lstat (path, &st) != 0)
    return zante_error_errno (error, errno, "cannot look at '%s'", path);
  return give (path, &st, id, error);
}

gboolean
zante_owner_give_tree (const char *path, guint id, GCancellable *cancellable, GError **error)
{
  if (id == 0)
    return TRUE;
  g_autoptr (GPtrArray) entries = zante_fs_list (path, error);
  for (guint i = 0; entries != NULL && i < entries->len; i++)
    {
      const ZanteFsEntry *entry = entries->pdata[i];
      g_autofree char *full = g_build_filename (path, entry->path, NULL);
      if (g_cancellable_set_error_if_cancelled (cancellable, error)
          || !give (full, &entry->st, id, error))
        return FALSE;
    }
  return entries != NULL && zante_owner_give (path, id, error);
}
