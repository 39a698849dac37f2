/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/strings.h"

#include <string.h>

int
zante_strings_compare (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *)a, *(const char *const *)b);
}

gboolean
zante_strings_has (GPtrArray *strings, const char *text)
{
  return g_ptr_array_find_with_equal_func (strings, text, g_str_equal, NULL);
}

void
zante_strings_add (GPtrArray *strings, const char *text)
{
  if (!zante_strings_has (strings, text))
    g_ptr_array_add (strings, g_strdup (text));
}

void
zante_strings_take (GPtrArray *strings, char *text)
{
  if (zante_strings_has (strings, text))
    g_free (text);
  else
    g_ptr_array_add (strings, text);
}
