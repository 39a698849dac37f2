/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "recipe/parts.h"

/* Only the component's own variables can refer to the place of the build: in all others "${srcdir}"
 * is a text like any other. */
static gboolean
is_own (const ZanteComponent *component, const char *name)
{
  return component->environment != NULL && g_hash_table_contains (component->environment, name);
}

static char *
fill_in (const char *text, char **variables)
{
  GString *out = g_string_new (NULL);
  while (*text != '\0')
    {
      const char *name = NULL;
      gsize length = zante_find_place (text, &name);
      const char *value = length == 0 ? NULL : g_environ_getenv (variables, name);
      if (value != NULL)
        g_string_append (out, value);
      else
        g_string_append_len (out, text, (gssize)MAX (length, 1));
      text += MAX (length, 1);
    }
  return g_string_free (out, FALSE);
}

char **
zante_recipe_environment_place (const ZanteComponent *component, char **variables)
{
  for (char **variable = variables; variable != NULL && *variable != NULL; variable++)
    {
      g_autofree char *name = g_strndup (*variable, strcspn (*variable, "="));
      if (strstr (*variable, "${") == NULL || !is_own (component, name))
        continue;
      char *filled = fill_in (*variable, variables);
      g_free (*variable);
      *variable = filled;
    }
  return variables;
}

char *
zante_recipe_shell_word (const ZanteComponent *component, const char *name, const char *value)
{
  if (!is_own (component, name))
    return g_shell_quote (value);
  GString *out = g_string_new (NULL);
  for (const char *start = value; *start != '\0';)
    {
      const char *place = NULL, *end = start;
      while (*end != '\0' && zante_find_place (end, &place) == 0)
        end++;
      g_autofree char *text = g_strndup (start, (gsize)(end - start));
      g_autofree char *quoted = g_shell_quote (text);
      if (*text != '\0')
        g_string_append (out, quoted);
      gsize length = zante_find_place (end, &place);
      if (length > 0)
        g_string_append_printf (out, "\"$%s\"", place);
      start = end + length;
    }
  if (out->len == 0)
    g_string_append (out, "''");
  return g_string_free (out, FALSE);
}
