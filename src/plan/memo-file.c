/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "plan/memo.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>

#include "base/fs.h"
#include "base/hash.h"

#define MAGIC "zantememo 1\n"

typedef struct {
  guint64 checksum; /* of everything behind it */
  char magic[16];
  char identity[ZANTE_HASH_HEX];
  guint32 n_entries;
  guint32 n_strings; /* bytes */
  guint32 note;
  guint32 unused;
} Header;

/* A memo in memory; entries may lie unaligned. */
typedef struct {
  Header header;
  const char *entries;
  const char *strings;
} View;

gboolean
zante_memo_look (const char *path, guint32 flags, ZanteMemoEntry *entry)
{
  struct stat st;
  gboolean follow = (flags & ZANTE_MEMO_FOLLOW) != 0;
  *entry = (ZanteMemoEntry){.flags = flags};
  if (fstatat (AT_FDCWD, path, &st, follow ? 0 : AT_SYMLINK_NOFOLLOW) != 0)
    return errno == ENOENT || errno == ENOTDIR;
  entry->device = st.st_dev;
  entry->inode = st.st_ino;
  entry->size = (guint64)st.st_size;
  entry->mtime = (guint64)zante_fs_nanoseconds (st.st_mtim);
  entry->ctime = (guint64)zante_fs_nanoseconds (st.st_ctim);
  entry->mode = st.st_mode;
  return TRUE;
}

gboolean
zante_memo_same (const ZanteMemoEntry *a, const ZanteMemoEntry *b)
{
  return a->device == b->device && a->inode == b->inode && a->size == b->size
         && a->mtime == b->mtime && a->ctime == b->ctime && a->mode == b->mode
         && a->flags == b->flags;
}

/* Against a torn or damaged file, not against forgery: who can write it can write the store. */
static guint64
checksum (const char *data, gsize size)
{
  guint64 sum = size;
  while (size > 0)
    {
      guint64 word = 0;
      gsize step = MIN (size, sizeof word);
      memcpy (&word, data, step);
      sum = (sum ^ word) * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);
      sum ^= sum >> 29;
      data += step;
      size -= step;
    }
  return sum;
}

void
zante_memo_repair (void *data, gsize size)
{
  Header *header = data;
  if (size >= sizeof *header)
    header->checksum
        = checksum ((const char *)data + sizeof header->checksum, size - sizeof header->checksum);
}

GBytes *
zante_memo_encode (const char *identity, const GArray *entries, const GString *strings,
                   guint32 note)
{
  gsize n_entries = entries->len * sizeof (ZanteMemoEntry);
  Header header = {.magic = MAGIC, .n_entries = entries->len, .note = note};
  GByteArray *bytes = g_byte_array_sized_new ((guint)(sizeof header + n_entries + strings->len));
  header.n_strings = (guint32)strings->len;
  memcpy (header.identity, identity, ZANTE_HASH_HEX);
  g_byte_array_append (bytes, (const guint8 *)&header, sizeof header);
  g_byte_array_append (bytes, (const guint8 *)entries->data, (guint)n_entries);
  g_byte_array_append (bytes, (const guint8 *)strings->str, (guint)strings->len);
  zante_memo_repair (bytes->data, bytes->len);
  return g_byte_array_free_to_bytes (bytes);
}

static gboolean
open_view (const char *data, gsize size, const char *identity, View *view)
{
  Header *header = &view->header;
  if (size < sizeof *header || strlen (identity) != ZANTE_HASH_HEX)
    return FALSE;
  memcpy (header, data, sizeof *header);
  view->entries = data + sizeof *header;
  gsize rest = size - sizeof *header;
  gsize n_entries = (gsize)header->n_entries * sizeof (ZanteMemoEntry);
  if (strncmp (header->magic, MAGIC, sizeof header->magic) != 0
      || memcmp (header->identity, identity, ZANTE_HASH_HEX) != 0 || header->n_strings == 0
      || n_entries > rest || rest - n_entries != header->n_strings
      || header->note >= header->n_strings
      || header->checksum
             != checksum (data + sizeof header->checksum, size - sizeof header->checksum))
    return FALSE;
  view->strings = view->entries + n_entries;
  return view->strings[header->n_strings - 1] == '\0';
}

static gboolean
entry_holds (const View *view, guint32 number)
{
  ZanteMemoEntry entry, now;
  memcpy (&entry, view->entries + (gsize)number * sizeof entry, sizeof entry);
  return entry.path < view->header.n_strings
         && zante_memo_look (view->strings + entry.path, entry.flags, &now)
         && zante_memo_same (&entry, &now);
}

gboolean
zante_memo_check (const void *data, gsize size, const char *identity, char **note)
{
  View view;
  if (!open_view (data, size, identity, &view))
    return FALSE;
  for (guint32 i = 0; i < view.header.n_entries; i++)
    if (!entry_holds (&view, i))
      return FALSE;
  if (note != NULL)
    *note = g_strdup (view.strings + view.header.note);
  return TRUE;
}
