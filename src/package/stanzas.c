/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "base/error.h"
#include "base/strings.h"
#include "base/version.h"
#include "package/parts.h"

/* A paragraph while it is read. */
typedef struct {
  GString *text;
  GHashTable *fields; /* name → the value on its first line; owned */
} Paragraph;

static void
paragraph_clear (Paragraph *paragraph)
{
  g_string_free (paragraph->text, TRUE);
  g_hash_table_unref (paragraph->fields);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Paragraph, paragraph_clear)

static void
stanza_free (gpointer data)
{
  ZanteStanza *stanza = data;
  g_free (stanza->text);
  g_free (stanza->licence);
  g_strfreev (stanza->components);
  g_free (stanza);
}

/* The fields of BLOCK; what debian/copyright knows of is its text. */
static Paragraph
read_paragraph (const char *block)
{
  static const char *const own[] = {"Components", "Since", "Until", "Seen", NULL};
  Paragraph paragraph
      = {g_string_new (NULL), g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free)};
  g_auto (GStrv) lines = g_strsplit (block, "\n", -1);
  gboolean ours = FALSE;
  for (char **line = lines; *line != NULL; line++)
    {
      const char *colon = strchr (*line, ':');
      if (**line == '#' || **line == '\0')
        continue;
      if (**line != ' ' && colon != NULL)
        {
          char *name = g_strndup (*line, (gsize)(colon - *line));
          ours = g_strv_contains (own, name);
          g_hash_table_insert (paragraph.fields, name, g_strstrip (g_strdup (colon + 1)));
        }
      if (!ours)
        g_string_append_printf (paragraph.text, "%s\n", *line);
    }
  return paragraph;
}

static gboolean
is_of_version (const Paragraph *paragraph, const char *version)
{
  const char *since = g_hash_table_lookup (paragraph->fields, "Since");
  const char *until = g_hash_table_lookup (paragraph->fields, "Until");
  return (since == NULL || zante_version_compare_deb (version, since) >= 0)
         && (until == NULL || zante_version_compare_deb (version, until) < 0);
}

static ZanteStanza *
make_stanza (Paragraph *paragraph)
{
  const char *components = g_hash_table_lookup (paragraph->fields, "Components");
  ZanteStanza *stanza = g_new0 (ZanteStanza, 1);
  stanza->text = g_strdup (paragraph->text->str);
  stanza->licence = g_strdup (g_hash_table_lookup (paragraph->fields, "License"));
  stanza->of_files = g_hash_table_contains (paragraph->fields, "Files");
  stanza->components = components == NULL ? NULL : g_strsplit (components, " ", -1);
  return stanza;
}

static GPtrArray *
parse (const char *text, const char *version, const char *path, GError **error)
{
  g_autoptr (GPtrArray) stanzas = g_ptr_array_new_with_free_func (stanza_free);
  g_auto (GStrv) blocks = g_strsplit (text, "\n\n", -1);
  for (char **block = blocks; *block != NULL; block++)
    {
      g_auto (Paragraph) paragraph = read_paragraph (*block);
      if (paragraph.text->len == 0 || !is_of_version (&paragraph, version))
        continue;
      if (!g_hash_table_contains (paragraph.fields, "License"))
        return zante_error_null (error, ZANTE_ERROR_HOST,
                                 "%s: the paragraph '%.*s' has no field 'License'", path,
                                 (int)strcspn (paragraph.text->str, "\n"), paragraph.text->str);
      g_ptr_array_add (stanzas, make_stanza (&paragraph));
    }
  return g_steal_pointer (&stanzas);
}

GPtrArray *
zante_package_stanzas (const char *folder, const ZanteSourcePackage *source, GError **error)
{
  g_autofree char *text = NULL;
  if (source->source == NULL)
    return g_ptr_array_new_with_free_func (stanza_free);
  g_autofree char *path = g_build_filename (folder, source->source->name, NULL);
  g_autoptr (GError) local = NULL;
  if (g_file_get_contents (path, &text, NULL, &local))
    return parse (text, source->upstream, path, error);
  if (g_error_matches (local, G_FILE_ERROR, G_FILE_ERROR_NOENT))
    return g_ptr_array_new_with_free_func (stanza_free);
  return zante_error_null (error, ZANTE_ERROR_HOST, "%s", local->message);
}

gboolean
zante_stanza_is_shipped (const ZanteStanza *stanza, const ZanteComponent *component)
{
  return stanza->of_files && component->source != NULL
         && (stanza->components == NULL
             || g_strv_contains ((const char *const *)stanza->components, component->name));
}

char **
zante_stanza_names (const char *licence)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_auto (GStrv) all = g_strsplit (licence, " and ", -1);
  for (char **part = all; *part != NULL; part++)
    {
      g_auto (GStrv) choices = g_strsplit (*part, " or ", -1);
      for (char **name = choices; *name != NULL; name++)
        zante_strings_add (names, g_strstrip (*name));
    }
  g_ptr_array_add (names, NULL);
  g_ptr_array_set_free_func (names, NULL);
  return (char **)g_ptr_array_free (g_steal_pointer (&names), FALSE);
}
