/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "abi/map.h"

#include <string.h>

#include "base/error.h"

typedef struct {
  const char *at, *end;
  const char *label;
  guint line;          /* from 1 */
  char *word;          /* the current token: a name, or one of "{", "}", ";", ":"; NULL: the end */
  gboolean quoted;     /* it is a string */
  GHashTable *symbols; /* what is made */
  gboolean all;
} Parser;

static void
parser_clear (Parser *parser)
{
  g_free (parser->word);
  g_clear_pointer (&parser->symbols, g_hash_table_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Parser, parser_clear)

static gboolean
fail (const Parser *parser, GError **error, const char *what)
{
  g_set_error (error, ZANTE_ERROR, ZANTE_ERROR_INPUT, "%s:%u: no version script: %s", parser->label,
               parser->line, what);
  return FALSE;
}

/* Tokens ------------------------------------------------------------------------------------- */

static gboolean
begins (const Parser *parser, const char *text)
{
  gsize length = strlen (text);
  return (gsize)(parser->end - parser->at) >= length && memcmp (parser->at, text, length) == 0;
}

static void
step (Parser *parser)
{
  parser->line += *parser->at == '\n';
  parser->at++;
}

/* Past white space and comments: C's, and "#" up to the end of the line. */
static gboolean
skip_blank (Parser *parser, GError **error)
{
  while (parser->at < parser->end)
    {
      if (*parser->at == '#')
        while (parser->at < parser->end && *parser->at != '\n')
          step (parser);
      else if (begins (parser, "/*"))
        {
          while (parser->at < parser->end && !begins (parser, "*/"))
            step (parser);
          if (parser->at == parser->end)
            return fail (parser, error, "a comment does not end");
          parser->at += strlen ("*/");
        }
      else if (g_ascii_isspace (*parser->at))
        step (parser);
      else
        return TRUE;
    }
  return TRUE;
}

/* "a::b" is one word, "global:" is two. */
static gsize
span_word (const Parser *parser)
{
  const char *at = parser->at;
  while (at < parser->end && !g_ascii_isspace (*at) && strchr ("{};\"#", *at) == NULL)
    {
      if (*at == '/' && at + 1 < parser->end && at[1] == '*')
        break;
      gboolean colons = *at == ':' && at + 1 < parser->end && at[1] == ':';
      if (*at == ':' && !colons)
        break;
      at += colons ? 2 : 1;
    }
  return (gsize)(at - parser->at);
}

static gboolean
next_string (Parser *parser, GError **error)
{
  const char *start = parser->at + 1;
  const char *close = memchr (start, '"', (gsize)(parser->end - start));
  if (close == NULL)
    return fail (parser, error, "a string does not end");
  parser->word = g_strndup (start, (gsize)(close - start));
  parser->quoted = TRUE;
  while (parser->at <= close)
    step (parser);
  return TRUE;
}

static gboolean
next (Parser *parser, GError **error)
{
  g_clear_pointer (&parser->word, g_free);
  parser->quoted = FALSE;
  if (!skip_blank (parser, error))
    return FALSE;
  if (parser->at == parser->end)
    return TRUE;
  if (*parser->at == '"')
    return next_string (parser, error);
  gsize length = strchr ("{};:", *parser->at) != NULL ? 1 : span_word (parser);
  parser->word = g_strndup (parser->at, length);
  parser->at += length;
  return TRUE;
}

static gboolean
is (const Parser *parser, const char *token)
{
  return parser->word != NULL && !parser->quoted && strcmp (parser->word, token) == 0;
}

static gboolean
is_name (const Parser *parser)
{
  return parser->word != NULL
         && (parser->quoted || (strchr ("{};:", *parser->word) == NULL && *parser->word != '\0'));
}

/* The grammar -------------------------------------------------------------------------------- */

static void
take_symbol (Parser *parser, const char *version, gboolean global)
{
  if (!global)
    return;
  if (is (parser, "*"))
    parser->all = TRUE;
  else
    g_hash_table_add (parser->symbols, *version == '\0'
                                           ? g_strdup (parser->word)
                                           : g_strconcat (parser->word, "@", version, NULL));
}

/* Behind the word "extern": "C++" { NAME; … }. */
static gboolean
take_extern (Parser *parser, const char *version, gboolean global, GError **error)
{
  if (!next (parser, error))
    return FALSE;
  if (!parser->quoted)
    return fail (parser, error, "'extern' without a language");
  if (!next (parser, error))
    return FALSE;
  if (!is (parser, "{"))
    return fail (parser, error, "'extern' without '{'");
  for (;;)
    {
      if (!next (parser, error))
        return FALSE;
      if (is (parser, "}"))
        return TRUE;
      if (is_name (parser))
        take_symbol (parser, version, global);
      else if (!is (parser, ";"))
        return fail (parser, error, "'extern' does not end");
    }
}

/* Behind the "{" of VERSION, up to its "}". A label is a word with ":" behind it. */
static gboolean
take_body (Parser *parser, const char *version, GError **error)
{
  gboolean global = TRUE;
  if (!next (parser, error))
    return FALSE;
  while (!is (parser, "}"))
    {
      gboolean label = is (parser, "global") || is (parser, "local");
      gboolean to_global = is (parser, "global"), outside = is (parser, "extern");
      if (label)
        {
          if (!next (parser, error))
            return FALSE;
          if (!is (parser, ":"))
            return fail (parser, error, "'global' or 'local' without ':'");
          global = to_global;
        }
      else if (outside && !take_extern (parser, version, global, error))
        return FALSE;
      else if (!outside && is_name (parser))
        take_symbol (parser, version, global);
      else if (!outside && !is (parser, ";"))
        return fail (parser, error, "a version does not end with '}'");
      if (!next (parser, error))
        return FALSE;
    }
  return TRUE;
}

/* [VERSION] { … } [OLDER …] ; */
static gboolean
take_version (Parser *parser, GError **error)
{
  g_autofree char *version = g_strdup (is_name (parser) ? parser->word : "");
  if (is_name (parser) && !next (parser, error))
    return FALSE;
  if (!is (parser, "{"))
    return fail (parser, error, "a version without '{'");
  if (!take_body (parser, version, error) || !next (parser, error))
    return FALSE;
  while (is_name (parser))
    if (!next (parser, error))
      return FALSE;
  return is (parser, ";") || fail (parser, error, "no ';' behind a version");
}

GHashTable *
zante_abi_map_parse (const char *data, gsize size, const char *label, gboolean *all, GError **error)
{
  g_auto (Parser) parser = {.at = data, .end = data + size, .label = label, .line = 1};
  parser.symbols = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  if (size == 0 || memchr (data, '\0', size) != NULL)
    {
      fail (&parser, error, size == 0 ? "it is empty" : "a NUL byte");
      return NULL;
    }
  if (!next (&parser, error))
    return NULL;
  while (parser.word != NULL)
    if (!take_version (&parser, error) || !next (&parser, error))
      return NULL;
  if (all != NULL)
    *all = parser.all;
  return g_steal_pointer (&parser.symbols);
}
