/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "stage/tar.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <stdint.h>
#include <unistd.h>

#include "base/error.h"
#include "base/fs.h"
#include "base/hash.h"
#include "base/late/late.h"

enum { BLOCK_SIZE = 256 * 1024 };

struct _ZanteTar {
  char *path;
  struct archive *archive;
  int fd;
  ZanteHash *hash;
  guint64 written;
  gint64 mtime;
  GCancellable *cancellable;
  GHashTable *links; /* "DEVICE:INODE" → path of the first name */
  char *block;
};

/* libarchive's sink: hash, then write. */
static la_ssize_t
sink (struct archive *archive, void *user_data, const void *data, size_t size)
{
  ZanteTar *tar = user_data;
  ssize_t put = TEMP_FAILURE_RETRY (write (tar->fd, data, size));
  if (put < 0)
    {
      archive_set_error (archive, errno, "write");
      return -1;
    }
  zante_hash_update (tar->hash, data, (gsize)put);
  tar->written += (guint64)put;
  return put;
}

static gboolean
fail (ZanteTar *tar, GError **error)
{
  return zante_error_set (error, ZANTE_ERROR_FAILED, "cannot write '%s': %s: %s", tar->path,
                          archive_error_string (tar->archive),
                          g_strerror (archive_errno (tar->archive)));
}

static gboolean
set_option (ZanteTar *tar, const char *filter, const char *option, int value)
{
  g_autofree char *text = g_strdup_printf ("%d", value);
  return archive_write_set_filter_option (tar->archive, filter, option, text) == ARCHIVE_OK;
}

static gboolean
add_filter (ZanteTar *tar, const ZanteTarOptions *options)
{
  /* At least two, because one thread makes other bytes than several do. */
  int threads = MAX (2, (int)g_get_num_processors ());
  switch (options->format)
    {
    case ZANTE_TAR_ZSTD:
      return archive_write_add_filter_zstd (tar->archive) == ARCHIVE_OK
             && set_option (tar, "zstd", "compression-level", options->level)
             && (!options->threads || set_option (tar, "zstd", "threads", threads));
    case ZANTE_TAR_XZ:
      return archive_write_add_filter_xz (tar->archive) == ARCHIVE_OK
             && set_option (tar, "xz", "compression-level", options->level)
             && (!options->threads || set_option (tar, "xz", "threads", threads));
    default:
      return archive_write_add_filter_gzip (tar->archive) == ARCHIVE_OK
             && archive_write_set_filter_option (tar->archive, "gzip", "timestamp", NULL)
                    == ARCHIVE_OK
             && set_option (tar, "gzip", "compression-level", options->level);
    }
}

