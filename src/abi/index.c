/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <archive.h>
#include <archive_entry.h>

#include "abi/abi.h"
#include "base/error.h"
#include "base/filters.h"
#include "base/fs.h"
#include "base/outside.h"

/* Debian's whole main is 60 MB. */
enum { BLOCK_SIZE = 256 * 1024, MAX_INDEX = 512 << 20 };

typedef struct archive ReadArchive;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ReadArchive, archive_read_free)

static gboolean
fail (GError **error, const char *path, const char *why)
{
  g_set_error (error, ZANTE_ERROR, ZANTE_ERROR_INPUT, "cannot read the index '%s': %s", path, why);
  return FALSE;
}

/* Append all that ARCHIVE unpacks to BYTES. */
static gboolean
unpack (struct archive *archive, GByteArray *bytes, const char *path, GError **error)
{
  g_autofree guint8 *block = g_malloc (BLOCK_SIZE);
  la_ssize_t got;
  while ((got = archive_read_data (archive, block, BLOCK_SIZE)) > 0)
    {
      if (bytes->len + (gsize)got > MAX_INDEX)
        return fail (error, path, "it is larger than any archive's");
      g_byte_array_append (bytes, block, (guint)got);
    }
  return got == 0 || fail (error, path, archive_error_string (archive));
}

GByteArray *
zante_abi_index_read (const char *path, GError **error)
{
  g_auto (ZanteFd) fd = zante_outside_open (path, error);
  if (fd < 0)
    return NULL;
  g_autoptr (ReadArchive) archive = archive_read_new ();
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  struct archive_entry *entry = NULL;
  gboolean ready = archive != NULL && zante_filters_support (archive)
                   && archive_read_support_format_raw (archive) == ARCHIVE_OK
                   && archive_read_support_format_empty (archive) == ARCHIVE_OK
                   && archive_read_open_fd (archive, fd, BLOCK_SIZE) == ARCHIVE_OK;
  int begun = ready ? archive_read_next_header (archive, &entry) : ARCHIVE_FATAL;
  if (begun != ARCHIVE_OK && begun != ARCHIVE_EOF)
    {
      fail (error, path, archive == NULL ? "out of memory" : archive_error_string (archive));
      return NULL;
    }
  if (begun == ARCHIVE_OK && !unpack (archive, bytes, path, error))
    return NULL;
  return g_steal_pointer (&bytes);
}
