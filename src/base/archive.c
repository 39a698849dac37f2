/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/archive.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <locale.h>
#include <string.h>
#include <unistd.h>

#include "base/archive-disk.h"
#include "base/error.h"
#include "base/filters.h"
#include "base/fs.h"
#include "base/hash.h"
#include "base/late/late.h"
#include "base/outside.h"

enum { BLOCK_SIZE = 128 * 1024, DEFAULT_ENTRIES = 500000 };
#define DEFAULT_BYTES (G_GUINT64_CONSTANT (8) << 30)

typedef struct archive ReadArchive;
typedef struct archive_entry ArchiveEntry;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ReadArchive, archive_read_free)

typedef struct {
  ReadArchive *archive;
  ZanteArchiveDisk disk;
  ZanteArchiveOptions options; /* with the defaults filled in */
  guint64 bytes, entries;      /* so far */
} Extraction;

static gboolean
refuse_damaged (ReadArchive *archive, GError **error)
{
  const char *why = archive_error_string (archive);
  return zante_error_set (error, ZANTE_ERROR_SOURCE, "the archive is damaged: %s",
                          why != NULL ? why : "unknown reason");
}

/* Account for an entry of SIZE bytes before any of them is written. */
static gboolean
count (Extraction *extraction, gint64 size, GError **error)
{
  const ZanteArchiveOptions *options = &extraction->options;
  if (++extraction->entries > options->max_entries)
    return zante_error_set (error, ZANTE_ERROR_SOURCE,
                            "the archive has more than %" G_GUINT64_FORMAT " entries",
                            options->max_entries);
  if (size < 0 || (guint64)size > options->max_bytes - extraction->bytes)
    return zante_error_set (error, ZANTE_ERROR_SOURCE,
                            "the archive unpacks to more than %" G_GUINT64_FORMAT " bytes",
                            options->max_bytes);
  extraction->bytes += (guint64)size;
  return TRUE;
}

static gboolean
write_at (int fd, const char *data, gsize size, gint64 offset, GError **error)
{
  while (size > 0)
    {
      ssize_t put = TEMP_FAILURE_RETRY (pwrite (fd, data, size, offset));
      if (put < 0)
        return zante_error_errno (error, errno, "cannot write");
      data += put;
      size -= (gsize)put;
      offset += put;
    }
  return TRUE;
}

/* The data of the current entry, at most LIMIT bytes; their end in END. */
static gboolean
write_data (Extraction *extraction, int fd, gint64 limit, gint64 *end, GError **error)
{
  const void *data = NULL;
  gsize size = 0;
  gint64 offset = 0;
  *end = 0;
  for (;;)
    {
      int status = archive_read_data_block (extraction->archive, &data, &size, &offset);
      if (status == ARCHIVE_EOF)
        return TRUE;
      if (status < ARCHIVE_WARN)
        return refuse_damaged (extraction->archive, error);
      if (offset < 0 || offset > limit || (guint64)size > (guint64)(limit - offset))
        return zante_error_set (error, ZANTE_ERROR_SOURCE, "it is longer than the archive says");
      if (g_cancellable_set_error_if_cancelled (extraction->options.cancellable, error)
          || !write_at (fd, data, size, offset, error))
        return FALSE;
      *end = MAX (*end, offset + (gint64)size);
    }
}

/* What of its mode an entry of an installed tree keeps. */
static mode_t
kept_mode (const Extraction *extraction, ArchiveEntry *entry)
{
  return archive_entry_perm (entry) & (extraction->options.no_set_id ? 01777 : 07777);
}

static mode_t
file_mode (const Extraction *extraction, ArchiveEntry *entry)
{
  mode_t mode = archive_entry_perm (entry);
  if (extraction->options.installed)
    return kept_mode (extraction, entry) | 0600;
  return (mode & 0100) != 0 ? 0755 : 0644;
}

/* A zip written as a stream does not say how long its files are. */
static gint64
size_limit (const Extraction *extraction, ArchiveEntry *entry)
{
  if (archive_entry_size_is_set (entry))
    return archive_entry_size (entry);
  return (gint64)(extraction->options.max_bytes - extraction->bytes);
}

