/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "boot/image/image.h"

#include <string.h>

#include "base/fs.h"
#include "base/walk.h"

struct _ZanteImage {
  GTree *entries; /* path → ZanteImageEntry* */
};

static const char *const merged[] = {"bin", "sbin", "lib", "lib32", "lib64"};

static void
entry_free (gpointer data)
{
  ZanteImageEntry *entry = data;
  g_free (entry->path);
  g_free (entry->target);
  g_free (entry->host);
  g_clear_pointer (&entry->data, g_bytes_unref);
  g_free (entry);
}

static gint
compare_paths (gconstpointer a, gconstpointer b, gpointer user_data)
{
  (void)user_data;
  return strcmp (a, b);
}

void
zante_image_free (ZanteImage *image)
{
  if (image == NULL)
    return;
  g_tree_unref (image->entries);
  g_free (image);
}

char *
zante_image_path (const char *path)
{
  g_autofree char *clean = g_canonicalize_filename (path, "/");
  for (gsize i = 0; i < G_N_ELEMENTS (merged); i++)
    {
      gsize length = strlen (merged[i]);
      if (strncmp (clean + 1, merged[i], length) == 0 && clean[1 + length] == '/')
        return g_strconcat ("/usr", clean, NULL);
    }
  return g_steal_pointer (&clean);
}

/* Makes room at PATH, which is merged already, for a new entry. NULL: a folder is in the way. */
static ZanteImageEntry *
put (ZanteImage *image, const char *path, ZanteImageKind kind, guint mode)
{
  ZanteImageEntry *old = g_tree_lookup (image->entries, path);
  if (old != NULL && old->kind == ZANTE_IMAGE_FOLDER && kind != ZANTE_IMAGE_FOLDER)
    return NULL;
  ZanteImageEntry *entry = g_new0 (ZanteImageEntry, 1);
  entry->path = g_strdup (path);
  entry->kind = kind;
  entry->mode = mode;
  g_tree_replace (image->entries, entry->path, entry);
  return entry;
}

static void
put_parents (ZanteImage *image, const char *path)
{
  for (const char *slash = strchr (path + 1, '/'); slash != NULL; slash = strchr (slash + 1, '/'))
    {
      g_autofree char *parent = g_strndup (path, (gsize)(slash - path));
      if (g_tree_lookup (image->entries, parent) == NULL)
        put (image, parent, ZANTE_IMAGE_FOLDER, 0755);
    }
}

static ZanteImageEntry *
add (ZanteImage *image, const char *path, ZanteImageKind kind, guint mode)
{
  g_autofree char *clean = zante_image_path (path);
  put_parents (image, clean);
  return put (image, clean, kind, mode);
}

ZanteImage *
zante_image_new (void)
{
  ZanteImage *image = g_new0 (ZanteImage, 1);
  image->entries = g_tree_new_full (compare_paths, NULL, NULL, entry_free);
  for (gsize i = 0; i < G_N_ELEMENTS (merged); i++)
    {
      g_autofree char *path = g_strconcat ("/", merged[i], NULL);
      g_autofree char *target = g_strconcat ("usr/", merged[i], NULL);
      put (image, path, ZANTE_IMAGE_LINK, 0777)->target = g_steal_pointer (&target);
      g_autofree char *folder = g_strconcat ("/usr", path, NULL);
      put_parents (image, folder);
      put (image, folder, ZANTE_IMAGE_FOLDER, 0755);
    }
  return image;
}

void
zante_image_add_folder (ZanteImage *image, const char *path, guint mode)
{
  g_autofree char *clean = zante_image_path (path);
  const ZanteImageEntry *old = g_tree_lookup (image->entries, clean);
  if (old == NULL || (old->kind != ZANTE_IMAGE_FOLDER && old->kind != ZANTE_IMAGE_LINK))
    add (image, path, ZANTE_IMAGE_FOLDER, mode != 0 ? mode : 0755);
}

