/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "fetch/patch/series.h"

#include <string.h>

#include "base/error.h"

static gboolean
is_inside (const char *name)
{
  g_auto (GStrv) parts = g_strsplit (name, "/", -1);
  return *name != '/' && *name != '-' && !g_strv_contains ((const char *const *)parts, "..");
}

/* A '#' within a word belongs to the word. */
static void
cut_comment (char *line)
{
  for (char *c = strchr (line, '#'); c != NULL; c = strchr (c + 1, '#'))
    if (c == line || g_ascii_isspace (c[-1]))
      {
        *c = '\0';
        return;
      }
}

static gboolean
take_line (GPtrArray *names, char *line, guint number, GError **error)
{
  cut_comment (line);
  g_auto (GStrv) words = g_strsplit_set (g_strstrip (line), " \t", 2);
  if (words[0] == NULL)
    return TRUE;
  const char *option = words[1] == NULL ? "-p1" : g_strstrip (words[1]);
  if (strcmp (option, "-p1") == 0 && is_inside (words[0]))
    {
      g_ptr_array_add (names, g_strdup (words[0]));
      return TRUE;
    }
  g_set_error (error, ZANTE_ERROR, ZANTE_ERROR_SOURCE,
               "debian/patches/series:%u: cannot use '%s%s%s'", number, words[0],
               words[1] == NULL ? "" : " ", words[1] == NULL ? "" : option);
  return FALSE;
}

GPtrArray *
zante_series_parse (const char *data, gsize size, GError **error)
{
  g_autofree char *copy = g_strndup (data, size);
  g_auto (GStrv) lines = g_strsplit (copy, "\n", -1);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; lines[i] != NULL; i++)
    if (!take_line (names, lines[i], i + 1, error))
      return NULL;
  return g_steal_pointer (&names);
}

static char *
read_series (const char *folder, gsize *size)
{
  static const char *const names[] = {"debian.series", "series"};
  char *data = NULL;
  for (gsize i = 0; i < G_N_ELEMENTS (names) && data == NULL; i++)
    {
      g_autofree char *path = g_build_filename (folder, names[i], NULL);
      g_file_get_contents (path, &data, size, NULL);
    }
  return data;
}

GPtrArray *
zante_series_load (const char *tree, GError **error)
{
  g_autofree char *folder = g_build_filename (tree, "debian", "patches", NULL);
  gsize size = 0;
  g_autofree char *data = read_series (folder, &size);
  g_autoptr (GPtrArray) names = zante_series_parse (data == NULL ? "" : data, size, error);
  if (names == NULL)
    return NULL;
  GPtrArray *paths = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < names->len; i++)
    g_ptr_array_add (paths, g_build_filename (folder, g_ptr_array_index (names, i), NULL));
  return paths;
}
