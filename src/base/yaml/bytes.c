/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "base/yaml/tree.h"

gboolean
zante_yaml_error_at (GError **error, const char *label, const char *data, gsize offset,
                     const char *message)
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
      return zante_yaml_error_at (error, label, data, (gsize)(at - data),
                                  "directives (lines that begin with '%') are not supported");
  return TRUE;
}

gboolean
zante_yaml_check_bytes (const char *data, gsize size, const char *label, GError **error)
{
  const char *end = NULL;
  if (size > ZANTE_YAML_MAX_BYTES)
    return zante_yaml_error (error, label, 1, 1, "larger than 1 MiB");
  if (size == 0 || g_utf8_validate_len (data, size, &end))
    return check_directives (data, size, label, error);
  gsize offset = (gsize)(end - data);
  return zante_yaml_error_at (error, label, data, offset,
                              data[offset] == '\0' ? "a NUL character" : "not valid UTF-8");
}