static gboolean
extract_file (Extraction *extraction, ArchiveEntry *entry, const char *path, GError **error)
{
  gboolean sized = archive_entry_size_is_set (entry);
  gint64 end = 0, limit = size_limit (extraction, entry);
  struct timespec mtime = {archive_entry_mtime (entry), archive_entry_mtime_nsec (entry)};
  if (!count (extraction, sized ? limit : 0, error))
    return FALSE;
  int fd = zante_archive_disk_create (&extraction->disk, path, error);
  if (fd < 0)
    return FALSE;
  gboolean done
      = write_data (extraction, fd, limit, &end, error)
        && zante_archive_disk_seal (fd, sized ? limit : end, file_mode (extraction, entry),
                                    extraction->options.installed ? NULL : &mtime, error);
  if (!sized)
    extraction->bytes += (guint64)end;
  return g_close (fd, done ? error : NULL) && done;
}

static gboolean
extract_symlink (Extraction *extraction, ArchiveEntry *entry, const char *path, GError **error)
{
  const char *target = archive_entry_symlink (entry);
  if (target == NULL || *target == '\0')
    return zante_error_set (error, ZANTE_ERROR_SOURCE, "the symbolic link has no readable target");
  if (!extraction->options.installed && !zante_archive_link_is_inside (path, target))
    return zante_error_set (error, ZANTE_ERROR_SOURCE,
                            "the symbolic link leads out of the archive to '%s'", target);
  return count (extraction, 0, error)
         && zante_archive_disk_symlink (&extraction->disk, path, target, error);
}

static gboolean
extract_hardlink (Extraction *extraction, const char *target, const char *path, GError **error)
{
  g_autofree char *clean = zante_archive_clean_name (target, extraction->options.strip, error);
  if (clean == NULL)
    return FALSE;
  if (*clean == '\0')
    return zante_error_set (error, ZANTE_ERROR_SOURCE, "the hard link has no target");
  return count (extraction, 0, error)
         && zante_archive_disk_hardlink (&extraction->disk, path, clean, error);
}

static gboolean
extract_folder (Extraction *extraction, ArchiveEntry *entry, const char *path, GError **error)
{
  mode_t mode = extraction->options.installed ? kept_mode (extraction, entry) | 0700 : 0755;
  return count (extraction, 0, error)
         && zante_archive_disk_folder (&extraction->disk, path, mode, error);
}

static gboolean
extract_as (Extraction *extraction, ArchiveEntry *entry, const char *path, GError **error)
{
  if (archive_entry_hardlink (entry) != NULL)
    return extract_hardlink (extraction, archive_entry_hardlink (entry), path, error);
  switch (archive_entry_filetype (entry))
    {
    case AE_IFREG:
      return extract_file (extraction, entry, path, error);
    case AE_IFDIR:
      return extract_folder (extraction, entry, path, error);
    case AE_IFLNK:
      return extract_symlink (extraction, entry, path, error);
    default:
      return zante_error_set (
          error, ZANTE_ERROR_SOURCE,
          "only files, folders and links are unpacked, this is a device, a socket "
          "or a pipe");
    }
}

static gboolean
extract_entry (Extraction *extraction, ArchiveEntry *entry, GError **error)
{
  const char *name = archive_entry_pathname (entry);
  if (name == NULL || *name == '\0')
    return zante_error_set (error, ZANTE_ERROR_SOURCE, "an entry has no readable name");
  g_autofree char *path = zante_archive_clean_name (name, extraction->options.strip, error);
  if (path == NULL)
    return FALSE;
  if (*path == '\0')
    return count (extraction, 0, error); /* the top folder itself */
  if (extract_as (extraction, entry, path, error))
    {
      if (extraction->options.paths != NULL)
        g_ptr_array_add (extraction->options.paths, g_steal_pointer (&path));
      return TRUE;
    }
  g_autofree char *shown = g_strescape (path, NULL);
  g_prefix_error (error, "'%.200s': ", shown);
  return FALSE;
}

static gboolean
extract_all (Extraction *extraction, GError **error)
{
  ArchiveEntry *entry = NULL;
  for (;;)
    {
      int status = archive_read_next_header (extraction->archive, &entry);
      if (status == ARCHIVE_EOF)
        return TRUE;
      if (status != ARCHIVE_OK && status != ARCHIVE_WARN)
        return refuse_damaged (extraction->archive, error);
      if (g_cancellable_set_error_if_cancelled (extraction->options.cancellable, error)
          || !extract_entry (extraction, entry, error))
        return FALSE;
    }
}