ZanteTar *
zante_tar_new (const ZanteTarOptions *options, GError **error)
{
  if (!zante_late_archive (error))
    return NULL;
  g_autoptr (ZanteTar) tar = g_new0 (ZanteTar, 1);
  tar->path = g_strdup (options->path);
  tar->mtime = options->mtime;
  tar->cancellable = options->cancellable;
  tar->hash = zante_hash_new ();
  tar->links = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  tar->block = g_malloc (BLOCK_SIZE);
  tar->archive = archive_write_new ();
  tar->fd = open (options->path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
  if (tar->fd < 0)
    {
      zante_error_errno (error, errno, "cannot make '%s'", options->path);
      return NULL;
    }
  if (!add_filter (tar, options) || archive_write_set_format_gnutar (tar->archive) != ARCHIVE_OK
      || archive_write_set_bytes_in_last_block (tar->archive, 1) != ARCHIVE_OK
      || archive_write_open (tar->archive, tar, NULL, sink, NULL) != ARCHIVE_OK)
    {
      fail (tar, error);
      return NULL;
    }
  return g_steal_pointer (&tar);
}

void
zante_tar_free (ZanteTar *tar)
{
  if (tar == NULL)
    return;
  if (tar->archive != NULL)
    {
      archive_write_fail (tar->archive);
      archive_write_free (tar->archive);
    }
  zante_fd_close (tar->fd);
  zante_hash_free (tar->hash);
  g_hash_table_unref (tar->links);
  g_free (tar->block);
  g_free (tar->path);
  g_free (tar);
}

static struct archive_entry *
header_of (const ZanteTar *tar, const ZanteTreeEntry *entry)
{
  struct archive_entry *header = archive_entry_new ();
  archive_entry_copy_pathname (header, entry->path);
  archive_entry_set_mode (header, entry->mode);
  archive_entry_set_mtime (header, tar->mtime, 0);
  archive_entry_set_uid (header, 0);
  archive_entry_set_gid (header, 0);
  archive_entry_set_size (header, 0);
  if (entry->target != NULL)
    archive_entry_copy_symlink (header, entry->target);
  return header;
}

static gboolean
write_header (ZanteTar *tar, struct archive_entry *header, GError **error)
{
  return archive_write_header (tar->archive, header) == ARCHIVE_OK || fail (tar, error);
}

/* The first name of the file that ST is of, or NULL; PATH is then remembered as the first. */
static const char *
first_name (ZanteTar *tar, const struct stat *st, const char *path)
{
  if (st->st_nlink < 2)
    return NULL;
  g_autofree char *id = g_strdup_printf ("%ju:%ju", (uintmax_t)st->st_dev, (uintmax_t)st->st_ino);
  const char *first = g_hash_table_lookup (tar->links, id);
  if (first == NULL)
    g_hash_table_insert (tar->links, g_steal_pointer (&id), g_strdup (path));
  return first;
}

/* Exactly SIZE bytes from FD into the archive and HASH. */
static gboolean
copy_data (ZanteTar *tar, int fd, guint64 size, ZanteHash *hash, GError **error)
{
  while (size > 0)
    {
      ssize_t got = TEMP_FAILURE_RETRY (read (fd, tar->block, MIN (size, BLOCK_SIZE)));
      if (got < 0)
        return zante_error_errno (error, errno, "cannot read");
      if (got == 0)
        return zante_error_set (error, ZANTE_ERROR_FAILED, "it shrank while it was packed");
      if (g_cancellable_set_error_if_cancelled (tar->cancellable, error))
        return FALSE;
      if (hash != NULL)
        zante_hash_update (hash, tar->block, (gsize)got);
      if (archive_write_data (tar->archive, tar->block, (gsize)got) != got)
        return fail (tar, error);
      size -= (guint64)got;
    }
  return TRUE;
}

/* An open regular file: header, or hard link, and data. */
static gboolean
add_file (ZanteTar *tar, int fd, struct archive_entry *header, const char *path, char **digest,
          GError **error)
{
  struct stat st;
  if (fstat (fd, &st) != 0 || !S_ISREG (st.st_mode))
    return zante_error_errno (error, errno, "cannot look at it");
  g_autoptr (ZanteHash) hash = digest != NULL ? zante_hash_new () : NULL;
  const char *first = first_name (tar, &st, path);
  if (first != NULL)
    archive_entry_copy_hardlink (header, first);
  else
    archive_entry_set_size (header, st.st_size);
  if (!write_header (tar, header, error))
    return FALSE;
  if (first == NULL && !copy_data (tar, fd, (guint64)st.st_size, hash, error))
    return FALSE;
  if (digest == NULL)
    return TRUE;
  *digest = first != NULL ? zante_hash_fd (fd, error) : zante_hash_finish (hash);
  return *digest != NULL;
}

static gboolean
open_and_add (ZanteTar *tar, const char *root, struct archive_entry *header, const char *path,
              char **digest, GError **error)
{
  g_autofree char *name = g_build_filename (root, path, NULL);
  g_auto (ZanteFd) fd = open (name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
  if (fd < 0)
    return zante_error_errno (error, errno, "cannot open it");
  return add_file (tar, fd, header, path, digest, error);
}

gboolean
zante_tar_add (ZanteTar *tar, const char *root, const ZanteTreeEntry *entry, char **digest,
               GError **error)
{
  if (digest != NULL)
    *digest = NULL;
  struct archive_entry *header = header_of (tar, entry);
  gboolean added = S_ISREG (entry->mode)
                       ? open_and_add (tar, root, header, entry->path, digest, error)
                       : write_header (tar, header, error);
  archive_entry_free (header);
  if (!added)
    g_prefix_error (error, "'%s': ", entry->path);
  return added;
}

char *
zante_tar_finish (ZanteTar *tar, guint64 *size, GError **error)
{
  if (archive_write_close (tar->archive) != ARCHIVE_OK)
    {
      fail (tar, error);
      return NULL;
    }
  if (fsync (tar->fd) != 0)
    {
      zante_error_errno (error, errno, "cannot write '%s'", tar->path);
      return NULL;
    }
  if (size != NULL)
    *size = tar->written;
  return zante_hash_finish (tar->hash);
}
