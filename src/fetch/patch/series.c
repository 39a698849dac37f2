/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "fetch/patch/series.h"

#include <string.h>

#include "base/beneath.h"
#include "base/error.h"
#include "fetch/patch/patch.h"

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
  return zante_error_set (error, ZANTE_ERROR_SOURCE,
                          "debian/patches/series:%u: cannot use '%s%s%s'", number, words[0],
                          words[1] == NULL ? "" : " ", words[1] == NULL ? "" : option);
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

/* The series below TREE; "" when there is none. */
static char *
read_series (const char *tree, gsize *size, GError **error)
{
  static const char *const names[]
      = {"debian/patches/debian.series", "debian/patches/series", NULL};
  for (const char *const *name = names; *name != NULL; name++)
    {
      g_autoptr (GError) local = NULL;
      char *data = zante_beneath_read (tree, *name, size, &local);
      if (data != NULL)
        return data;
      if (g_error_matches (local, G_FILE_ERROR, G_FILE_ERROR_NOENT))
        continue;
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }
  *size = 0;
  return g_strdup ("");
}

static ZantePatch *
load_patch (const char *tree, const char *name, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (ZantePatch) patch = g_new0 (ZantePatch, 1);
  g_autofree char *path = g_build_filename ("debian", "patches", name, NULL);
  patch->name = g_strdup (name);
  patch->data = zante_beneath_read (tree, path, &patch->size, &local);
  if (patch->data != NULL)
    return g_steal_pointer (&patch);
  return zante_error_null (error, ZANTE_ERROR_SOURCE, "patch '%s': %s", name, local->message);
}

GPtrArray *
zante_series_load (const char *tree, GError **error)
{
  gsize size = 0;
  g_autofree char *data = read_series (tree, &size, error);
  g_autoptr (GPtrArray) names = data == NULL ? NULL : zante_series_parse (data, size, error);
  g_autoptr (GPtrArray) patches = g_ptr_array_new_with_free_func ((GDestroyNotify)zante_patch_free);
  for (guint i = 0; names != NULL && i < names->len; i++)
    {
      ZantePatch *patch = load_patch (tree, g_ptr_array_index (names, i), error);
      if (patch == NULL)
        return NULL;
      g_ptr_array_add (patches, patch);
    }
  return names == NULL ? NULL : g_steal_pointer (&patches);
}