/* Anything but ARCHIVE_OK would mean that libarchive runs an external program. */
static ReadArchive *
new_reader (gboolean package, GError **error)
{
  if (!zante_late_archive (error))
    return NULL;
  g_autoptr (ReadArchive) archive = archive_read_new ();
  if (archive != NULL && zante_filters_support (archive)
      && archive_read_support_format_tar (archive) == ARCHIVE_OK
      && archive_read_support_format_zip (archive) == ARCHIVE_OK
      && (!package
          || (archive_read_support_filter_rpm (archive) == ARCHIVE_OK
              && archive_read_support_format_cpio (archive) == ARCHIVE_OK)))
    return g_steal_pointer (&archive);
  return zante_error_null (error, ZANTE_ERROR_HOST,
                           "libarchive lacks gzip, bzip2, xz or zstd: install a complete one");
}

static gboolean
check_digest (int fd, const char *sha256, GError **error)
{
  if (sha256 == NULL)
    return TRUE;
  g_autofree char *actual = zante_hash_fd (fd, error);
  if (actual == NULL)
    return FALSE;
  if (g_str_equal (actual, sha256))
    return TRUE;
  return zante_error_set (error, ZANTE_ERROR_SOURCE, "its SHA-256 is %s and should be %s", actual,
                          sha256);
}

static gboolean
run (int fd, const char *dest, const ZanteArchiveOptions *options, GError **error)
{
  Extraction extraction = {.disk = {.root = -1, .at = {.folder = -1}}};
  if (options != NULL)
    extraction.options = *options;
  if (extraction.options.max_bytes == 0)
    extraction.options.max_bytes = DEFAULT_BYTES;
  if (extraction.options.max_entries == 0)
    extraction.options.max_entries = DEFAULT_ENTRIES;
  g_autoptr (ReadArchive) archive = new_reader (extraction.options.package, error);
  if (archive == NULL || !check_digest (fd, extraction.options.sha256, error))
    return FALSE;
  if (lseek (fd, 0, SEEK_SET) != 0)
    return zante_error_errno (error, errno, "cannot seek");
  if (archive_read_open_fd (archive, fd, BLOCK_SIZE) != ARCHIVE_OK)
    return refuse_damaged (archive, error);
  extraction.archive = archive;
  gboolean done
      = zante_archive_disk_init (&extraction.disk, dest, error) && extract_all (&extraction, error);
  zante_archive_disk_clear (&extraction.disk);
  return done;
}

gboolean
zante_archive_extract_fd (int fd, const char *label, const char *dest,
                          const ZanteArchiveOptions *options, GError **error)
{
  /* libarchive converts the UTF-8 names of pax and zip to the thread's locale. */
  locale_t utf8 = newlocale (LC_CTYPE_MASK, "C.UTF-8", NULL);
  locale_t before = utf8 != NULL ? uselocale (utf8) : NULL;
  gboolean done = run (fd, dest, options, error);
  if (utf8 != NULL)
    {
      uselocale (before);
      freelocale (utf8);
    }
  if (!done)
    g_prefix_error (error, "cannot unpack '%s': ", label);
  return done;
}

gboolean
zante_archive_extract (const char *path, const char *dest, const ZanteArchiveOptions *options,
                       GError **error)
{
  g_auto (ZanteFd) fd = zante_outside_open (path, error);
  return fd >= 0 && zante_archive_extract_fd (fd, path, dest, options, error);
}

/* One file ----------------------------------------------------------------------------------- */

static gboolean
is_called (ArchiveEntry *entry, guint strip, const char *name)
{
  const char *path = archive_entry_pathname (entry);
  g_autofree char *clean = path == NULL ? NULL : zante_archive_clean_name (path, strip, NULL);
  return g_strcmp0 (clean, name) == 0 && archive_entry_filetype (entry) == AE_IFREG;
}

static char *
read_entry (ReadArchive *archive, GError **error)
{
  const gsize limit = 1 << 20;
  g_autofree char *data = g_malloc (limit + 1);
  la_ssize_t got = archive_read_data (archive, data, limit + 1);
  if (got < 0)
    refuse_damaged (archive, error);
  else if ((gsize)got > limit)
    zante_error_set (error, ZANTE_ERROR_SOURCE, "the file is longer than 1 MiB");
  else
    {
      data[got] = '\0';
      return g_steal_pointer (&data);
    }
  return NULL;
}

