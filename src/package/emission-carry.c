/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>

#include "base/beneath.h"
#include "base/error.h"
#include "base/fs.h"
#include "base/hash.h"
#include "base/strings.h"
#include "package/emission.h"
#include "package/glob.h"

typedef struct {
  const GPtrArray *emission;
  const char *previous, *folder;
  int root;         /* `folder`, opened */
  GHashTable *last; /* path → digest of what was emitted into `previous` */
  ZanteEmissionCarried *carried;
} Carrying;

void
zante_emission_carried_clear (ZanteEmissionCarried *carried)
{
  g_clear_pointer (&carried->carried, g_ptr_array_unref);
  g_clear_pointer (&carried->left, g_ptr_array_unref);
  g_clear_pointer (&carried->links, g_ptr_array_unref);
}

/* What a link stands for is not copied: the link is the edit, and may have come with the project.
 * Whether PATH is one is told, and remembered. */
static gboolean
pass_link (const Carrying *carrying, const char *path)
{
  struct stat st;
  g_autofree char *from = g_build_filename (carrying->previous, path, NULL);
  if (lstat (from, &st) != 0 || !S_ISLNK (st.st_mode))
    return FALSE;
  g_ptr_array_add (carrying->carried->links, g_strdup (path));
  return TRUE;
}

/* One file, with its mode; or that somebody removed it. */
static gboolean
bring (const Carrying *carrying, const char *path, GError **error)
{
  struct stat st;
  g_autofree char *from = g_build_filename (carrying->previous, path, NULL);
  gsize size = 0;
  if (lstat (from, &st) != 0)
    return zante_beneath_unlink (carrying->root, path)
           || zante_error_errno (error, errno, "cannot remove '%s/%s'", carrying->folder, path);
  g_autofree char *data = zante_beneath_read (carrying->previous, path, &size, error);
  if (data == NULL)
    return FALSE;
  if (!zante_beneath_write (carrying->root, path, data, size,
                            (st.st_mode & S_IXUSR) != 0 ? 0755 : 0644))
    return zante_error_errno (error, errno, "cannot write '%s/%s'", carrying->folder, path);
  g_ptr_array_add (carrying->carried->carried, g_strdup (path));
  return TRUE;
}

/* PATH was emitted into the previous folder, with what has the digest LAST. */
static gboolean
consider (const Carrying *carrying, const char *path, const char *last, GError **error)
{
  g_autofree char *there = zante_emission_digest (carrying->previous, path);
  const ZanteEmitted *file = zante_emission_find (carrying->emission, path);
  if (g_strcmp0 (there, last) == 0 || pass_link (carrying, path))
    return TRUE;
  g_autofree char *fresh = file == NULL ? NULL : zante_hash_bytes (file->data, file->size);
  if (g_strcmp0 (fresh, last) == 0)
    return bring (carrying, path, error);
  if (there != NULL && g_strcmp0 (there, fresh) != 0)
    g_ptr_array_add (carrying->carried->left, g_strdup (path));
  return TRUE;
}

/* What debhelper leaves beside a maintainer's files is nobody's. */
static gboolean
is_own (const char *path)
{
  static const char *const places[]
      = {"debian/*", "debian/patches/*", "debian/source/*", "debian/tests/*", "debian/upstream/*"};
  static const char *const leavings[] = {"debian/files", "debian/*.substvars",
                                         "debian/*.debhelper*", "debian/debhelper-build-stamp"};
  gboolean own = FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (places); i++)
    own = own || zante_glob_match (places[i], path);
  for (gsize i = 0; i < G_N_ELEMENTS (leavings); i++)
    own = own && !zante_glob_match (leavings[i], path);
  return own;
}

static gboolean
bring_own (const Carrying *carrying, GError **error)
{
  g_autofree char *debian = g_build_filename (carrying->previous, "debian", NULL);
  if (!g_file_test (debian, G_FILE_TEST_IS_DIR))
    return TRUE;
  g_autoptr (GPtrArray) entries = zante_fs_list (debian, error);
  for (guint i = 0; entries != NULL && i < entries->len; i++)
    {
      const ZanteFsEntry *entry = entries->pdata[i];
      g_autofree char *path = g_strconcat ("debian/", entry->path, NULL);
      if ((S_ISREG (entry->st.st_mode) || S_ISLNK (entry->st.st_mode)) && is_own (path)
          && !g_hash_table_contains (carrying->last, path)
          && zante_emission_find (carrying->emission, path) == NULL && !pass_link (carrying, path)
          && !bring (carrying, path, error))
        return FALSE;
    }
  return entries != NULL;
}

gboolean
zante_emission_carry (const GPtrArray *emission, const char *previous, const char *folder,
                      const char *skip, ZanteEmissionCarried *carried, GError **error)
{
  g_autofree char *state = g_strconcat (previous, ".emitted", NULL);
  g_autoptr (GHashTable) last = zante_emission_state (state);
  g_auto (ZanteFd) root = open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (root < 0)
    return zante_error_errno (error, errno, "cannot open '%s'", folder);
  Carrying carrying = {.emission = emission,
                       .previous = previous,
                       .folder = folder,
                       .root = root,
                       .last = last,
                       .carried = carried};
  GHashTableIter iter;
  gpointer path = NULL, digest = NULL;
  carried->carried = g_ptr_array_new_with_free_func (g_free);
  carried->left = g_ptr_array_new_with_free_func (g_free);
  carried->links = g_ptr_array_new_with_free_func (g_free);
  g_hash_table_iter_init (&iter, last);
  while (g_hash_table_iter_next (&iter, &path, &digest))
    if (strcmp (path, skip) != 0 && !consider (&carrying, path, digest, error))
      return FALSE;
  /* Without a memory of what was emitted, every file would be a person's. */
  if (g_hash_table_size (last) > 0 && !bring_own (&carrying, error))
    return FALSE;
  g_ptr_array_sort (carried->carried, zante_strings_compare);
  g_ptr_array_sort (carried->left, zante_strings_compare);
  g_ptr_array_sort (carried->links, zante_strings_compare);
  return TRUE;
}
