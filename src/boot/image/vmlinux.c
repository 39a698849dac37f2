/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "boot/image/vmlinux.h"

#include <archive.h>
#include <archive_entry.h>
#include <string.h>

#include "base/elf.h"
#include "base/filters.h"
#include "base/number.h"

enum {
  BLOCK_SIZE = 256 * 1024,
  MAX_KERNEL = 256 << 20,
  SETUP_SECTS = 0x1f1,
  MAGIC = 0x202,
  PAYLOAD_OFFSET = 0x248,
  PAYLOAD_LENGTH = 0x24c,
  SIZE_BEHIND = 4, /* the unpacked size, which Linux's makefiles append */
};

typedef struct archive ReadArchive;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ReadArchive, archive_read_free)

static GBytes *
decompress (const guint8 *data, gsize size)
{
  g_autoptr (ReadArchive) archive = archive_read_new ();
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autofree char *block = g_malloc (BLOCK_SIZE);
  struct archive_entry *entry = NULL;
  la_ssize_t got;
  zante_filters_support (archive);
  archive_read_support_format_raw (archive);
  if (archive_read_open_memory (archive, data, size) != ARCHIVE_OK
      || archive_read_next_header (archive, &entry) != ARCHIVE_OK)
    return NULL;
  while ((got = archive_read_data (archive, block, BLOCK_SIZE)) > 0)
    {
      if (bytes->len > MAX_KERNEL)
        return NULL;
      g_byte_array_append (bytes, (const guint8 *)block, (guint)got);
    }
  if (got < 0 || !zante_elf_is_magic (bytes->data, bytes->len))
    return NULL;
  return g_byte_array_free_to_bytes (g_steal_pointer (&bytes));
}

GBytes *
zante_vmlinux_extract (GBytes *image)
{
  gsize size = 0;
  const guint8 *data = g_bytes_get_data (image, &size);
  if (size < PAYLOAD_LENGTH + 4 || memcmp (data + MAGIC, "HdrS", 4) != 0)
    return NULL;
  guint64 setup = data[SETUP_SECTS] != 0 ? data[SETUP_SECTS] : 4;
  guint64 start = (setup + 1) * 512 + zante_number_le (data, size, PAYLOAD_OFFSET, 4);
  guint64 length = zante_number_le (data, size, PAYLOAD_LENGTH, 4);
  if (start > size || length > size - start || length <= SIZE_BEHIND)
    return NULL;
  GBytes *kernel = decompress (data + start, length - SIZE_BEHIND);
  return kernel != NULL ? kernel : decompress (data + start, length);
}
