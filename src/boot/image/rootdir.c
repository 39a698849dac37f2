/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "boot/image/rootdir.h"

#include <string.h>
#include <sys/stat.h>

#include "base/strings.h"

enum { MAX_LINKS = 40 };

/* PATH with its first link below ROOT replaced by the target; NULL when it has none, and EXISTS
 * says whether all of it is there. */
static char *
follow_first (const char *root, const char *path, gboolean *exists)
{
  struct stat st;
  *exists = TRUE;
  for (const char *end = path + 1; *exists && end[-1] != '\0'; end++)
    {
      if (*end != '/' && *end != '\0')
        continue;
      g_autofree char *prefix = g_strndup (path, (gsize)(end - path));
      g_autofree char *host = g_build_filename (root, prefix, NULL);
      *exists = lstat (host, &st) == 0;
      g_autofree char *target
          = *exists && S_ISLNK (st.st_mode) ? g_file_read_link (host, NULL) : NULL;
      if (target == NULL)
        continue;
      g_autofree char *parent = g_path_get_dirname (prefix);
      g_autofree char *absolute = g_canonicalize_filename (target, parent);
      g_autofree char *whole = g_strconcat (absolute, end, NULL);
      return g_canonicalize_filename (whole, "/");
    }
  return NULL;
}

static char *
find_exactly (const char *root, const char *path)
{
  gboolean exists = FALSE;
  g_autofree char *here = g_canonicalize_filename (path, "/");
  for (guint i = 0; i < MAX_LINKS; i++)
    {
      char *next = follow_first (root, here, &exists);
      if (next == NULL)
        return exists ? g_build_filename (root, here, NULL) : NULL;
      g_free (here);
      here = next;
    }
  return NULL;
}

char *
zante_rootdir_find (const char *root, const char *path)
{
  char *found = find_exactly (root, path);
  if (found != NULL)
    return found;
  if (g_str_has_prefix (path, "/usr/"))
    return find_exactly (root, path + strlen ("/usr"));
  g_autofree char *below = g_strconcat ("/usr", path, NULL);
  return find_exactly (root, below);
}

/* The names in FOLDER of ROOT that match PATTERN, sorted; hidden ones do not. */
static GPtrArray *
match_names (const char *root, const char *folder, const char *pattern)
{
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *host = zante_rootdir_find (root, folder);
  g_autoptr (GDir) dir = host == NULL ? NULL : g_dir_open (host, 0, NULL);
  for (const char *name = NULL; dir != NULL && (name = g_dir_read_name (dir)) != NULL;)
    if (*name != '.' && g_pattern_match_simple (pattern, name))
      g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort (names, zante_strings_compare);
  return names;
}

/* Add what is below FOLDER and matches the rest of the pattern, ELEMENTS. */
static void
match (const char *root, const char *folder, char **elements, GPtrArray *found)
{
  g_autoptr (GPtrArray) names = match_names (root, folder, elements[0]);
  for (guint i = 0; i < names->len; i++)
    {
      g_autofree char *path = g_build_filename (folder, names->pdata[i], NULL);
      if (elements[1] != NULL)
        match (root, path, elements + 1, found);
      else
        g_ptr_array_add (found, g_steal_pointer (&path));
    }
}

GPtrArray *
zante_rootdir_glob (const char *root, const char *pattern)
{
  GPtrArray *found = g_ptr_array_new_with_free_func (g_free);
  g_auto (GStrv) elements = g_strsplit (pattern + 1, "/", -1);
  match (root, "/", elements, found);
  return found;
}
