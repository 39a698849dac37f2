/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "stage/unpack.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/stat.h>

#include "base/archive.h"
#include "base/beneath.h"
#include "base/error.h"
#include "stage/paths.h"
#include "stage/tree.h"

gboolean
zante_object_extract (const ZanteWorkspace *workspace, const char *output, const char *dest,
                      GError **error)
{
  g_autofree char *path = zante_store_object_path (workspace, output);
  /* It is our own, verified: what was packed comes out, however much it is. */
  const ZanteArchiveOptions options
      = {.installed = TRUE, .sha256 = output, .max_bytes = G_MAXINT64, .max_entries = G_MAXINT64};
  g_autoptr (GError) local = NULL;
  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    return zante_error_set (error, ZANTE_ERROR_SOURCE,
                            "the store has lost the object '%s': build its component again",
                            output);
  if (zante_archive_extract (path, dest, &options, &local))
    return TRUE;
  if (g_error_matches (local, ZANTE_ERROR, ZANTE_ERROR_SOURCE))
    {
      g_unlink (path);
      g_prefix_error (&local, "the object in the store is damaged and was dropped, build its "
                              "component again: ");
    }
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

/* A folder that is there already, and no link, will do. */
static gboolean
move_folder (const ZanteBeneathCursor *to, const char *name, mode_t mode)
{
  struct stat st;
  return mkdirat (to->folder, name, mode & 07777) == 0
         || (errno == EEXIST && fstatat (to->folder, name, &st, AT_SYMLINK_NOFOLLOW) == 0
             && S_ISDIR (st.st_mode));
}

/* Move ENTRY to the same place in another tree. */
static gboolean
move_entry (const ZanteTreeEntry *entry, ZanteBeneathCursor *from, ZanteBeneathCursor *to,
            GError **error)
{
  const char *name = zante_beneath_enter (to, entry->path);
  if (name != NULL && S_ISDIR (entry->mode) && move_folder (to, name, entry->mode))
    return TRUE;
  if (name != NULL && !S_ISDIR (entry->mode) && zante_beneath_enter (from, entry->path) != NULL
      && renameat (from->folder, name, to->folder, name) == 0)
    return TRUE;
  return zante_error_errno (error, errno, "cannot make '%s'", entry->path);
}

static gboolean
move_into (const char *source, const char *dest, GError **error)
{
  const int flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC;
  g_autoptr (GPtrArray) tree = zante_tree_list (source, error);
  g_auto (ZanteFd) from_root = open (source, flags), to_root = open (dest, flags);
  ZanteBeneathCursor from = {.root = from_root, .folder = -1};
  ZanteBeneathCursor to = {.root = to_root, .folder = -1};
  gboolean done = tree != NULL;
  for (guint i = 0; done && i < tree->len; i++)
    done = move_entry (tree->pdata[i], &from, &to, error);
  zante_beneath_cursor_clear (&from);
  zante_beneath_cursor_clear (&to);
  return done;
}

gboolean
zante_store_unpack (const ZanteWorkspace *workspace, const char *output, const char *dest,
                    GError **error)
{
  g_autoptr (ZanteScratch) scratch = zante_scratch_new (workspace, error);
  if (scratch == NULL)
    return FALSE;
  g_autofree char *tree = g_build_filename (scratch->path, "tree", NULL);
  if (!zante_object_extract (workspace, output, tree, error))
    return FALSE;
  if (g_rename (tree, dest) == 0)
    return TRUE; /* dest was not there, or empty */
  return zante_fs_make_dirs (dest, error) && move_into (tree, dest, error);
}
