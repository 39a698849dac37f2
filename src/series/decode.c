/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "series/decode.h"

#include <string.h>

ZanteTransfer
zante_transfer_from (const char *value)
{
  if (value == NULL)
    return ZANTE_TRANSFER_PLAIN;
  g_autofree char *word = g_strstrip (g_strdup (value));
  if (g_ascii_strcasecmp (word, "quoted-printable") == 0)
    return ZANTE_TRANSFER_QUOTED_PRINTABLE;
  return g_ascii_strcasecmp (word, "base64") == 0 ? ZANTE_TRANSFER_BASE64 : ZANTE_TRANSFER_PLAIN;
}

/* The byte that the two hexadecimal digits at TEXT are, or -1. */
static int
byte_at (const char *text)
{
  int high = g_ascii_xdigit_value (text[0]);
  int low = high < 0 ? -1 : g_ascii_xdigit_value (text[1]);
  return low < 0 ? -1 : high * 16 + low;
}

gboolean
zante_decode_quoted (const char *line, GString *out)
{
  gsize size = strlen (line);
  while (size > 0 && (line[size - 1] == ' ' || line[size - 1] == '\t'))
    size--; /* transport added it (RFC 2045 6.7, rule 3) */
  for (gsize i = 0; i < size; i++)
    {
      int byte = line[i] == '=' && i + 2 < size ? byte_at (line + i + 1) : -1;
      if (line[i] == '=' && i + 1 == size)
        return FALSE;
      g_string_append_c (out, byte < 0 ? line[i] : (char)byte);
      i += byte < 0 ? 0 : 2;
    }
  return TRUE;
}

void
zante_decode_base64 (const char *line, int *state, guint *save, GString *out)
{
  gsize size = strlen (line);
  g_autofree guchar *bytes = g_malloc (size / 4 * 3 + 4);
  gsize got = g_base64_decode_step (line, size, bytes, state, save);
  g_string_append_len (out, (const char *)bytes, (gssize)got);
}

char *
zante_decode_charset (const char *text, gssize size, const char *charset)
{
  gsize length = size < 0 ? strlen (text) : (gsize)size;
  gboolean utf8 = charset == NULL || g_ascii_strcasecmp (charset, "utf-8") == 0
                  || g_ascii_strcasecmp (charset, "us-ascii") == 0;
  char *converted
      = utf8 ? NULL : g_convert (text, (gssize)length, "UTF-8", charset, NULL, NULL, NULL);
  return converted != NULL ? converted : g_strndup (text, length);
}

/* RFC 2047's Q: underscores are spaces. */
static void
decode_q (const char *text, gsize size, GString *out)
{
  for (gsize i = 0; i < size; i++)
    {
      int byte = text[i] == '=' && i + 2 < size ? byte_at (text + i + 1) : -1;
      g_string_append_c (out, text[i] == '_' ? ' ' : byte < 0 ? text[i] : (char)byte);
      i += byte < 0 ? 0 : 2;
    }
}

/* "=?charset?Q?text?=" at WORD: add what it says, and return its end; NULL when it is none. */
static const char *
decode_word (const char *word, GString *out)
{
  const char *encoding = strchr (word + 2, '?');
  if (encoding == NULL || encoding[1] == '\0' || encoding[2] != '?')
    return NULL;
  const char *text = encoding + 3;
  const char *end = strstr (text, "?=");
  if (end == NULL)
    return NULL;
  g_autofree char *charset = g_strndup (word + 2, (gsize)(encoding - word - 2));
  g_autoptr (GString) bytes = g_string_new (NULL);
  g_autofree char *inside = g_strndup (text, (gsize)(end - text));
  int state = 0;
  guint save = 0;
  if (g_ascii_toupper (encoding[1]) == 'B')
    zante_decode_base64 (inside, &state, &save, bytes);
  else
    decode_q (inside, strlen (inside), bytes);
  g_autofree char *said = zante_decode_charset (bytes->str, (gssize)bytes->len, charset);
  g_string_append (out, said);
  return end + 2;
}

char *
zante_decode_header (const char *value)
{
  g_autoptr (GString) out = g_string_new (NULL);
  gboolean after_word = FALSE;
  while (*value != '\0')
    {
      const char *word = value + strspn (value, " \t");
      gboolean encoded = g_str_has_prefix (word, "=?");
      gsize before = out->len;
      if (encoded && !after_word) /* space between two encoded words is not text */
        g_string_append_len (out, value, word - value);
      const char *end = encoded ? decode_word (word, out) : NULL;
      after_word = end != NULL;
      if (end == NULL)
        {
          g_string_truncate (out, before);
          gsize plain = (gsize)(word - value) + strcspn (word, " \t");
          g_string_append_len (out, value, (gssize)plain);
          end = value + plain;
        }
      value = end;
    }
  return zante_decode_charset (out->str, (gssize)out->len, NULL);
}
