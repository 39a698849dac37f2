/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/diff.h"

#include <string.h>

/* Hunks -------------------------------------------------------------------------------------- */

/* "12,3" or "12" at *TEXT, which moves behind it. */
static gboolean
take_range (const char **text, guint *start, guint *count)
{
  guint *const numbers[] = {start, count};
  *count = 1;
  for (gsize i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      char *end;
      if (!g_ascii_isdigit (**text))
        return FALSE;
      guint64 number = g_ascii_strtoull (*text, &end, 10);
      *numbers[i] = (guint)MIN (number, G_MAXINT);
      *text = end;
      if (i > 0 || **text != ',')
        break;
      ++*text;
    }
  return TRUE;
}

gboolean
zante_diff_hunk_begin (ZanteDiffHunk *hunk, const char *line)
{
  static const char mark[] = "@@ -";
  const char *at = line + strlen (mark);
  ZanteDiffHunk found;
  if (!g_str_has_prefix (line, mark) || !take_range (&at, &found.start, &found.before)
      || !g_str_has_prefix (at, " +"))
    return FALSE;
  at += strlen (" +");
  if (!take_range (&at, &found.start_after, &found.after))
    return FALSE;
  *hunk = found;
  return TRUE;
}

gboolean
zante_diff_hunk_is_open (const ZanteDiffHunk *hunk)
{
  return hunk->before > 0 || hunk->after > 0;
}

gboolean
zante_diff_hunk_take (ZanteDiffHunk *hunk, char kind)
{
  gboolean both = kind == ' ' || kind == '\0' || kind == '\t';
  if (kind == '\\')
    return TRUE; /* "\ No newline at end of file" */
  if (!both && kind != '-' && kind != '+')
    {
      hunk->before = hunk->after = 0;
      return FALSE;
    }
  hunk->before -= hunk->before > 0 && kind != '+';
  hunk->after -= hunk->after > 0 && kind != '-';
  return TRUE;
}

/* Names -------------------------------------------------------------------------------------- */

/* Three octal digits, of a byte that is not NUL; 0 for anything else. */
static char
octal (const char *digits)
{
  guint value = 0;
  for (guint i = 0; i < 3; i++)
    {
      if (digits[i] < '0' || digits[i] > '7')
        return 0;
      value = value * 8 + (guint)(digits[i] - '0');
    }
  return value > G_MAXUINT8 ? 0 : (char)value;
}

/* The escape at *TEXT, behind its backslash, which moves to its last character; 0: there is none.
 */
static char
take_escape (const char **text)
{
  static const char letters[] = "abtnvfr\"\\", bytes[] = "\a\b\t\n\v\f\r\"\\";
  const char *letter = **text == '\0' ? NULL : strchr (letters, **text);
  if (letter != NULL)
    return bytes[letter - letters];
  char byte = octal (*text);
  *text += byte == 0 ? 0 : 2;
  return byte;
}

/* *TEXT is behind the opening quote, and moves behind the closing one. */
static char *
take_quoted (const char **text)
{
  g_autoptr (GString) name = g_string_new (NULL);
  for (const char *at = *text; *at != '\0'; at++)
    {
      char byte = *at;
      if (byte == '"')
        {
          *text = at + 1;
          return g_string_free (g_steal_pointer (&name), FALSE);
        }
      if (byte == '\\')
        {
          at++;
          byte = take_escape (&at);
        }
      if (byte == '\0')
        return NULL;
      g_string_append_c (name, byte);
    }
  return NULL;
}

char *
zante_diff_name (const char *text)
{
  if (*text == '"')
    {
      text++;
      return take_quoted (&text);
    }
  gsize length = strcspn (text, "\t\r\n");
  char *name = g_strndup (text, length);
  return text[length] == '\t' ? name : g_strchomp (name);
}

const char *
zante_diff_strip (const char *name)
{
  const char *slash = strchr (name, '/');
  return slash == NULL ? NULL : slash + strspn (slash, "/");
}

/* Where one is quoted, both are. */
char *
zante_diff_git_name (const char *names)
{
  gsize length = strlen (names), half = length / 2;
  if (length % 2 == 0 || names[half] != ' ')
    return NULL;
  g_autofree char *first = g_strndup (names, half);
  g_autofree char *before = zante_diff_name (first);
  g_autofree char *after = zante_diff_name (names + half + 1);
  const char *one = before == NULL ? NULL : zante_diff_strip (before);
  const char *two = after == NULL ? NULL : zante_diff_strip (after);
  return one != NULL && two != NULL && strcmp (one, two) == 0 ? g_steal_pointer (&after) : NULL;
}
