/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "package/armour.h"

#include <string.h>

enum {
  CRC_INIT = 0xb704ce, /* RFC 9580, section 6.1 */
  CRC_POLYNOMIAL = 0x1864cfb,
  BYTES_PER_LINE = 48, /* 64 characters */
  PACKET = 0x80,       /* of the first byte of every packet: section 4.2 */
};

static guint32
crc24 (const guint8 *data, gsize size)
{
  guint32 crc = CRC_INIT;
  for (gsize i = 0; i < size; i++)
    {
      crc ^= (guint32)data[i] << 16;
      for (int bit = 0; bit < 8; bit++)
        {
          crc <<= 1;
          if ((crc & 0x1000000) != 0)
            crc ^= CRC_POLYNOMIAL;
        }
    }
  return crc & 0xffffff;
}

/* Where a line of DATA begins with MARK, or NULL: text may stand before an armoured block. */
static const char *
find_line (const char *data, gsize size, const char *mark)
{
  const char *at = data;
  while ((at = g_strstr_len (at, (gssize)(size - (gsize)(at - data)), mark)) != NULL && at > data
         && at[-1] != '\n')
    at++;
  return at;
}

char *
zante_armour (const char *kind, const char *data, gsize size)
{
  const guint8 *bytes = (const guint8 *)data;
  g_autofree char *begin = g_strdup_printf ("-----BEGIN PGP %s-----", kind);
  const char *block = find_line (data, size, begin);
  if (block != NULL)
    return g_strndup (block, size - (gsize)(block - data));
  if (size == 0 || (bytes[0] & PACKET) == 0)
    return NULL;
  g_autoptr (GString) text = g_string_new (begin);
  g_string_append (text, "\n\n");
  for (gsize at = 0; at < size; at += BYTES_PER_LINE)
    {
      gsize rest = size - at;
      g_autofree char *line
          = g_base64_encode (bytes + at, rest < BYTES_PER_LINE ? rest : BYTES_PER_LINE);
      g_string_append_printf (text, "%s\n", line);
    }
  guint32 crc = crc24 (bytes, size);
  const guint8 sum[] = {(guint8)(crc >> 16), (guint8)(crc >> 8), (guint8)crc};
  g_autofree char *check = g_base64_encode (sum, sizeof sum);
  g_string_append_printf (text, "=%s\n-----END PGP %s-----\n", check, kind);
  return g_string_free (g_steal_pointer (&text), FALSE);
}
