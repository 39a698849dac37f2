/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "package/wrap.h"

#include <string.h>

enum { WIDTH = 78 };

void
zante_wrap_append (GString *out, const char *text, const char *first, const char *further)
{
  g_auto (GStrv) words = g_strsplit_set (text, " \t\n", -1);
  gsize column = strlen (first);
  gboolean fresh = TRUE;
  g_string_append (out, first);
  for (char **word = words; *word != NULL; word++)
    {
      gsize length = (gsize)g_utf8_strlen (*word, -1);
      if (length == 0)
        continue;
      if (!fresh && column + 1 + length > WIDTH)
        {
          g_string_append_printf (out, "\n%s", further);
          column = strlen (further);
          fresh = TRUE;
        }
      g_string_append_printf (out, "%s%s", fresh ? "" : " ", *word);
      column += length + (fresh ? 0 : 1);
      fresh = FALSE;
    }
  g_string_append_c (out, '\n');
}

static void
flush (GPtrArray *paragraphs, GString *paragraph)
{
  if (paragraph->len > 0)
    g_ptr_array_add (paragraphs, g_strdup (paragraph->str));
  g_string_truncate (paragraph, 0);
}

char **
zante_wrap_paragraphs (const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  g_autoptr (GString) paragraph = g_string_new (NULL);
  GPtrArray *paragraphs = g_ptr_array_new ();
  for (char **line = lines; *line != NULL; line++)
    {
      g_strstrip (*line);
      if (**line == '\0' || g_str_has_prefix (*line, "- "))
        flush (paragraphs, paragraph);
      g_string_append_printf (paragraph, "%s%s", paragraph->len > 0 && **line != '\0' ? " " : "",
                              *line);
    }
  flush (paragraphs, paragraph);
  g_ptr_array_add (paragraphs, NULL);
  return (char **)g_ptr_array_free (paragraphs, FALSE);
}
