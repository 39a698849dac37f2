/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "stage/place.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <unistd.h>

#include "base/error.h"
#include "base/fs.h"
#include "stage/copy.h"

gboolean
zante_before_is_intact (const ZanteBefore *before, const ZanteTreeEntry *entry)
{
  if (!S_ISREG (entry->mode))
    return TRUE; /* made anew in any case */
  struct stat st;
  g_autofree char *path = g_build_filename (before->root, entry->path, NULL);
  /* ctime is left out: making and removing links changes it */
  return lstat (path, &st) == 0 && st.st_mode == entry->mode && st.st_ino == entry->inode
         && (guint64)st.st_size == entry->size && zante_fs_nanoseconds (st.st_mtim) == entry->mtime;
}

static void
record (ZanteTreeEntry *entry, const struct stat *st)
{
  entry->inode = st->st_ino;
  entry->mtime = zante_fs_nanoseconds (st->st_mtim);
}

static gboolean
copy_open (int from, int to, mode_t mode, struct stat *before, struct stat *after, GError **error)
{
  if (!zante_copy_data (from, to, error))
    return FALSE;
  if (fchmod (to, mode & 07777) != 0 || fstat (from, before) != 0 || fstat (to, after) != 0)
    return zante_error_errno (error, errno, "cannot copy");
  return TRUE;
}

/* What the two files are then goes to BEFORE and AFTER. */
static gboolean
copy_file (const char *source, const char *target, mode_t mode, struct stat *before,
           struct stat *after, GError **error)
{
  g_auto (ZanteFd) from = open (source, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
  if (from < 0)
    return zante_error_errno (error, errno, "cannot open '%s'", source);
  g_auto (ZanteFd) to = open (target, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (to < 0)
    return zante_error_errno (error, errno, "cannot make '%s'", target);
  if (copy_open (from, to, mode, before, after, error))
    return TRUE;
  g_prefix_error (error, "'%s': ", source);
  return FALSE;
}

static gboolean
is_same_content (const ZanteTreeEntry *entry, const ZanteTreeEntry *old)
{
  return old != NULL && old->mode == entry->mode && old->size == entry->size
         && g_str_equal (old->digest, entry->digest);
}

gboolean
zante_place_keep (ZanteTreeEntry *entry, const ZanteBefore *before)
{
  const ZanteTreeEntry *old = zante_tree_find (before->tree, entry->path);
  if (!is_same_content (entry, old) || !zante_before_is_intact (before, old))
    return FALSE;
  entry->inode = old->inode;
  entry->mtime = old->mtime;
  return TRUE;
}

/* Take the old file into the new tree when it is the one that is wanted. */
static gboolean
place_old (ZanteTreeEntry *entry, const ZanteBefore *before, const char *target)
{
  struct stat st, new_st;
  if (!zante_place_keep (entry, before))
    return FALSE;
  g_autofree char *path = g_build_filename (before->root, entry->path, NULL);
  if (link (path, target) == 0)
    return TRUE;
  if (!copy_file (path, target, entry->mode, &st, &new_st, NULL))
    return FALSE;
  record (entry, &new_st);
  return TRUE;
}

/* An unpacked file is ours to move. */
static gboolean
place_moved (ZanteTreeEntry *entry, const char *source, const char *target, GError **error)
{
  struct stat st;
  if (lstat (source, &st) != 0 || rename (source, target) != 0)
    return zante_error_errno (error, errno, "cannot make '%s'", target);
  record (entry, &st);
  return TRUE;
}

static gboolean
place_copy (ZanteTreeEntry *entry, const char *source, const char *target, GError **error)
{
  struct stat st, new_st;
  if (!copy_file (source, target, entry->mode, &st, &new_st, error))
    return FALSE;
  if (!S_ISREG (st.st_mode) || st.st_ino != entry->inode || (guint64)st.st_size != entry->size
      || zante_fs_nanoseconds (st.st_mtim) != entry->mtime
      || zante_fs_nanoseconds (st.st_ctim) != entry->ctime)
    {
      g_set_error (error, ZANTE_ERROR, ZANTE_ERROR_FAILED,
                   "'%s' was changed while it was copied: is another build running? run again",
                   source);
      return FALSE;
    }
  record (entry, &new_st);
  return TRUE;
}

gboolean
zante_place_file (ZanteTreeEntry *entry, const ZantePart *part, const ZanteBefore *before,
                  const char *target, GError **error)
{
  gboolean comparable = part->root == NULL || part->staged->folder != NULL;
  if (comparable && place_old (entry, before, target))
    return TRUE;
  if (part->root == NULL)
    {
      g_set_error (error, ZANTE_ERROR, ZANTE_ERROR_FAILED,
                   "'%s/%s' was changed while the tree was made: run again", before->root,
                   entry->path);
      return FALSE;
    }
  g_autofree char *source = g_build_filename (part->root, entry->path, NULL);
  return part->staged->folder != NULL ? place_copy (entry, source, target, error)
                                      : place_moved (entry, source, target, error);
}

static gboolean
place_entry (ZanteTreeEntry *entry, const ZantePart *part, const ZanteBefore *before,
             const char *dest, GError **error)
{
  g_autofree char *target = g_build_filename (dest, entry->path, NULL);
  if (S_ISREG (entry->mode))
    return zante_place_file (entry, part, before, target, error);
  if (S_ISLNK (entry->mode)
          ? symlink (entry->target, target) == 0
          : mkdir (target, 0755) == 0 && chmod (target, entry->united_mode & 07777) == 0)
    return TRUE;
  return zante_error_errno (error, errno, "cannot make '%s'", target);
}

gboolean
zante_place (GPtrArray *united, GPtrArray *parts, const ZanteBefore *before, const char *dest,
             GError **error)
{
  if (!zante_fs_make_dirs (dest, error))
    return FALSE;
  for (guint i = 0; i < united->len; i++)
    {
      ZanteTreeEntry *entry = united->pdata[i];
      if (!place_entry (entry, parts->pdata[entry->owner], before, dest, error))
        return FALSE;
    }
  return TRUE;
}
