/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "fetch/apt/deb822.h"

#include <string.h>

#include "base/error.h"
#include "base/hash.h"
#include "fetch/files.h"

enum { MAX_SIZE = 64 * 1024 * 1024, MAX_FIELDS = 256 };

#define SIGNED_BEGIN "-----BEGIN PGP SIGNED MESSAGE-----"
#define SIGNATURE_BEGIN "-----BEGIN PGP SIGNATURE-----"

typedef struct {
  const char *label;
  guint number; /* of the line, from 1 */
  gboolean armoured;
  GPtrArray *paragraphs;
  GHashTable *open; /* the paragraph being read, or NULL; owned by `paragraphs` */
  char *field;      /* the last field, for continuation lines */
  GString *value;
} Parser;

static void
parser_clear (Parser *parser)
{
  g_clear_pointer (&parser->paragraphs, g_ptr_array_unref);
  g_free (parser->field);
  g_string_free (parser->value, TRUE);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Parser, parser_clear)

static gboolean
fail (const Parser *parser, GError **error, const char *what)
{
  return zante_error_set (error, ZANTE_ERROR_SOURCE, "%s:%u: %s", parser->label, parser->number,
                          what);
}

static void
end_field (Parser *parser)
{
  if (parser->field == NULL)
    return;
  g_hash_table_insert (parser->open, g_steal_pointer (&parser->field),
                       g_strdup (parser->value->str));
  g_string_truncate (parser->value, 0);
}

static void
end_paragraph (Parser *parser)
{
  end_field (parser);
  parser->open = NULL;
}

static GHashTable *
open_paragraph (Parser *parser)
{
  if (parser->open != NULL)
    return parser->open;
  parser->open = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_ptr_array_add (parser->paragraphs, parser->open);
  return parser->open;
}

/* Field names are printable ASCII without ':' and do not begin with '#' or '-' (deb822(5)). */
static gboolean
is_field_name (const char *line, gsize length)
{
  if (length == 0 || line[0] == '-')
    return FALSE;
  for (gsize i = 0; i < length; i++)
    if (line[i] <= ' ' || line[i] > '~')
      return FALSE;
  return TRUE;
}

static gboolean
take_field (Parser *parser, const char *line, GError **error)
{
  const char *colon = strchr (line, ':');
  gsize length = colon == NULL ? 0 : (gsize)(colon - line);
  if (!is_field_name (line, length))
    return fail (parser, error, "not a 'Field: value' line");
  end_field (parser);
  g_autofree char *name = g_ascii_strdown (line, (gssize)length);
  GHashTable *open = open_paragraph (parser);
  if (g_hash_table_contains (open, name))
    return fail (parser, error, "the field is there twice");
  if (g_hash_table_size (open) >= MAX_FIELDS)
    return fail (parser, error, "too many fields");
  parser->field = g_steal_pointer (&name);
  g_autofree char *value = g_strstrip (g_strdup (colon + 1));
  g_string_assign (parser->value, value);
  return TRUE;
}

static gboolean
take_continuation (Parser *parser, const char *line, GError **error)
{
  if (parser->field == NULL)
    return fail (parser, error, "a continuation line that continues nothing");
  g_autofree char *rest = g_strchomp (g_strdup (line + 1));
  g_string_append_c (parser->value, '\n');
  g_string_append (parser->value, rest);
  return TRUE;
}

static gboolean
is_blank (const char *line)
{
  return line[strspn (line, " \t\r")] == '\0';
}

static gboolean
take_line (Parser *parser, const char *line, GError **error)
{
  if (parser->armoured && g_str_has_prefix (line, "- "))
    line += 2;
  if (is_blank (line))
    {
      end_paragraph (parser);
      return TRUE;
    }
  if (line[0] == '#')
    return TRUE;
  if (line[0] == ' ' || line[0] == '\t')
    return take_continuation (parser, line, error);
  return take_field (parser, line, error);
}

/* The next line of [*DATA, END) without its newline. */
static char *
next_line (const char **data, const char *end)
{
  const char *newline = memchr (*data, '\n', (gsize)(end - *data));
  const char *stop = newline == NULL ? end : newline;
  char *line = g_strndup (*data, (gsize)(stop - *data));
  *data = newline == NULL ? end : newline + 1;
  return line;
}

/* Step over the armour header lines, which an empty line ends. */
static void
skip_armour (Parser *parser, const char **data, const char *end)
{
  while (*data < end)
    {
      g_autofree char *line = next_line (data, end);
      parser->number++;
      if (is_blank (line))
        return;
    }
}

static gboolean
parse (Parser *parser, const char *data, const char *end, GError **error)
{
  parser->armoured = g_str_has_prefix (data, SIGNED_BEGIN);
  if (parser->armoured)
    skip_armour (parser, &data, end);
  while (data < end)
    {
      g_autofree char *line = next_line (&data, end);
      parser->number++;
      if (parser->armoured && g_str_has_prefix (line, SIGNATURE_BEGIN))
        break;
      if (!take_line (parser, line, error))
        return FALSE;
    }
  end_paragraph (parser);
  return TRUE;
}

GPtrArray *
zante_deb822_parse (const char *data, gsize size, const char *label, GError **error)
{
  g_auto (Parser) parser = {.label = label, .value = g_string_new (NULL)};
  parser.paragraphs = g_ptr_array_new_with_free_func ((GDestroyNotify)g_hash_table_unref);
  if (size > MAX_SIZE || memchr (data, '\0', size) != NULL)
    {
      fail (&parser, error, size > MAX_SIZE ? "too large" : "a NUL byte");
      return NULL;
    }
  g_autofree char *text = g_strndup (data, size);
  if (!parse (&parser, text, text + size, error))
    return NULL;
  return g_steal_pointer (&parser.paragraphs);
}

const char *
zante_deb822_get (GHashTable *paragraph, const char *field)
{
  g_autofree char *name = g_ascii_strdown (field, -1);
  return g_hash_table_lookup (paragraph, name);
}

/* "DIGEST SIZE NAME" */
static ZanteLockFile *
parse_file (const char *line)
{
  g_auto (GStrv) words = g_strsplit (line, " ", 4);
  guint64 size;
  if (g_strv_length (words) != 3 || !zante_hash_is_valid (words[0])
      || !g_ascii_string_to_unsigned (words[1], 10, 0, G_MAXINT64, &size, NULL)
      || !zante_lock_file_name_is_safe (words[2]))
    return NULL;
  return zante_lock_file_new (words[2], size, words[0]);
}

GPtrArray *
zante_deb822_files (GHashTable *paragraph, const char *label, GError **error)
{
  const char *list = zante_deb822_get (paragraph, "Checksums-Sha256");
  g_autoptr (GPtrArray) files = zante_lock_files_new ();
  g_auto (GStrv) lines = g_strsplit (list == NULL ? "" : list, "\n", -1);
  for (char **line = lines; *line != NULL; line++)
    {
      if (*g_strstrip (*line) == '\0')
        continue;
      ZanteLockFile *file = parse_file (*line);
      if (file == NULL)
        return zante_error_null (error, ZANTE_ERROR_SOURCE,
                                 "%s: '%s' is no line of Checksums-Sha256", label, *line);
      g_ptr_array_add (files, file);
    }
  if (files->len > 0)
    return g_steal_pointer (&files);
  return zante_error_null (error, ZANTE_ERROR_SOURCE, "%s: no Checksums-Sha256 field", label);
}
