/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "boot/image/owned.h"

#include <string.h>

/* The path as it is where /lib and the like are links to /usr/lib. */
static char *
merged (const char *path)
{
  static const char *const folders[] = {"/bin/", "/sbin/", "/lib/", "/lib32/", "/lib64/"};
  for (gsize i = 0; i < G_N_ELEMENTS (folders); i++)
    if (g_str_has_prefix (path, folders[i]))
      return g_strconcat ("/usr", path, NULL);
  return g_strdup (path);
}

static void
add_list (GHashTable *paths, const char *file)
{
  g_autofree char *text = NULL;
  if (!g_file_get_contents (file, &text, NULL, NULL))
    return;
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  for (char **line = lines; *line != NULL; line++)
    if (**line == '/')
      g_hash_table_add (paths, merged (*line));
}

GHashTable *
zante_owned_paths (const char *root)
{
  g_autofree char *folder = g_build_filename (root, "var/lib/dpkg/info", NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  g_autoptr (GHashTable) paths = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (const char *name = NULL; dir != NULL && (name = g_dir_read_name (dir)) != NULL;)
    {
      g_autofree char *file = g_build_filename (folder, name, NULL);
      if (g_str_has_suffix (name, ".list")
          && (g_str_has_prefix (name, "xen") || g_str_has_prefix (name, "libxen")))
        add_list (paths, file);
    }
  return g_hash_table_size (paths) > 0 ? g_steal_pointer (&paths) : NULL;
}

gboolean
zante_owned_has (GHashTable *paths, const char *path)
{
  g_autofree char *absolute = g_strconcat ("/", path, NULL);
  g_autofree char *key = merged (absolute);
  return g_hash_table_contains (paths, key);
}
