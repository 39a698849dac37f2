/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "base/strings.h"
#include "package/package.h"

static void
add_name (GPtrArray *names, const char *name)
{
  if (*name != '\0')
    zante_strings_add (names, name);
}

/* The names of an expression of SPDX 2.3, annex D: an exception stays with its licence. */
static void
add_names (GPtrArray *names, const char *expression)
{
  g_autofree char *text = g_strdelimit (g_strdup (expression), "()\t\n", ' ');
  g_auto (GStrv) words = g_strsplit (text, " ", -1);
  g_autoptr (GString) name = g_string_new (NULL);
  for (char **word = words; *word != NULL; word++)
    {
      gboolean joins = strcmp (*word, "WITH") == 0 || g_str_has_suffix (name->str, " WITH");
      if (strcmp (*word, "AND") == 0 || strcmp (*word, "OR") == 0 || **word == '\0')
        continue;
      if (!joins)
        {
          add_name (names, name->str);
          g_string_truncate (name, 0);
        }
      g_string_append_printf (name, "%s%s", joins ? " " : "", *word);
    }
  add_name (names, name->str);
}

char **
zante_package_licences (const ZanteSourcePackage *source)
{
  GPtrArray *names = g_ptr_array_new ();
  for (guint i = 0; i < source->components->len; i++)
    {
      const ZanteComponent *component = source->components->pdata[i];
      if (component->licence != NULL)
        add_names (names, component->licence);
    }
  g_ptr_array_sort (names, zante_strings_compare);
  g_ptr_array_add (names, NULL);
  return (char **)g_ptr_array_free (names, FALSE);
}
