/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "boot/image/cpio.h"

#include <archive.h>
#include <archive_entry.h>
#include <glib/gstdio.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

#include "base/error.h"
#include "base/hash.h"
#include "base/late/late.h"

typedef struct archive WriteArchive;
typedef struct archive_entry ArchiveEntry;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WriteArchive, archive_write_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ArchiveEntry, archive_entry_free)

static gboolean
complain (WriteArchive *archive, const char *path, GError **error)
{
  const char *why = archive_error_string (archive);
  return zante_error_set (error, ZANTE_ERROR_FAILED, "cannot write the initramfs '%s': %s", path,
                          why != NULL ? why : "unknown reason");
}

static mode_t
file_type (ZanteImageKind kind)
{
  static const mode_t types[] = {[ZANTE_IMAGE_FOLDER] = S_IFDIR,
                                 [ZANTE_IMAGE_FILE] = S_IFREG,
                                 [ZANTE_IMAGE_LINK] = S_IFLNK,
                                 [ZANTE_IMAGE_DEVICE] = S_IFCHR};
  return types[kind];
}

static ArchiveEntry *
header_for (const ZanteImageEntry *entry, gsize size, gint64 inode)
{
  ArchiveEntry *header = archive_entry_new ();
  archive_entry_set_pathname (header, entry->path + 1);
  archive_entry_set_mode (header, file_type (entry->kind) | entry->mode);
  archive_entry_set_size (header, (gint64)size);
  archive_entry_set_mtime (header, 0, 0);
  archive_entry_set_ino64 (header, inode);
  archive_entry_set_nlink (header, entry->kind == ZANTE_IMAGE_FOLDER ? 2 : 1);
  if (entry->kind == ZANTE_IMAGE_LINK)
    archive_entry_set_symlink (header, entry->target);
  if (entry->kind == ZANTE_IMAGE_DEVICE)
    archive_entry_set_rdev (header, makedev (entry->major, entry->minor));
  return header;
}

static gboolean
write_entry (WriteArchive *archive, const ZanteImageEntry *entry, gint64 inode, GHashTable *digests,
             GError **error)
{
  g_autoptr (GBytes) data
      = entry->kind == ZANTE_IMAGE_FILE ? zante_image_read (entry, error) : g_bytes_new (NULL, 0);
  if (data == NULL)
    return FALSE;
  gsize size = 0;
  gconstpointer bytes = g_bytes_get_data (data, &size);
  g_autoptr (ArchiveEntry) header = header_for (entry, size, inode);
  if (archive_write_header (archive, header) != ARCHIVE_OK
      || (size > 0 && archive_write_data (archive, bytes, size) != (la_ssize_t)size))
    return complain (archive, entry->path, error);
  if (digests != NULL && entry->kind == ZANTE_IMAGE_FILE)
    g_hash_table_replace (digests, g_strdup (entry->path), zante_hash_bytes (bytes, size));
  return TRUE;
}

static gboolean
write_all (WriteArchive *archive, const ZanteImage *image, GHashTable *digests,
           GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) list = zante_image_list (image);
  for (guint i = 0; i < list->len; i++)
    if (g_cancellable_set_error_if_cancelled (cancellable, error)
        || !write_entry (archive, list->pdata[i], i + 1, digests, error))
      return FALSE;
  return TRUE;
}

static gboolean
open_archive (WriteArchive *archive, const char *path, GError **error)
{
  if (archive_write_set_format_cpio_newc (archive) == ARCHIVE_OK
      && archive_write_set_bytes_in_last_block (archive, 1) == ARCHIVE_OK
      && archive_write_open_filename (archive, path) == ARCHIVE_OK)
    return TRUE;
  return complain (archive, path, error);
}

gboolean
zante_cpio_write (const ZanteImage *image, const char *path, GHashTable *digests,
                  GCancellable *cancellable, GError **error)
{
  if (!zante_late_archive (error))
    return FALSE;
  g_autoptr (WriteArchive) archive = archive_write_new ();
  g_autofree char *beside = g_strconcat (path, ".new", NULL);
  if (open_archive (archive, beside, error)
      && write_all (archive, image, digests, cancellable, error)
      && (archive_write_close (archive) == ARCHIVE_OK || complain (archive, path, error)))
    {
      if (g_rename (beside, path) == 0)
        return TRUE;
      zante_error_errno (error, errno, "cannot rename '%s'", beside);
    }
  g_unlink (beside);
  return FALSE;
}
