/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "base/error.h"
#include "recipe/parts.h"

/* What only the place of a build can say. */
static const char *const place_variables[]
    = {"DESTDIR", "HOME", "MAKEFLAGS", "PATH", "component_dir", "jobs", "srcdir", NULL};

gboolean
zante_is_variable (const char *name)
{
  if (!g_ascii_isalpha (*name) && *name != '_')
    return FALSE;
  for (; *name != '\0'; name++)
    if (!g_ascii_isalnum (*name) && *name != '_')
      return FALSE;
  return TRUE;
}

gboolean
zante_is_reserved_variable (const char *name)
{
  static const char *const own[]
      = {"LC_ALL", "SOURCE_DATE_EPOCH", "TZ",          "host_distribution",
         "name",   "version",           "xen_version", NULL};
  return g_strv_contains (place_variables, name) || g_strv_contains (own, name)
         || g_str_has_prefix (name, "option_") || zante_layout_has (name);
}

gsize
zante_find_place (const char *text, const char **name)
{
  for (gsize i = 0; g_str_has_prefix (text, "${") && place_variables[i] != NULL; i++)
    {
      gsize length = strlen (place_variables[i]);
      *name = place_variables[i];
      if (strncmp (text + 2, *name, length) == 0 && text[2 + length] == '}')
        return length + 3;
    }
  return 0;
}

/* The variable behind the '$' at TEXT: where its name is and how many bytes it takes, 0 when there
 * is none. */
static gsize
find_name (const char *text, const char **name, gsize *length)
{
  gboolean braced = text[1] == '{';
  *name = text + (braced ? 2 : 1);
  *length = 0;
  while (g_ascii_isalnum ((*name)[*length]) || (*name)[*length] == '_')
    (*length)++;
  if (*length == 0 || g_ascii_isdigit (**name) || (braced && (*name)[*length] != '}'))
    return 0;
  return *length + (braced ? 3 : 1);
}

static const char *
find_value (const char *const *variables, const char *name, gsize length)
{
  for (; variables != NULL && *variables != NULL; variables++)
    if (strncmp (*variables, name, length) == 0 && (*variables)[length] == '=')
      return *variables + length + 1;
  return NULL;
}

static gboolean
fail_unknown (const char *name, const char *const *variables, GError **error)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  for (; variables != NULL && *variables != NULL; variables++)
    g_ptr_array_add (names, g_strndup (*variables, strcspn (*variables, "=")));
  g_ptr_array_add (names, NULL);
  const char *near = zante_error_suggest (name, (const char *const *)names->pdata);
  if (near != NULL)
    zante_error_set (error, ZANTE_ERROR_INPUT, "unknown variable '$%s' (did you mean '$%s'?)", name,
                     near);
  else
    zante_error_set (error, ZANTE_ERROR_INPUT, "unknown variable '$%s'", name);
  return FALSE;
}

/* Append what the '$' at TEXT stands for; the bytes it takes, 0 on failure. */
static gsize
expand_one (GString *out, const char *text, const char *const *variables, gboolean keep,
            GError **error)
{
  const char *start = NULL;
  gsize length = 0;
  if (text[1] == '$')
    {
      g_string_append_c (out, '$');
      return 2;
    }
  gsize taken = find_name (text, &start, &length);
  if (taken == 0)
    {
      zante_error_set (error, ZANTE_ERROR_INPUT,
                       "a '$' without a variable name (write '$$' for the character itself)");
      return 0;
    }
  g_autofree char *name = g_strndup (start, length);
  const char *value = find_value (variables, name, length);
  if (value != NULL)
    g_string_append (out, value);
  else if (keep && g_strv_contains (place_variables, name))
    g_string_append_printf (out, "${%s}", name);
  else
    return fail_unknown (name, variables, error) ? 1 : 0;
  return taken;
}

char *
zante_expand (const char *text, const char *const *variables, gboolean keep, GError **error)
{
  g_autoptr (GString) out = g_string_new (NULL);
  while (*text != '\0')
    {
      gsize plain = strcspn (text, "$");
      g_string_append_len (out, text, (gssize)plain);
      text += plain;
      if (*text == '\0')
        break;
      gsize taken = expand_one (out, text, variables, keep, error);
      if (taken == 0)
        return NULL;
      text += taken;
    }
  return g_string_free (g_steal_pointer (&out), FALSE);
}

char *
zante_recipe_expand (const char *text, const char *const *variables, GError **error)
{
  return zante_expand (text, variables, FALSE, error);
}
