/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "boot/image/owned.h"

#include <string.h>

#include "base/fs.h"
#include "boot/image/image.h"
#include "boot/image/installed.h"
#include "fetch/fetch.h"

static const char info[] = "var/lib/dpkg/info";

static void
add_list (GHashTable *paths, const char *file)
{
  g_autofree char *text = NULL;
  if (!g_file_get_contents (file, &text, NULL, NULL))
    return;
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  for (char **line = lines; *line != NULL; line++)
    if (**line == '/')
      g_hash_table_add (paths, zante_image_path (*line));
}

static gboolean
is_xens (const char *package)
{
  return g_str_has_prefix (package, "xen") || g_str_has_prefix (package, "libxen");
}

/* A candidate for each paragraph of dpkg's records that is of Xen. */
static GPtrArray *
read_status (const char *root)
{
  GPtrArray *candidates = g_ptr_array_new_with_free_func ((GDestroyNotify)zante_candidate_free);
  g_autofree char *file = g_build_filename (root, "var/lib/dpkg/status", NULL);
  g_autofree char *text = NULL;
  gsize size = 0;
  g_autoptr (GPtrArray) paragraphs = g_file_get_contents (file, &text, &size, NULL)
                                         ? zante_fetch_paragraphs (text, size, file, NULL)
                                         : NULL;
  for (guint i = 0; paragraphs != NULL && i < paragraphs->len; i++)
    {
      GHashTable *fields = paragraphs->pdata[i];
      const char *name = g_hash_table_lookup (fields, "package");
      if (name == NULL || !is_xens (name))
        continue;
      char **needs = zante_installed_names (g_hash_table_lookup (fields, "depends"));
      g_ptr_array_add (candidates,
                       zante_candidate_new (name, g_hash_table_lookup (fields, "section"), needs));
    }
  zante_installed_choose (candidates);
  return candidates;
}

/* The package whose list the file NAME is: "libxencall1:amd64.list", "bash.list". */
static char *
package_of (const char *name)
{
  char *package = g_strndup (name, strcspn (name, ":"));
  if (g_str_has_suffix (package, ".list"))
    package[strlen (package) - strlen (".list")] = '\0';
  return package;
}

/* Whether the list NAME is of a package that CANDIDATES do not have as one for compiling, debugging
 * or reading. */
static gboolean
is_wanted (const char *name, GPtrArray *candidates)
{
  g_autofree char *package = package_of (name);
  for (guint i = 0; i < candidates->len; i++)
    {
      const ZanteCandidate *candidate = candidates->pdata[i];
      if (strcmp (candidate->name, package) == 0)
        return candidate->installed;
    }
  return is_xens (package);
}

GHashTable *
zante_owned_paths (const char *root)
{
  g_autofree char *folder = g_build_filename (root, info, NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  g_autoptr (GHashTable) paths = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GPtrArray) candidates = dir == NULL ? NULL : read_status (root);
  for (const char *name = NULL; dir != NULL && (name = g_dir_read_name (dir)) != NULL;)
    {
      g_autofree char *file = g_build_filename (folder, name, NULL);
      if (g_str_has_suffix (name, ".list") && is_wanted (name, candidates))
        add_list (paths, file);
    }
  return g_hash_table_size (paths) > 0 ? g_steal_pointer (&paths) : NULL;
}

static void
add_packages (GHashTable *paths, const char *root, const char *const *names)
{
  g_autofree char *folder = g_build_filename (root, info, NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  for (const char *name = NULL; dir != NULL && (name = g_dir_read_name (dir)) != NULL;)
    {
      g_autofree char *file = g_build_filename (folder, name, NULL);
      g_autofree char *package = package_of (name);
      if (g_str_has_suffix (name, ".list") && g_strv_contains (names, package))
        add_list (paths, file);
    }
}

GHashTable *
zante_owned_files (const char *const *roots, const char *const *names)
{
  GHashTable *paths = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (; *roots != NULL; roots++)
    add_packages (paths, *roots, names);
  return paths;
}

gboolean
zante_owned_remember (const char *root, const char *name, const char *list, GError **error)
{
  g_autofree char *folder = g_build_filename (root, info, NULL);
  g_autofree char *file = g_strconcat (folder, "/", name, ".list", NULL);
  return zante_fs_make_dirs (folder, error) && zante_fs_write (file, list, -1, error);
}

gboolean
zante_owned_has (GHashTable *paths, const char *path)
{
  g_autofree char *absolute = g_strconcat ("/", path, NULL);
  g_autofree char *key = zante_image_path (absolute);
  return g_hash_table_contains (paths, key);
}
