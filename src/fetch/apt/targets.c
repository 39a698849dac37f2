/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "fetch/apt/targets.h"

#include <string.h>

#include "base/error.h"
#include "fetch/apt/deb822.h"

/* Fields of sources.list(5) that belong to the verification of a repository, in lower case. */
static const char *const verification_options[] = {
    "signed-by",       "trusted",        "check-valid-until", "valid-until-min",
    "valid-until-max", "check-date",     "date-max-future",   "inrelease-path",
    "by-hash",         "allow-insecure", "allow-weak",        "allow-downgrade-to-insecure",
};

void
zante_apt_target_free (ZanteAptTarget *target)
{
  if (target == NULL)
    return;
  g_free (target->uri);
  g_free (target->suite);
  g_free (target->component);
  g_free (target->file);
  g_free (target);
}

ZanteAptTarget *
zante_apt_target_copy (const ZanteAptTarget *target)
{
  ZanteAptTarget *copy = g_new0 (ZanteAptTarget, 1);
  copy->uri = g_strdup (target->uri);
  copy->suite = g_strdup (target->suite);
  copy->component = g_strdup (target->component);
  copy->file = g_strdup (target->file);
  copy->index = target->index;
  return copy;
}

/* apt leaves "$(NAME)" standing for what a target has not. */
static char *
known (const char *value)
{
  return *value == '\0' || g_str_has_prefix (value, "$(") ? NULL : g_strdup (value);
}

/* "FILE:INDEX" */
static gboolean
split_entry (const char *entry, ZanteAptTarget *target)
{
  const char *colon = strrchr (entry, ':');
  guint64 index;
  if (colon == NULL || colon == entry
      || !g_ascii_string_to_unsigned (colon + 1, 10, 1, G_MAXUINT, &index, NULL))
    return FALSE;
  target->file = g_strndup (entry, (gsize)(colon - entry));
  target->index = (guint)index;
  return TRUE;
}

static gboolean
has_blank (const char *text)
{
  return text != NULL && strpbrk (text, " \t\r\n") != NULL;
}

static ZanteAptTarget *
parse_target (const char *line)
{
  g_auto (GStrv) words = g_strsplit (line, "\t", -1);
  if (g_strv_length (words) != 4)
    return NULL;
  ZanteAptTarget *target = g_new0 (ZanteAptTarget, 1);
  target->uri = known (words[0]);
  target->suite = known (words[1]);
  target->component = known (words[2]);
  if (split_entry (words[3], target) && target->uri != NULL && target->suite != NULL
      && !has_blank (target->uri) && !has_blank (target->suite) && !has_blank (target->component))
    return target;
  zante_apt_target_free (target);
  return NULL;
}

GPtrArray *
zante_apt_parse_targets (const char *text, gsize size, GError **error)
{
  g_autofree char *copy = g_strndup (text, size);
  g_autoptr (GPtrArray) targets
      = g_ptr_array_new_with_free_func ((GDestroyNotify)zante_apt_target_free);
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  g_auto (GStrv) lines = g_strsplit (copy, "\n", -1);
  for (char **line = lines; *line != NULL; line++)
    {
      if (**line == '\0' || !g_hash_table_add (seen, *line))
        continue;
      ZanteAptTarget *target = parse_target (*line);
      if (target == NULL)
        return zante_error_null (error, ZANTE_ERROR_HOST,
                                 "apt-get indextargets: '%s' cannot be understood", *line);
      g_ptr_array_add (targets, target);
    }
  return g_steal_pointer (&targets);
}

static const char *
verification_option (const char *name, gsize length)
{
  for (gsize i = 0; i < G_N_ELEMENTS (verification_options); i++)
    if (strlen (verification_options[i]) == length
        && g_ascii_strncasecmp (verification_options[i], name, length) == 0)
      return verification_options[i];
  return NULL;
}

