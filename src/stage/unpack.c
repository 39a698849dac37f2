/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "stage/unpack.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <sys/stat.h>

#include "base/archive.h"
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
    {
      g_set_error (error, ZANTE_ERROR, ZANTE_ERROR_SOURCE,
                   "the store has lost the object '%s': build its component again", output);
      return FALSE;
    }
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

/* Move ENTRY of FROM to the same place below DEST. */
static gboolean
move_entry (const ZanteTreeEntry *entry, const char *from, const char *dest, GError **error)
{
  g_autofree char *source = g_build_filename (from, entry->path, NULL);
  g_autofree char *target = g_build_filename (dest, entry->path, NULL);
  if (!S_ISDIR (entry->mode))
    {
      if (g_rename (source, target) != 0)
        return zante_error_errno (error, errno, "cannot make '%s'", target);
      return TRUE;
    }
  struct stat st;
  if (g_mkdir (target, entry->mode & 07777) == 0
      || (errno == EEXIST && lstat (target, &st) == 0 && S_ISDIR (st.st_mode)))
    return TRUE;
  return zante_error_errno (error, errno, "cannot make the folder '%s'", target);
}

static gboolean
move_into (const char *from, const char *dest, GError **error)
{
  g_autoptr (GPtrArray) tree = zante_tree_list (from, error);
  for (guint i = 0; tree != NULL && i < tree->len; i++)
    if (!move_entry (tree->pdata[i], from, dest, error))
      return FALSE;
  return tree != NULL;
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
