/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "base/error.h"
#include "base/strings.h"
#include "series/check/checks.h"

static const char *const names[] = {"off", "hint", "warning", "error", NULL};

const char *
zante_check_level_name (ZanteCheckLevel level)
{
  return names[level];
}

gboolean
zante_check_level_read (const char *text, ZanteCheckLevel *level)
{
  for (guint i = 0; names[i] != NULL; i++)
    if (strcmp (names[i], text) == 0)
      {
        *level = (ZanteCheckLevel)i;
        return TRUE;
      }
  return FALSE;
}

/* All checks --------------------------------------------------------------------------------- */

const ZanteCheckKind *
zante_check_kind (guint i)
{
  static const ZanteCheckKind *const families[]
      = {zante_checks_message, zante_checks_tags, zante_checks_diff, zante_checks_style};
  for (gsize family = 0; family < G_N_ELEMENTS (families); family++)
    for (const ZanteCheckKind *kind = families[family]; kind->name != NULL; kind++)
      if (i-- == 0)
        return kind;
  return NULL;
}

gboolean
zante_check_describe (guint i, const char **name, ZanteCheckLevel *level, const char **about)
{
  const ZanteCheckKind *kind = zante_check_kind (i);
  if (kind == NULL)
    return FALSE;
  *name = kind->name;
  *level = kind->level;
  *about = kind->about;
  return TRUE;
}

/* The file ----------------------------------------------------------------------------------- */

static const ZanteField fields[] = {
    {"checks", ZANTE_FIELD_STRING_MAP, offsetof (ZanteCheckFile, checks),
     .help = "the name of a check and its level: error, warning, hint or off"},
    {NULL},
};
const ZanteFieldTable zante_check_file_table = {"checks", sizeof (ZanteCheckFile), fields};

/* Say of the check NAME of the file, or with MARK "#" of its name, TEXT, and what is near WORD. */
static gboolean
fail (GError **error, const char *path, const char *name, const char *mark, const char *text,
      const char *word, const char *const *known)
{
  g_autofree char *node = g_strdup_printf ("/checks/%s%s", name, mark);
  g_autofree char *place = zante_yaml_locate (path, node);
  g_autofree char *hint = zante_error_hint (word, known, "");
  return zante_error_set (error, ZANTE_ERROR_INPUT, "%s: %s%s", place, text, hint);
}

static gboolean
take_level (GHashTable *levels, const char *path, const char *name, const char *value,
            GError **error)
{
  ZanteCheckLevel level;
  g_autoptr (GPtrArray) known = g_ptr_array_new ();
  for (guint i = 0; zante_check_kind (i) != NULL; i++)
    g_ptr_array_add (known, (gpointer)zante_check_kind (i)->name);
  g_ptr_array_add (known, NULL);
  const char *const *candidates = (const char *const *)known->pdata;
  g_autofree char *unknown = g_strdup_printf ("there is no check '%s'", name);
  if (!g_strv_contains (candidates, name))
    return fail (error, path, name, "#", unknown, name, candidates);
  g_autofree char *wrong = g_strdup_printf ("'%s' is no level: error, warning, hint or off", value);
  if (!zante_check_level_read (value, &level))
    return fail (error, path, name, "", wrong, value, names);
  g_hash_table_insert (levels, g_strdup (name), GUINT_TO_POINTER (level));
  return TRUE;
}

static GHashTable *
take_levels (GHashTable *checks, const char *path, GError **error)
{
  g_autoptr (GHashTable) levels = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autofree char **keys = zante_strings_keys (checks);
  for (char **key = keys; *key != NULL; key++)
    if (!take_level (levels, path, *key, g_hash_table_lookup (checks, *key), error))
      return NULL;
  return g_steal_pointer (&levels);
}

GHashTable *
zante_check_levels_load (const char *path, GError **error)
{
  ZanteCheckFile *file = zante_yaml_load (path, &zante_check_file_table, error);
  if (file == NULL)
    return NULL;
  GHashTable *levels = take_levels (file->checks, path, error);
  zante_yaml_free (&zante_check_file_table, file);
  return levels;
}