void
zante_image_add_host (ZanteImage *image, const char *path, const char *host, guint mode)
{
  struct stat st;
  if (mode == 0)
    mode = stat (host, &st) == 0 && (st.st_mode & 0100) ? 0755 : 0644;
  ZanteImageEntry *entry = add (image, path, ZANTE_IMAGE_FILE, mode);
  if (entry != NULL)
    entry->host = g_strdup (host);
}

void
zante_image_add_bytes (ZanteImage *image, const char *path, GBytes *data, guint mode)
{
  ZanteImageEntry *entry = add (image, path, ZANTE_IMAGE_FILE, mode != 0 ? mode : 0644);
  if (entry != NULL)
    entry->data = g_bytes_ref (data);
}

void
zante_image_add_text (ZanteImage *image, const char *path, const char *text, guint mode)
{
  g_autoptr (GBytes) data = g_bytes_new (text, strlen (text));
  zante_image_add_bytes (image, path, data, mode);
}

void
zante_image_add_link (ZanteImage *image, const char *path, const char *target)
{
  ZanteImageEntry *entry = add (image, path, ZANTE_IMAGE_LINK, 0777);
  if (entry != NULL)
    entry->target = g_strdup (target);
}

void
zante_image_add_device (ZanteImage *image, const char *path, guint major, guint minor)
{
  ZanteImageEntry *entry = add (image, path, ZANTE_IMAGE_DEVICE, 0600);
  if (entry == NULL)
    return;
  entry->major = major;
  entry->minor = minor;
}

static void
add_entry (ZanteImage *image, const char *root, const ZanteFsEntry *item)
{
  g_autofree char *path = g_strconcat ("/", item->path, NULL);
  g_autofree char *host = g_build_filename (root, item->path, NULL);
  g_autofree char *clean = zante_image_path (path);
  if (S_ISDIR (item->st.st_mode))
    zante_image_add_folder (image, path, item->st.st_mode & 07777);
  else if (S_ISLNK (item->st.st_mode))
    zante_image_add_link (image, path, item->target);
  else if (S_ISREG (item->st.st_mode))
    zante_image_add_host (image, path, host, item->st.st_mode & 07777);
  ZanteImageEntry *entry = g_tree_lookup (image->entries, clean);
  if (entry != NULL)
    entry->tested = TRUE;
}

gboolean
zante_image_add_tree (ZanteImage *image, const char *root, ZanteImageSkip skip, gpointer user_data,
                      GError **error)
{
  g_autoptr (GPtrArray) items = zante_fs_list (root, error);
  if (items == NULL)
    return FALSE;
  for (guint i = 0; i < items->len; i++)
    {
      const ZanteFsEntry *item = items->pdata[i];
      if (skip == NULL || !skip (item->path, user_data))
        add_entry (image, root, item);
    }
  return TRUE;
}

static const char *
link_at (const char *path, gpointer user_data)
{
  const ZanteImage *image = user_data;
  const ZanteImageEntry *entry = g_tree_lookup (image->entries, path);
  return entry == NULL ? NULL : entry->kind == ZANTE_IMAGE_LINK ? entry->target : "";
}

const ZanteImageEntry *
zante_image_find (const ZanteImage *image, const char *path)
{
  ZanteWalk walk = {.link = link_at, .user_data = (gpointer)image};
  g_autofree char *here = zante_walk (&walk, "/", path);
  return here == NULL ? NULL : g_tree_lookup (image->entries, here);
}

static gboolean
append_entry (gpointer path, gpointer entry, gpointer list)
{
  (void)path;
  g_ptr_array_add (list, entry);
  return FALSE;
}

GPtrArray *
zante_image_list (const ZanteImage *image)
{
  GPtrArray *list = g_ptr_array_new ();
  g_tree_foreach (image->entries, append_entry, list);
  return list;
}

GBytes *
zante_image_read (const ZanteImageEntry *entry, GError **error)
{
  if (entry->data != NULL)
    return g_bytes_ref (entry->data);
  g_autoptr (GMappedFile) map = g_mapped_file_new (entry->host, FALSE, error);
  return map == NULL ? NULL : g_mapped_file_get_bytes (map);
}
