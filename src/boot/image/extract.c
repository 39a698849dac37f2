/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "boot/image/extract.h"

#include <archive.h>
#include <archive_entry.h>
#include <glib/gstdio.h>
#include <string.h>

#include "base/archive.h"
#include "base/error.h"
#include "base/filters.h"
#include "base/fs.h"
#include "base/late/late.h"
#include "base/outside.h"

enum { BLOCK_SIZE = 128 * 1024, MAX_CONTROL = 16 << 20 };

typedef struct archive ReadArchive;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ReadArchive, archive_read_free)

/* libarchive has no words for an end where something should begin. */
static gboolean
complain (ReadArchive *archive, const char *path, GError **error)
{
  const char *why = archive_error_string (archive);
  return zante_error_set (error, ZANTE_ERROR_INPUT, "cannot unpack '%s': %s", path,
                          why != NULL ? why : "it is empty");
}

/* What is left of the current entry. */
static GByteArray *
read_entry (ReadArchive *archive, const char *path, gsize max, GError **error)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autofree char *block = g_malloc (BLOCK_SIZE);
  la_ssize_t got;
  while ((got = archive_read_data (archive, block, BLOCK_SIZE)) > 0)
    {
      if ((gsize)got > max - bytes->len)
        return zante_error_null (error, ZANTE_ERROR_INPUT,
                                 "'%s' unpacks to more than %" G_GSIZE_FORMAT " bytes", path, max);
      g_byte_array_append (bytes, (const guint8 *)block, (guint)got);
    }
  if (got == 0)
    return g_steal_pointer (&bytes);
  complain (archive, path, error);
  return NULL;
}

GBytes *
zante_extract_file (const char *path, gsize max, GError **error)
{
  if (!zante_late_archive (error))
    return NULL;
  g_auto (ZanteFd) fd = zante_outside_open (path, error);
  g_autoptr (ReadArchive) archive = archive_read_new ();
  struct archive_entry *entry = NULL;
  zante_filters_support (archive);
  archive_read_support_format_raw (archive);
  archive_read_support_format_empty (archive);
  if (fd < 0)
    return NULL;
  if (archive_read_open_fd (archive, fd, BLOCK_SIZE) != ARCHIVE_OK
      || archive_read_next_header (archive, &entry) != ARCHIVE_OK)
    {
      complain (archive, path, error);
      return NULL;
    }
  GByteArray *bytes = read_entry (archive, path, max, error);
  return bytes == NULL ? NULL : g_byte_array_free_to_bytes (bytes);
}

/* Copy the current entry to the new file PATH. */
static gboolean
save_entry (ReadArchive *archive, const char *path, GError **error)
{
  g_autoptr (GByteArray) bytes = read_entry (archive, path, (gsize)2 << 30, error);
  return bytes != NULL
         && g_file_set_contents (path, (const char *)bytes->data, (gssize)bytes->len, error);
}

/* The current entry, a tar file, up to its member "control". */
static char *
find_control (ReadArchive *outer, const char *path)
{
  g_autoptr (GByteArray) inner = read_entry (outer, path, MAX_CONTROL, NULL);
  g_autoptr (ReadArchive) archive = archive_read_new ();
  struct archive_entry *entry = NULL;
  zante_filters_support (archive);
  archive_read_support_format_tar (archive);
  if (inner == NULL || archive_read_open_memory (archive, inner->data, inner->len) != ARCHIVE_OK)
    return NULL;
  while (archive_read_next_header (archive, &entry) == ARCHIVE_OK)
    {
      const char *name = archive_entry_pathname (entry);
      if (g_strcmp0 (name, "./control") != 0 && g_strcmp0 (name, "control") != 0)
        continue;
      g_autoptr (GByteArray) text = read_entry (archive, path, MAX_CONTROL, NULL);
      return text == NULL ? NULL : g_strndup ((const char *)text->data, text->len);
    }
  return NULL;
}

char *
zante_extract_control (const char *path)
{
  g_auto (ZanteFd) fd = zante_outside_open (path, NULL);
  g_autoptr (ReadArchive) archive = archive_read_new ();
  struct archive_entry *entry = NULL;
  archive_read_support_format_ar (archive);
  if (fd < 0 || archive_read_open_fd (archive, fd, BLOCK_SIZE) != ARCHIVE_OK)
    return NULL;
  while (archive_read_next_header (archive, &entry) == ARCHIVE_OK)
    {
      const char *name = archive_entry_pathname (entry);
      if (name != NULL && g_str_has_prefix (name, "control.tar"))
        return find_control (archive, path);
    }
  return NULL;
}

/* deb(5): an ar archive whose member data.tar.* has the files. */
static gboolean
unpack_deb (const char *path, const char *dest, const ZanteArchiveOptions *options, GError **error)
{
  g_auto (ZanteFd) fd = zante_outside_open (path, error);
  g_autoptr (ReadArchive) archive = archive_read_new ();
  struct archive_entry *entry = NULL;
  archive_read_support_format_ar (archive);
  if (fd < 0)
    return FALSE;
  if (archive_read_open_fd (archive, fd, BLOCK_SIZE) != ARCHIVE_OK)
    return complain (archive, path, error);
  while (archive_read_next_header (archive, &entry) == ARCHIVE_OK)
    {
      const char *name = archive_entry_pathname (entry);
      if (name == NULL || !g_str_has_prefix (name, "data.tar"))
        continue;
      g_autofree char *inner = g_strconcat (dest, ".data.tar", NULL);
      gboolean done = save_entry (archive, inner, error)
                      && zante_archive_extract (inner, dest, options, error);
      g_unlink (inner);
      return done;
    }
  return zante_error_set (error, ZANTE_ERROR_INPUT, "'%s' is no Debian package", path);
}

gboolean
zante_extract_package (const char *path, const char *dest, GPtrArray *paths,
                       GCancellable *cancellable, GError **error)
{
  gboolean rpm = g_str_has_suffix (path, ".rpm");
  const ZanteArchiveOptions options = {.installed = TRUE,
                                       .no_set_id = TRUE,
                                       .package = rpm,
                                       .paths = paths,
                                       .cancellable = cancellable};
  if (!zante_late_archive (error) || !zante_fs_make_dirs (dest, error))
    return FALSE;
  if (g_str_has_suffix (path, ".deb"))
    return unpack_deb (path, dest, &options, error);
  if (rpm)
    return zante_archive_extract (path, dest, &options, error);
  return zante_error_set (error, ZANTE_ERROR_INPUT, "'%s' is no package (.deb or .rpm)", path);
}
