/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "boot/image/rootdir.h"

#include <glob.h>
#include <string.h>
#include <sys/stat.h>

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

char *
zante_rootdir_glob (const char *root, const char *pattern)
{
  g_autofree char *whole = g_build_filename (root, pattern, NULL);
  glob_t matches = {0};
  char *found = NULL;
  if (glob (whole, 0, NULL, &matches) == 0)
    found = g_strdup (matches.gl_pathv[0]);
  globfree (&matches);
  return found;
}

char *
zante_rootdir_inside (const char *root, const char *host)
{
  gsize length = strlen (root);
  while (length > 0 && root[length - 1] == '/')
    length--;
  return strncmp (root, host, length) == 0 && host[length] == '/' ? g_strdup (host + length)
                                                                  : g_strdup (host);
}
