/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "base/yaml/tree.h"

enum { MAX_BLANK_LINES = 100 };

/* The line and column of the byte at OFFSET, for what is refused before the parser sees it. */
static gboolean
fail_at_byte (const char *label, const char *data, gsize offset, const char *message,
              GError **error)
{
  guint line = 1, column = 1;
  for (gsize i = 0; i < offset; i++)
    {
      if (data[i] == '\n')
        {
          line++;
          column = 1;
        }
      else if ((data[i] & 0xc0) != 0x80)
        column++;
    }
  return zante_yaml_error (error, label, line, column, "%s", message);
}

/* Directives are refused here: the parser keeps a table of them without bound. At the start of a
 * line '%' can be nothing else in a file whose root is a block map. */
static gboolean
check_directives (const char *data, gsize size, const char *label, GError **error)
{
  const char *end = data + size;
  for (const char *at = data; (at = memchr (at, '%', (gsize)(end - at))) != NULL; at++)
    if (at == data || at[-1] == '\n' || at[-1] == '\r')
      return fail_at_byte (label, data, (gsize)(at - data),
                           "directives (lines that begin with '%') are not supported", error);
  return TRUE;
}

static gboolean
is_break (const char *data, gsize size, gsize at)
{
  return data[at] == '\n' || (data[at] == '\r' && (at + 1 == size || data[at + 1] != '\n'));
}

/* A run of blank lines inside a text costs the parser the square of its length. */
static gboolean
check_blank_lines (const char *data, gsize size, const char *label, GError **error)
{
  guint blank_lines = 0;
  gboolean blank = TRUE;
  for (gsize at = 0; at < size; at++)
    {
      if (!is_break (data, size, at))
        {
          blank = blank && strchr (" \t\r", data[at]) != NULL;
          continue;
        }
      blank_lines = blank ? blank_lines + 1 : 0;
      blank = TRUE;
      if (blank_lines > MAX_BLANK_LINES)
        return fail_at_byte (label, data, at, "more than 100 blank lines in a row", error);
    }
  return TRUE;
}

gboolean
zante_yaml_check_bytes (const char *data, gsize size, const char *label, GError **error)
{
  const char *end = NULL;
  if (size > ZANTE_YAML_MAX_BYTES)
    return zante_yaml_error (error, label, 1, 1, "larger than 1 MiB");
  if (size == 0 || g_utf8_validate_len (data, size, &end))
    return check_directives (data, size, label, error)
           && check_blank_lines (data, size, label, error);
  gsize offset = (gsize)(end - data);
  return fail_at_byte (label, data, offset,
                       data[offset] == '\0' ? "a NUL character" : "not valid UTF-8", error);
}
