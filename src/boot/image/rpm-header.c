/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "boot/image/rpm-header.h"

#include <string.h>

#include "base/number.h"

/* A lead, then two headers of one form, the signatures' padded to 8: a magic number, the number of
 * index entries, the size of what they point into; an entry is tag, type, offset, count. All
 * numbers are big-endian. */
enum { LEAD = 96, INTRO = 16, ENTRY = 16, MAX_ENTRIES = 0xffff, MAX_STORE = 64 << 20 };
enum {
  TAG_NAME = 1000,
  TAG_VERSION = 1001,
  TAG_RELEASE = 1002,
  TAG_EPOCH = 1003,
  TAG_ARCH = 1022,
  TAG_REQUIRES = 1049,
  TAG_SOURCE = 1106
};

typedef struct {
  const guint8 *index;
  guint32 n;
  const guint8 *store;
  guint32 size;
} Header;

void
zante_rpm_header_free (ZanteRpmHeader *header)
{
  if (header == NULL)
    return;
  g_free (header->name);
  g_free (header->version);
  g_free (header->arch);
  g_strfreev (header->requires);
  g_free (header);
}

/* The header at *AT, which moves behind it. */
static gboolean
take_header (const guint8 *data, gsize size, gsize *at, Header *header)
{
  static const guint8 magic[] = {0x8e, 0xad, 0xe8, 0x01};
  if (*at > size || size - *at < INTRO || memcmp (data + *at, magic, sizeof magic) != 0)
    return FALSE;
  header->n = (guint32)zante_number_be (data, size, *at + 8, 4);
  header->size = (guint32)zante_number_be (data, size, *at + 12, 4);
  if (header->n > MAX_ENTRIES || header->size > MAX_STORE)
    return FALSE;
  gsize index = (gsize)header->n * ENTRY;
  if (size - *at - INTRO < index + header->size)
    return FALSE;
  header->index = data + *at + INTRO;
  header->store = header->index + index;
  *at += INTRO + index + header->size;
  return TRUE;
}

/* Where the value of TAG begins, and how many it has; NULL when it is not there. */
static const guint8 *
find (const Header *header, guint32 tag, guint32 *offset, guint32 *count)
{
  for (guint32 i = 0; i < header->n; i++)
    {
      const guint8 *entry = header->index + (gsize)i * ENTRY;
      if (zante_number_be (entry, ENTRY, 0, 4) != tag)
        continue;
      *offset = (guint32)zante_number_be (entry, ENTRY, 8, 4);
      *count = (guint32)zante_number_be (entry, ENTRY, 12, 4);
      return *offset < header->size ? header->store + *offset : NULL;
    }
  return NULL;
}

/* COUNT strings, each ended by a NUL; fewer where the store ends. */
static char **
strings_of (const Header *header, guint32 tag)
{
  guint32 offset = 0, count = 0;
  const guint8 *value = find (header, tag, &offset, &count);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  gsize left = value == NULL ? 0 : header->size - offset;
  for (guint32 i = 0; value != NULL && i < count; i++)
    {
      const guint8 *end = memchr (value, '\0', left);
      if (end == NULL)
        break;
      g_strv_builder_add (builder, (const char *)value);
      left -= (gsize)(end + 1 - value);
      value = end + 1;
    }
  return g_strv_builder_end (builder);
}

static char *
string_of (const Header *header, guint32 tag)
{
  g_auto (GStrv) strings = strings_of (header, tag);
  return strings[0] == NULL ? NULL : g_strdup (strings[0]);
}

static char *
version_of (const Header *header)
{
  g_autofree char *version = string_of (header, TAG_VERSION);
  g_autofree char *release = string_of (header, TAG_RELEASE);
  guint32 offset = 0, count = 0;
  const guint8 *epoch = find (header, TAG_EPOCH, &offset, &count);
  if (version == NULL || release == NULL)
    return NULL;
  return epoch != NULL && header->size - offset >= 4 ? g_strdup_printf (
             "%u:%s-%s", (guint)zante_number_be (epoch, 4, 0, 4), version, release)
                                                     : g_strdup_printf ("%s-%s", version, release);
}

ZanteRpmHeader *
zante_rpm_header_read (const guint8 *data, gsize size)
{
  static const guint8 magic[] = {0xed, 0xab, 0xee, 0xdb};
  Header signatures, main;
  gsize at = LEAD;
  guint32 offset = 0, count = 0;
  if (size < LEAD || memcmp (data, magic, sizeof magic) != 0
      || !take_header (data, size, &at, &signatures))
    return NULL;
  at = (at + 7) / 8 * 8;
  if (!take_header (data, size, &at, &main))
    return NULL;
  g_autoptr (ZanteRpmHeader) header = g_new0 (ZanteRpmHeader, 1);
  header->name = string_of (&main, TAG_NAME);
  header->version = version_of (&main);
  header->arch = string_of (&main, TAG_ARCH);
  header->requires = strings_of (&main, TAG_REQUIRES);
  header->source = find (&main, TAG_SOURCE, &offset, &count) != NULL;
  return header->name == NULL || header->version == NULL ? NULL : g_steal_pointer (&header);
}
