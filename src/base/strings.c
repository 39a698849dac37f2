/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/strings.h"

#include <stdlib.h>
#include <string.h>

int
zante_strings_compare (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *)a, *(const char *const *)b);
}

static int
compare_at (gconstpointer a, gconstpointer b, gpointer user_data)
{
  const glong *offset = user_data;
  return zante_strings_compare (G_STRUCT_MEMBER_P (*(const void *const *)a, *offset),
                                G_STRUCT_MEMBER_P (*(const void *const *)b, *offset));
}

void
zante_strings_sort_at (GPtrArray *array, glong offset)
{
  g_ptr_array_sort_with_data (array, compare_at, &offset);
}

char **
zante_strings_keys (GHashTable *map)
{
  guint n = 0;
  if (map == NULL)
    return g_new0 (char *, 1);
  char **keys = (char **)g_hash_table_get_keys_as_array (map, &n);
  qsort (keys, n, sizeof *keys, zante_strings_compare);
  return keys;
}

void
zante_strings_sort_once (GPtrArray *strings)
{
  guint kept = 0;
  g_ptr_array_sort (strings, zante_strings_compare);
  g_ptr_array_set_free_func (strings, NULL);
  for (guint i = 0; i < strings->len; i++)
    if (kept > 0 && g_str_equal (strings->pdata[kept - 1], strings->pdata[i]))
      g_free (strings->pdata[i]);
    else
      strings->pdata[kept++] = strings->pdata[i];
  g_ptr_array_set_size (strings, (gint)kept);
  g_ptr_array_set_free_func (strings, g_free);
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
zante_strings_add_unseen (GPtrArray *strings, GHashTable *seen, const char *text)
{
  if (g_hash_table_contains (seen, text))
    return;
  char *own = g_strdup (text);
  g_ptr_array_add (strings, own);
  g_hash_table_add (seen, own);
}

void
zante_strings_take (GPtrArray *strings, char *text)
{
  if (zante_strings_has (strings, text))
    g_free (text);
  else
    g_ptr_array_add (strings, text);
}
