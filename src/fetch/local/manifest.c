/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "fetch/local/manifest.h"

#include <string.h>

#include "base/fs.h"

/* Items end with NUL bytes: FORMAT, the commit, "dirty" or "clean", the time of birth, then one
 * line for each file: "SIZE MTIME CTIME INODE MODE ID PATH". The last item is FORMAT again: nothing
 * is cut off. */
#define FORMAT "zante local tree 1"

/* File systems keep times in steps of up to this: FAT. */
enum { YOUNG_S = 2, N_HEAD = 4, N_NUMBERS = 5 };

void
zante_local_file_free (ZanteLocalFile *file)
{
  if (file == NULL)
    return;
  g_free (file->path);
  g_free (file->id);
  g_free (file);
}

ZanteLocalFile *
zante_local_file_new (const char *path, const struct stat *st, gint64 now)
{
  ZanteLocalFile *file = g_new0 (ZanteLocalFile, 1);
  file->path = g_strdup (path);
  file->mode = st->st_mode;
  file->id = g_strdup ("");
  if (S_ISDIR (st->st_mode)) /* its times are those of what is in it */
    return file;
  file->size = (guint64)st->st_size;
  file->mtime = zante_fs_nanoseconds (st->st_mtim);
  file->ctime = zante_fs_nanoseconds (st->st_ctim);
  file->inode = st->st_ino;
  if (file->ctime > now - YOUNG_S * G_GINT64_CONSTANT (1000000000))
    file->ctime = 0;
  return file;
}

gboolean
zante_local_file_is_same (const ZanteLocalFile *file, const struct stat *st)
{
  if (file->mode != st->st_mode)
    return FALSE;
  return S_ISDIR (st->st_mode)
         || (file->size == (guint64)st->st_size && file->mtime == zante_fs_nanoseconds (st->st_mtim)
             && file->ctime == zante_fs_nanoseconds (st->st_ctim) && file->inode == st->st_ino);
}

/* The manifest ------------------------------------------------------------------------------- */

ZanteLocalManifest *
zante_local_manifest_new (void)
{
  ZanteLocalManifest *manifest = g_new0 (ZanteLocalManifest, 1);
  manifest->files = g_ptr_array_new_with_free_func ((GDestroyNotify)zante_local_file_free);
  manifest->by_path = g_hash_table_new (g_str_hash, g_str_equal);
  manifest->commit = g_strdup ("");
  return manifest;
}

void
zante_local_manifest_free (ZanteLocalManifest *manifest)
{
  if (manifest == NULL)
    return;
  g_hash_table_unref (manifest->by_path);
  g_ptr_array_unref (manifest->files);
  g_free (manifest->commit);
  g_free (manifest);
}

void
zante_local_manifest_add (ZanteLocalManifest *manifest, ZanteLocalFile *file)
{
  g_ptr_array_add (manifest->files, file);
  g_hash_table_insert (manifest->by_path, file->path, file);
}

ZanteLocalFile *
zante_local_manifest_find (const ZanteLocalManifest *manifest, const char *path)
{
  return g_hash_table_lookup (manifest->by_path, path);
}

/* Reading and writing ------------------------------------------------------------------------ */

/* The number at AT, which a space must follow; AT moves behind that, or becomes NULL. */
static gint64
take_number (const char **at)
{
  char *end = NULL;
  gint64 number = *at == NULL ? 0 : g_ascii_strtoll (*at, &end, 10);
  *at = end == NULL || end == *at || *end != ' ' ? NULL : end + 1;
  return number;
}

static ZanteLocalFile *
parse_file (const char *line)
{
  gint64 numbers[N_NUMBERS];
  for (gsize i = 0; i < N_NUMBERS; i++)
    numbers[i] = take_number (&line);
  const char *space = line == NULL ? NULL : strchr (line, ' ');
  if (space == NULL || space[1] == '\0' || space[1] == '/')
    return NULL;
  ZanteLocalFile *file = g_new0 (ZanteLocalFile, 1);
  file->size = (guint64)numbers[0];
  file->mtime = numbers[1];
  file->ctime = numbers[2];
  file->inode = (guint64)numbers[3];
  file->mode = (guint32)numbers[4];
  file->id = g_strndup (line, (gsize)(space - line));
  file->path = g_strdup (space + 1);
  return file;
}

static gboolean
parse_items (ZanteLocalManifest *manifest, char **items, guint n)
{
  if (n < N_HEAD + 1 || strcmp (items[0], FORMAT) != 0 || strcmp (items[n - 1], FORMAT) != 0)
    return FALSE;
  g_free (manifest->commit);
  manifest->commit = g_strdup (items[1]);
  manifest->dirty = strcmp (items[2], "dirty") == 0;
  manifest->born = g_ascii_strtoll (items[3], NULL, 10);
  for (guint i = N_HEAD; i < n - 1; i++)
    {
      ZanteLocalFile *file = parse_file (items[i]);
      if (file == NULL)
        return FALSE;
      zante_local_manifest_add (manifest, file);
    }
  return TRUE;
}

ZanteLocalManifest *
zante_local_manifest_parse (const char *data, gsize size)
{
  if (size == 0 || data[size - 1] != '\0')
    return NULL;
  g_autoptr (ZanteLocalManifest) manifest = zante_local_manifest_new ();
  g_autoptr (GPtrArray) items = g_ptr_array_new ();
  for (const char *item = data; item < data + size; item += strlen (item) + 1)
    g_ptr_array_add (items, (gpointer)item);
  return parse_items (manifest, (char **)items->pdata, items->len) ? g_steal_pointer (&manifest)
                                                                   : NULL;
}

static void
append_item (GString *text, const char *item)
{
  g_string_append_len (text, item, (gssize)strlen (item) + 1);
}

GString *
zante_local_manifest_format (const ZanteLocalManifest *manifest)
{
  GString *text = g_string_new (NULL);
  append_item (text, FORMAT);
  append_item (text, manifest->commit);
  append_item (text, manifest->dirty ? "dirty" : "clean");
  g_string_append_printf (text, "%" G_GINT64_FORMAT, manifest->born);
  append_item (text, "");
  for (guint i = 0; i < manifest->files->len; i++)
    {
      const ZanteLocalFile *file = manifest->files->pdata[i];
      g_string_append_printf (text,
                              "%" G_GUINT64_FORMAT " %" G_GINT64_FORMAT " %" G_GINT64_FORMAT
                              " %" G_GUINT64_FORMAT " %u %s ",
                              file->size, file->mtime, file->ctime, file->inode, file->mode,
                              file->id);
      append_item (text, file->path);
    }
  append_item (text, FORMAT);
  return text;
}

ZanteLocalManifest *
zante_local_manifest_load (const char *path)
{
  g_autofree char *data = NULL;
  gsize size;
  return g_file_get_contents (path, &data, &size, NULL) ? zante_local_manifest_parse (data, size)
                                                        : NULL;
}

gboolean
zante_local_manifest_save (const ZanteLocalManifest *manifest, const char *path, GError **error)
{
  g_autoptr (GString) text = zante_local_manifest_format (manifest);
  return zante_fs_write (path, text->str, (gssize)text->len, error);
}
