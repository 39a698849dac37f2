/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "base/yaml-tree.h"

static gsize
skip_blanks (const char *text, gsize length, gsize at)
{
  while (at < length && (text[at] == ' ' || text[at] == '\t'))
    at++;
  return at;
}

/* The length of the line break at AT: "\r\n", "\r" or "\n"; 0 when there is none. */
static gsize
break_length (const char *text, gsize length, gsize at)
{
  if (at < length && text[at] == '\n')
    return 1;
  if (at >= length || text[at] != '\r')
    return 0;
  return at + 1 < length && text[at + 1] == '\n' ? 2 : 1;
}

/* Line folding: one break is a space, N are N - 1 newlines, blanks around them vanish. */
static gsize
fold (const char *text, gsize length, gsize at, GString *out, gsize line_start)
{
  gsize breaks = 0;
  while (out->len > line_start && strchr (" \t", out->str[out->len - 1]) != NULL)
    g_string_truncate (out, out->len - 1);
  for (gsize n = break_length (text, length, at); n > 0; n = break_length (text, length, at))
    {
      breaks++;
      at = skip_blanks (text, length, at + n);
    }
  if (breaks == 1)
    g_string_append_c (out, ' ');
  for (; breaks > 1; breaks--)
    g_string_append_c (out, '\n');
  return at;
}

GString *
zante_yaml_unquote (const char *text, gsize length)
{
  GString *out = g_string_sized_new (length + 1);
  gsize line_start = 0;
  for (gsize at = 0; at < length;)
    {
      if (break_length (text, length, at) > 0)
        {
          at = fold (text, length, at, out, line_start);
          line_start = out->len;
          continue;
        }
      g_string_append_c (out, text[at]);
      at += text[at] == '\'' ? 2 : 1;
    }
  return out;
}
