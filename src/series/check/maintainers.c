/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "series/check/maintainers.h"

#include <fnmatch.h>
#include <string.h>

static void
area_free (ZanteMaintained *area)
{
  g_free (area->title);
  g_ptr_array_unref (area->maintainers);
  g_ptr_array_unref (area->reviewers);
  g_ptr_array_unref (area->files);
  g_ptr_array_unref (area->excluded);
  g_free (area);
}

void
zante_maintainers_free (ZanteMaintainers *maintainers)
{
  if (maintainers == NULL)
    return;
  g_ptr_array_unref (maintainers->areas);
  g_free (maintainers);
}

/* Reading ------------------------------------------------------------------------------------ */

static ZanteMaintained *
area_new (const char *title)
{
  ZanteMaintained *area = g_new0 (ZanteMaintained, 1);
  area->title = g_strdup (title);
  area->maintainers = g_ptr_array_new_with_free_func (g_free);
  area->reviewers = g_ptr_array_new_with_free_func (g_free);
  area->files = g_ptr_array_new_with_free_func (g_free);
  area->excluded = g_ptr_array_new_with_free_func (g_free);
  return area;
}

static void
take_field (ZanteMaintained *area, const char *line)
{
  GPtrArray *list = *line == 'M'   ? area->maintainers
                    : *line == 'R' ? area->reviewers
                    : *line == 'F' ? area->files
                    : *line == 'X' ? area->excluded
                                   : NULL;
  char *value = g_strstrip (g_strdup (line + 2));
  if (list == NULL || *value == '\0')
    g_free (value);
  else
    g_ptr_array_add (list, value);
}

ZanteMaintainers *
zante_maintainers_read (const char *text, gsize size)
{
  ZanteMaintainers *maintainers = g_new0 (ZanteMaintainers, 1);
  maintainers->areas = g_ptr_array_new_with_free_func ((GDestroyNotify)area_free);
  g_autofree char *copy = g_strndup (text, size);
  g_auto (GStrv) lines = g_strsplit (copy, "\n", -1);
  ZanteMaintained *area = NULL;
  const char *title = NULL;
  for (char **line = lines; *line != NULL; line++)
    {
      /* The header's descriptions of the fields are indented. */
      gboolean field = g_ascii_isupper (**line) && (*line)[1] == ':';
      if (field && area == NULL && title != NULL)
        g_ptr_array_add (maintainers->areas, area = area_new (title));
      if (field && area != NULL)
        take_field (area, *line);
      if (field)
        continue;
      g_strchomp (*line);
      area = NULL;
      title = **line == '\0' || g_ascii_isspace (**line) ? NULL : *line;
    }
  return maintainers;
}

/* Patterns ----------------------------------------------------------------------------------- */

/* How closely PATTERN is about PATH (its components, NULL-terminated); 0: not at all. "dir/" is all
 * below, "dir/?*" what is in it, and what ends in no pattern is a file, or a folder without its
 * slash. */
static guint
match (const char *pattern, const char *const *path)
{
  g_auto (GStrv) parts = g_strsplit (pattern, "/", -1);
  guint n = g_strv_length (parts), length = g_strv_length ((char **)path);
  gboolean below = n > 0 && *parts[n - 1] == '\0';
  guint named = n - (below ? 1 : 0);
  gboolean wild = named > 0 && strpbrk (parts[named - 1], "*?") != NULL;
  if (named == 0 || length < named || (below && length == named)
      || (!below && wild && length != named))
    return 0;
  guint closeness = 1; /* a "*" says nothing, "dom*" less than a name does */
  for (guint i = 0; i < named; i++)
    {
      if (fnmatch (parts[i], path[i], 0) != 0) /* of bytes: paths are in no known encoding */
        return 0;
      closeness += strcmp (parts[i], "*") == 0 ? 0 : strpbrk (parts[i], "*?") != NULL ? 1 : 2;
    }
  return closeness;
}

static guint
deepest (GPtrArray *patterns, const char *const *path)
{
  guint depth = 0;
  for (guint i = 0; i < patterns->len; i++)
    {
      guint found = match (patterns->pdata[i], path);
      depth = MAX (depth, found);
    }
  return depth;
}

guint
zante_maintained_depth (const ZanteMaintained *area, const char *path)
{
  g_auto (GStrv) parts = g_strsplit (path, "/", -1);
  const char *const *components = (const char *const *)parts;
  return deepest (area->excluded, components) > 0 ? 0 : deepest (area->files, components);
}

GPtrArray *
zante_maintainers_of (const ZanteMaintainers *maintainers, const char *path)
{
  GPtrArray *found = g_ptr_array_new ();
  guint best = 1;
  for (guint i = 0; i < maintainers->areas->len; i++)
    {
      ZanteMaintained *area = maintainers->areas->pdata[i];
      guint depth = area->maintainers->len == 0 ? 0 : zante_maintained_depth (area, path);
      if (depth < best)
        continue;
      if (depth > best)
        g_ptr_array_set_size (found, 0);
      best = depth;
      g_ptr_array_add (found, area);
    }
  return found;
}
