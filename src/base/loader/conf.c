/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <glob.h>
#include <string.h>

#include "base/loader/loader.h"
#include "base/strings.h"

enum { MAX_INCLUDES = 16 };

static void read_pattern (const char *root, const char *pattern, guint depth, GPtrArray *dirs);

const char *
zante_loader_line (char *line, gboolean *include)
{
  line[strcspn (line, "#")] = '\0';
  g_strstrip (line);
  *include = g_str_has_prefix (line, "include") && g_ascii_isspace (line[strlen ("include")]);
  if (*include)
    return g_strchug (line + strlen ("include"));
  return *line == '/' ? line : NULL;
}

static void
read_file (const char *root, const char *path, guint depth, GPtrArray *dirs)
{
  g_autofree char *text = NULL;
  if (!g_file_get_contents (path, &text, NULL, NULL))
    return;
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  for (char **line = lines; *line != NULL; line++)
    {
      gboolean include;
      const char *found = zante_loader_line (*line, &include);
      if (include)
        read_pattern (root, found, depth + 1, dirs);
      else if (found != NULL)
        zante_strings_add (dirs, found);
    }
}

/* PATH as a pattern of glob(7) that nothing but PATH matches. */
static char *
literal (const char *path)
{
  GString *text = g_string_new (NULL);
  for (; *path != '\0'; path++)
    {
      if (strchr ("*?[]\\", *path) != NULL)
        g_string_append_c (text, '\\');
      g_string_append_c (text, *path);
    }
  return g_string_free (text, FALSE);
}

static void
read_pattern (const char *root, const char *pattern, guint depth, GPtrArray *dirs)
{
  g_autofree char *place = literal (root);
  g_autofree char *full = *pattern == '/' ? g_build_filename (place, pattern, NULL)
                                          : g_build_filename (place, "etc", pattern, NULL);
  glob_t matches = {0};
  if (depth < MAX_INCLUDES && glob (full, 0, NULL, &matches) == 0)
    for (gsize i = 0; i < matches.gl_pathc; i++)
      read_file (root, matches.gl_pathv[i], depth, dirs);
  globfree (&matches);
}

GPtrArray *
zante_loader_conf (const char *root)
{
  GPtrArray *dirs = g_ptr_array_new_with_free_func (g_free);
  read_pattern (root, "/etc/ld.so.conf", 0, dirs);
  return dirs;
}
