/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/show.h"

#include <string.h>

#define SCHEME_CHARACTERS G_CSET_a_2_z G_CSET_A_2_Z G_CSET_DIGITS "+-."

/* Where a URL in running text ends; git and curl put quotes around them. */
#define URL_END " \t\r\n'\"<>`"

/* How many of the last bytes of TEXT are a URL's scheme. */
static gsize
scheme_length (const GString *text)
{
  gsize n = 0;
  while (n < text->len && strchr (SCHEME_CHARACTERS, text->str[text->len - 1 - n]) != NULL)
    n++;
  return n;
}

/* The rest of a URL, from behind its "://"; returns how far it is written. */
static const char *
redact_rest (GString *out, const char *rest)
{
  gsize authority = strcspn (rest, "/?#" URL_END);
  const char *at = g_strrstr_len (rest, (gssize)authority, "@");
  const char *from = at == NULL ? rest : at + 1;
  const char *path = rest + authority;
  const char *query = path + strcspn (path, "?" URL_END);
  const char *another = strstr (path, "://"); /* a URL within a URL */
  if (another != NULL && another < query)
    query = path;
  g_string_append_len (out, from, query - from);
  if (*query != '?')
    return query;
  g_string_append (out, "?...");
  return query + strcspn (query, URL_END);
}

char *
zante_show_redact (const char *text)
{
  if (text == NULL)
    return NULL;
  g_autoptr (GString) out = g_string_new (NULL);
  for (const char *mark; (mark = strstr (text, "://")) != NULL;)
    {
      g_string_append_len (out, text, mark - text);
      gboolean url = scheme_length (out) > 0;
      g_string_append (out, "://");
      text = mark + strlen ("://");
      if (url)
        text = redact_rest (out, text);
    }
  g_string_append (out, text);
  return g_string_free (g_steal_pointer (&out), FALSE);
}

static gboolean
is_harmless (gunichar c)
{
  return c >= ' ' && !(c >= 0x7f && c <= 0x9f) && !(c >= 0x200e && c <= 0x200f)
         && !(c >= 0x2028 && c <= 0x202e) && !(c >= 0x2066 && c <= 0x2069);
}

static void
escape_bytes (GString *out, const char *from, const char *to)
{
  for (; from < to; from++)
    g_string_append_printf (out, "\\x%02x", (guchar)*from);
}

/* What stands for the line break at AT. */
typedef const char *(*BreakLine) (const char *at);

static const char *
break_message (const char *at)
{
  return at[1] == '\0' ? "" : "\n  ";
}

static const char *
break_name (const char *at)
{
  return "\\x0a";
}

static const char *
break_text (const char *at)
{
  return "\n";
}

static char *
show (const char *text, BreakLine break_line)
{
  g_autofree char *redacted = zante_show_redact (text);
  g_autoptr (GString) out = g_string_new (NULL);
  for (const char *at = redacted; at != NULL && *at != '\0';)
    {
      gunichar c = g_utf8_get_char_validated (at, -1);
      gboolean valid = c != (gunichar)-1 && c != (gunichar)-2;
      const char *next = valid ? g_utf8_next_char (at) : at + 1;
      if (*at == '\n')
        g_string_append (out, break_line (at));
      else if (*at == '\t' || (valid && is_harmless (c)))
        g_string_append_len (out, at, next - at);
      else
        escape_bytes (out, at, next);
      at = next;
    }
  return g_string_free (g_steal_pointer (&out), FALSE);
}

char *
zante_show (const char *text)
{
  return show (text, break_message);
}

char *
zante_show_name (const char *text)
{
  return show (text, break_name);
}

char *
zante_show_text (const char *text)
{
  return show (text, break_text);
}