char *
zante_archive_read (const char *path, const char *sha256, guint strip, const char *name,
                    GError **error)
{
  ArchiveEntry *entry = NULL;
  g_autoptr (ReadArchive) archive = new_reader (FALSE, error);
  g_auto (ZanteFd) fd = archive == NULL ? -1 : zante_outside_open (path, error);
  if (fd < 0 || !check_digest (fd, sha256, error))
    return NULL;
  if (lseek (fd, 0, SEEK_SET) != 0 || archive_read_open_fd (archive, fd, BLOCK_SIZE) != ARCHIVE_OK)
    {
      refuse_damaged (archive, error);
      return NULL;
    }
  int status = archive_read_next_header (archive, &entry);
  while ((status == ARCHIVE_OK || status == ARCHIVE_WARN) && !is_called (entry, strip, name))
    status = archive_read_next_header (archive, &entry);
  if (status == ARCHIVE_OK || status == ARCHIVE_WARN)
    return read_entry (archive, error);
  if (status != ARCHIVE_EOF)
    refuse_damaged (archive, error);
  else
    zante_error_set (error, ZANTE_ERROR_SOURCE, "there is no file '%s' in it", name);
  return NULL;
}

/* Names -------------------------------------------------------------------------------------- */

char *
zante_archive_stem (const char *path, const char **ending)
{
  static const struct {
    const char *end, *whole;
  } endings[] = {{".tar.gz", ".tar.gz"},     {".tgz", ".tar.gz"},      {".tar.bz2", ".tar.bz2"},
                 {".tbz2", ".tar.bz2"},      {".tbz", ".tar.bz2"},     {".tar.xz", ".tar.xz"},
                 {".txz", ".tar.xz"},        {".tar.zst", ".tar.zst"}, {".tzst", ".tar.zst"},
                 {".tar.lzma", ".tar.lzma"}, {".tar", ".tar"},         {".zip", ".zip"}};
  gboolean is_url = strstr (path, "://") != NULL;
  g_autofree char *bare = g_strndup (path, is_url ? strcspn (path, "?#") : strlen (path));
  char *name = g_path_get_basename (bare);
  const char *found = NULL;
  for (gsize i = 0; i < G_N_ELEMENTS (endings) && found == NULL; i++)
    if (g_str_has_suffix (name, endings[i].end))
      {
        name[strlen (name) - strlen (endings[i].end)] = '\0';
        found = endings[i].whole;
      }
  if (ending != NULL)
    *ending = found;
  return name;
}

/* What a file is that is no archive: mostly what a server sends in place of one. */
static gboolean
refuse_content (const char *path, GError **error)
{
  char start[40] = "";
  int fd = open (path, O_RDONLY | O_CLOEXEC);
  ssize_t got = fd < 0 ? -1 : TEMP_FAILURE_RETRY (read (fd, start, sizeof start - 1));
  int failure = errno;
  if (fd >= 0)
    g_close (fd, NULL);
  if (got < 0)
    return zante_error_errno (error, failure, "cannot read '%s'", path);
  if (got == 0)
    return zante_error_set (error, ZANTE_ERROR_SOURCE, "it is an empty file and no archive");
  g_autofree char *shown = g_strescape (g_strstrip (start), NULL);
  return zante_error_set (error, ZANTE_ERROR_SOURCE,
                          "it is no tar or zip archive, it begins with '%s'", shown);
}

gboolean
zante_archive_check (const char *path, GError **error)
{
  ArchiveEntry *entry = NULL;
  g_autoptr (ReadArchive) archive = new_reader (FALSE, error);
  if (archive == NULL)
    return FALSE;
  int status = archive_read_open_filename (archive, path, BLOCK_SIZE);
  if (status == ARCHIVE_OK)
    status = archive_read_next_header (archive, &entry);
  if (status == ARCHIVE_OK || status == ARCHIVE_WARN)
    return TRUE;
  if (status == ARCHIVE_EOF && archive_format (archive) != ARCHIVE_FORMAT_EMPTY)
    return zante_error_set (error, ZANTE_ERROR_SOURCE, "it is an archive without entries");
  return refuse_content (path, error);
}

const char *
zante_archive_ending (const char *path)
{
  const char *ending = NULL;
  g_free (zante_archive_stem (path, &ending));
  return ending;
}
