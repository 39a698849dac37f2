/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/control/field.h"

#include <string.h>

ZanteSlice
zante_slice_trim (const char *start, const char *end)
{
  while (start < end && g_ascii_isspace (*start))
    start++;
  while (end > start && g_ascii_isspace (end[-1]))
    end--;
  return (ZanteSlice){start, (gsize)(end - start)};
}

gboolean
zante_slice_equals (ZanteSlice slice, const char *text)
{
  return slice.start != NULL && slice.size == strlen (text)
         && memcmp (slice.start, text, slice.size) == 0;
}

const char *
zante_control_end (const char *start, const char *end, const char **next)
{
  const char *blank = memmem (start, (gsize)(end - start), "\n\n", 2);
  *next = blank == NULL ? end : blank + 2;
  return blank == NULL ? end : blank;
}

/* The end of the line at START, and of those that continue it. */
static const char *
value_end (const char *start, const char *end)
{
  for (;;)
    {
      const char *newline = memchr (start, '\n', (gsize)(end - start));
      if (newline == NULL || newline + 1 == end || (newline[1] != ' ' && newline[1] != '\t'))
        return newline == NULL ? end : newline;
      start = newline + 1;
    }
}

ZanteSlice
zante_control_field (const char *start, const char *end, const char *name)
{
  gsize length = strlen (name);
  while (start < end)
    {
      const char *stop = value_end (start, end);
      if ((gsize)(stop - start) > length && start[length] == ':'
          && g_ascii_strncasecmp (start, name, length) == 0)
        return zante_slice_trim (start + length + 1, stop);
      start = stop == end ? end : stop + 1;
    }
  return (ZanteSlice){NULL, 0};
}
