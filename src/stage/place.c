/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "stage/place.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
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

/* Folders ------------------------------------------------------------------------------------ */

static int
open_root (const char *path)
{
  return open (path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
}

static void
clear_cursor (ZanteBeneathCursor *cursor)
{
  zante_beneath_cursor_clear (cursor);
  zante_fd_close (cursor->root);
  cursor->root = -1;
}

gboolean
zante_placing_init (ZantePlacing *placing, const ZanteBefore *before, const char *dest,
                    GError **error)
{
  *placing = (ZantePlacing){.before = before,
                            .source = {.root = -1, .folder = -1},
                            .old = {.root = open_root (before->root), .folder = -1},
                            .to = {.root = -1, .folder = -1}};
  if (!zante_fs_make_dirs (dest, error))
    return FALSE;
  placing->to.root = open_root (dest);
  return placing->to.root >= 0 || zante_error_errno (error, errno, "cannot open '%s'", dest);
}

void
zante_placing_clear (ZantePlacing *placing)
{
  clear_cursor (&placing->source);
  clear_cursor (&placing->old);
  clear_cursor (&placing->to);
}

/* The name of ENTRY in PART's folder, which is entered; NULL with errno. */
static const char *
enter_source (ZantePlacing *placing, const ZanteTreeEntry *entry, const ZantePart *part)
{
  if (placing->part != part)
    {
      clear_cursor (&placing->source);
      placing->source.root = open_root (part->root);
      placing->part = part;
    }
  return placing->source.root < 0 ? NULL : zante_beneath_enter (&placing->source, entry->path);
}

/* Files -------------------------------------------------------------------------------------- */

/* The file FROM of the folder of SOURCE as the new file NAME of that of TO. What the two are then
 * goes to BEFORE and AFTER. */
static gboolean
copy_file (const ZanteBeneathCursor *source, const char *from_name,
           const ZanteBeneathCursor *target, const char *name, mode_t mode, struct stat *before,
           struct stat *after, GError **error)
{
  g_auto (ZanteFd) from = openat (source->folder, from_name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
  if (from < 0)
    return zante_error_errno (error, errno, "cannot open '%s'", from_name);
  g_auto (ZanteFd) to
      = openat (target->folder, name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (to < 0)
    return zante_error_errno (error, errno, "cannot make '%s'", name);
  return copy_open (from, to, mode, before, after, error);
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

/* Take the old file as the new file NAME when it is the one that is wanted. */
static gboolean
place_old (ZantePlacing *placing, ZanteTreeEntry *entry, const char *name)
{
  struct stat st, new_st;
  if (!zante_place_keep (entry, placing->before))
    return FALSE;
  const char *old = zante_beneath_enter (&placing->old, entry->path);
  if (old == NULL)
    return FALSE;
  if (linkat (placing->old.folder, old, placing->to.folder, name, 0) == 0)
    return TRUE;
  if (!copy_file (&placing->old, old, &placing->to, name, entry->mode, &st, &new_st, NULL))
    return FALSE;
  record (entry, &new_st);
  return TRUE;
}

/* An unpacked file is ours to move. */
static gboolean
place_moved (ZantePlacing *placing, ZanteTreeEntry *entry, const char *source, const char *name,
             GError **error)
{
  struct stat st;
  if (fstatat (placing->source.folder, source, &st, AT_SYMLINK_NOFOLLOW) != 0
      || renameat (placing->source.folder, source, placing->to.folder, name) != 0)
    return zante_error_errno (error, errno, "cannot make '%s'", entry->path);
  record (entry, &st);
  return TRUE;
}

static gboolean
place_copy (ZantePlacing *placing, ZanteTreeEntry *entry, const char *source, const char *name,
            GError **error)
{
  struct stat st, new_st;
  const char *root = placing->part->root;
  if (!copy_file (&placing->source, source, &placing->to, name, entry->mode, &st, &new_st, error))
    {
      g_prefix_error (error, "'%s/%s': ", root, entry->path);
      return FALSE;
    }
  if (!S_ISREG (st.st_mode) || st.st_ino != entry->inode || (guint64)st.st_size != entry->size
      || zante_fs_nanoseconds (st.st_mtim) != entry->mtime
      || zante_fs_nanoseconds (st.st_ctim) != entry->ctime)
    return zante_error_set (
        error, ZANTE_ERROR_FAILED,
        "'%s/%s' was changed while it was copied: is another build running? run again", root,
        entry->path);
  record (entry, &new_st);
  return TRUE;
}

gboolean
zante_place_file (ZantePlacing *placing, ZanteTreeEntry *entry, const ZantePart *part,
                  const char *path, GError **error)
{
  gboolean comparable = part->root == NULL || part->staged->folder != NULL;
  const char *name = zante_beneath_enter (&placing->to, path);
  if (name == NULL)
    return zante_error_errno (error, errno, "cannot make '%s'", path);
  if (comparable && place_old (placing, entry, name))
    return TRUE;
  if (part->root == NULL)
    return zante_error_set (error, ZANTE_ERROR_FAILED,
                            "'%s/%s' was changed while the tree was made: run again",
                            placing->before->root, entry->path);
  const char *source = enter_source (placing, entry, part);
  if (source == NULL)
    return zante_error_errno (error, errno, "cannot enter the folder of '%s/%s'", part->root,
                              entry->path);
  return part->staged->folder != NULL ? place_copy (placing, entry, source, name, error)
                                      : place_moved (placing, entry, source, name, error);
}

/* Trees -------------------------------------------------------------------------------------- */

static gboolean
place_folder (const ZantePlacing *placing, const char *name, mode_t mode)
{
  g_auto (ZanteFd) fd = -1;
  if (mkdirat (placing->to.folder, name, 0755) == 0)
    fd = openat (placing->to.folder, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  return fd >= 0 && fchmod (fd, mode & 07777) == 0;
}

static gboolean
place_entry (ZantePlacing *placing, ZanteTreeEntry *entry, const ZantePart *part, GError **error)
{
  if (S_ISREG (entry->mode))
    return zante_place_file (placing, entry, part, entry->path, error);
  const char *name = zante_beneath_enter (&placing->to, entry->path);
  if (name != NULL
      && (S_ISLNK (entry->mode) ? symlinkat (entry->target, placing->to.folder, name) == 0
                                : place_folder (placing, name, entry->united_mode)))
    return TRUE;
  return zante_error_errno (error, errno, "cannot make '%s'", entry->path);
}

gboolean
zante_place (GPtrArray *united, GPtrArray *parts, const ZanteBefore *before, const char *dest,
             GError **error)
{
  g_auto (ZantePlacing) placing;
  if (!zante_placing_init (&placing, before, dest, error))
    return FALSE;
  for (guint i = 0; i < united->len; i++)
    {
      ZanteTreeEntry *entry = united->pdata[i];
      if (!place_entry (&placing, entry, parts->pdata[entry->owner], error))
        return FALSE;
    }
  return TRUE;
}
