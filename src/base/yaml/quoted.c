/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "base/yaml/tree.h"

typedef struct {
  const char *text;
  gsize length;
  gsize at;
  GString *out;
  gsize floor; /* what is in OUT up to here is content, blanks included */
} Unquoting;

static void
skip_blanks (Unquoting *u)
{
  while (u->at < u->length && (u->text[u->at] == ' ' || u->text[u->at] == '\t'))
    u->at++;
}

/* The length of the line break at the cursor: "\r\n", "\r" or "\n"; 0 when there is none. */
static gsize
break_length (const Unquoting *u)
{
  if (u->at < u->length && u->text[u->at] == '\n')
    return 1;
  if (u->at >= u->length || u->text[u->at] != '\r')
    return 0;
  return u->at + 1 < u->length && u->text[u->at + 1] == '\n' ? 2 : 1;
}

/* Skip line breaks and the blanks behind each; how many there were. */
static gsize
skip_breaks (Unquoting *u)
{
  gsize breaks = 0;
  for (gsize n = break_length (u); n > 0; n = break_length (u))
    {
      breaks++;
      u->at += n;
      skip_blanks (u);
    }
  return breaks;
}

static void
append_newlines (Unquoting *u, gsize n)
{
  for (; n > 0; n--)
    g_string_append_c (u->out, '\n');
  u->floor = u->out->len;
}

/* Line folding: one break is a space, N are N - 1 newlines, blanks around them vanish. */
static void
fold (Unquoting *u)
{
  while (u->out->len > u->floor && strchr (" \t", u->out->str[u->out->len - 1]) != NULL)
    g_string_truncate (u->out, u->out->len - 1);
  gsize breaks = skip_breaks (u);
  if (breaks == 1)
    g_string_append_c (u->out, ' ');
  append_newlines (u, breaks - 1);
}

/* The character of the COUNT hexadecimal digits at the cursor, 0 when that is none. */
static gunichar
read_hex (Unquoting *u, gsize count)
{
  gunichar code = 0;
  for (; count > 0; count--, u->at++)
    {
      if (u->at >= u->length || !g_ascii_isxdigit (u->text[u->at]) || code > 0xffffff)
        return 0;
      code = code * 16 + (gunichar)g_ascii_xdigit_value (u->text[u->at]);
    }
  return g_unichar_validate (code) ? code : 0;
}

/* The character of the escape behind the backslash; 0 when it stands for none. */
static gunichar
read_escape (Unquoting *u)
{
  static const struct {
    char letter;
    gunichar code;
  } escapes[] = {{'a', 7},     {'b', 8},    {'t', 9},    {'\t', 9},     {'n', 10},    {'v', 11},
                 {'f', 12},    {'r', 13},   {'e', 27},   {' ', ' '},    {'"', '"'},   {'/', '/'},
                 {'\\', '\\'}, {'N', 0x85}, {'_', 0xa0}, {'L', 0x2028}, {'P', 0x2029}};
  if (u->at >= u->length)
    return 0;
  char letter = u->text[u->at++];
  if (letter == 'x')
    return read_hex (u, 2);
  if (letter == 'u')
    return read_hex (u, 4);
  if (letter == 'U')
    return read_hex (u, 8);
  for (gsize i = 0; i < G_N_ELEMENTS (escapes); i++)
    if (escapes[i].letter == letter)
      return escapes[i].code;
  return 0;
}

/* Behind a backslash. A line break is dropped; those that follow it are kept. */
static gboolean
unescape (Unquoting *u)
{
  u->floor = u->out->len;
  if (break_length (u) > 0)
    {
      append_newlines (u, skip_breaks (u) - 1);
      return TRUE;
    }
  gunichar code = read_escape (u);
  if (code == 0)
    return FALSE;
  g_string_append_unichar (u->out, code);
  u->floor = u->out->len;
  return TRUE;
}

GString *
zante_yaml_unquote (const char *text, gsize length, gboolean escapes)
{
  Unquoting u = {.text = text, .length = length, .out = g_string_sized_new (length + 1)};
  while (u.at < length)
    {
      char c = text[u.at];
      if (break_length (&u) > 0)
        fold (&u);
      else if (escapes && c == '\\')
        {
          u.at++;
          if (!unescape (&u))
            {
              g_string_free (u.out, TRUE);
              return NULL;
            }
        }
      else
        {
          g_string_append_c (u.out, c);
          u.at += !escapes && c == '\'' ? 2 : 1;
        }
    }
  return u.out;
}
