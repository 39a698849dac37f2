/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "boot/image/rootdir.h"

#include <string.h>
#include <sys/stat.h>

#include "base/strings.h"
#include "base/walk.h"

typedef struct {
  const char *root;
  char *target; /* of the last link */
} Root;

static const char *
link_at (const char *path, gpointer user_data)
{
  Root *root = user_data;
  struct stat st;
  g_autofree char *host = g_build_filename (root->root, path, NULL);
  if (lstat (host, &st) != 0)
    return NULL;
  g_free (root->target);
  root->target = S_ISLNK (st.st_mode) ? g_file_read_link (host, NULL) : NULL;
  return root->target != NULL ? root->target : "";
}

static char *
find_exactly (const char *folder, const char *path)
{
  Root root = {.root = folder};
  ZanteWalk walk = {.link = link_at, .user_data = &root};
  g_autofree char *here = zante_walk (&walk, "/", path);
  g_free (root.target);
  return here == NULL ? NULL : g_build_filename (folder, here, NULL);
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