/* The options of a one-line entry: "deb [ NAME=VALUE … ] URI …". */
static char *
line_options (const char *line)
{
  g_autoptr (GString) text = g_string_new (NULL);
  const char *open = line + strcspn (line, " \t");
  open += strspn (open, " \t");
  const char *close = *open == '[' ? strchr (open, ']') : NULL;
  if (close == NULL)
    return g_strdup ("");
  g_autofree char *inner = g_strndup (open + 1, (gsize)(close - open - 1));
  g_auto (GStrv) words = g_strsplit_set (inner, " \t", -1);
  for (char **word = words; *word != NULL; word++)
    {
      gsize length = strcspn (*word, "=");
      const char *name = verification_option (*word, length);
      if (name != NULL && (*word)[length] == '=')
        g_string_append_printf (text, "%s: %s\n", name, *word + length + 1);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static char *
list_options (const char *data, gsize size, guint index)
{
  g_autofree char *copy = g_strndup (data, size);
  g_auto (GStrv) lines = g_strsplit (copy, "\n", -1);
  return g_strv_length (lines) < index ? NULL : line_options (g_strchug (lines[index - 1]));
}

static void
append_field (GString *text, const char *name, const char *value)
{
  g_auto (GStrv) lines = g_strsplit (value, "\n", -1);
  g_autofree char *folded = g_strjoinv ("\n ", lines);
  g_string_append_printf (text, "%s: %s\n", name, folded);
}

static char *
stanza_options (GHashTable *stanza)
{
  g_autoptr (GString) text = g_string_new (NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (verification_options); i++)
    {
      const char *value = zante_deb822_get (stanza, verification_options[i]);
      if (value != NULL)
        append_field (text, verification_options[i], value);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

char *
zante_apt_entry_options (const char *data, gsize size, gboolean stanzas, guint index,
                         GError **error)
{
  char *options = NULL;
  if (!stanzas)
    options = list_options (data, size, index);
  else
    {
      g_autoptr (GPtrArray) all = zante_deb822_parse (data, size, "stanzas", error);
      if (all == NULL)
        return NULL;
      if (index <= all->len)
        options = stanza_options (g_ptr_array_index (all, index - 1));
    }
  if (options == NULL)
    zante_error_set (error, ZANTE_ERROR_HOST, "there is no entry %u", index);
  return options;
}

static gboolean
same_stanza (const ZanteAptTarget *a, const ZanteAptTarget *b)
{
  return a->index == b->index && strcmp (a->file, b->file) == 0 && strcmp (a->uri, b->uri) == 0
         && strcmp (a->suite, b->suite) == 0;
}

static gboolean
is_first (GPtrArray *targets, guint at)
{
  for (guint i = 0; i < at; i++)
    if (same_stanza (g_ptr_array_index (targets, i), g_ptr_array_index (targets, at)))
      return FALSE;
  return TRUE;
}

static void
append_stanza (GString *text, GPtrArray *targets, guint at, const char *options)
{
  const ZanteAptTarget *target = g_ptr_array_index (targets, at);
  g_string_append_printf (text, "Types: deb-src\nURIs: %s\nSuites: %s\n", target->uri,
                          target->suite);
  if (target->component != NULL)
    g_string_append (text, "Components:");
  for (guint i = at; target->component != NULL && i < targets->len; i++)
    {
      const ZanteAptTarget *other = g_ptr_array_index (targets, i);
      if (same_stanza (target, other) && other->component != NULL)
        g_string_append_printf (text, " %s", other->component);
    }
  g_string_append_printf (text, "%s%s\n", target->component == NULL ? "" : "\n", options);
}

char *
zante_apt_format_sources (GPtrArray *targets, GPtrArray *options)
{
  g_autoptr (GString) text = g_string_new (NULL);
  for (guint i = 0; i < targets->len; i++)
    if (is_first (targets, i))
      append_stanza (text, targets, i, g_ptr_array_index (options, i));
  return g_string_free (g_steal_pointer (&text), FALSE);
}
