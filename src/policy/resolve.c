/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "policy/resolve.h"

#include <glob.h>
#include <string.h>

#include "base/strings.h"

enum { MAX_INCLUDES = 16 };

/* Directories -------------------------------------------------------------------------------- */

static void
add_dir (ZantePolicyTree *tree, GPtrArray *dirs, const char *path)
{
  zante_strings_take (dirs, zante_policy_tree_key (tree, path));
}

static void read_loader_conf (ZantePolicyTree *tree, const char *root, const char *pattern,
                              guint depth, GPtrArray *dirs);

const char *
zante_policy_loader_line (char *line, gboolean *include)
{
  line[strcspn (line, "#")] = '\0';
  g_strstrip (line);
  *include = g_str_has_prefix (line, "include") && g_ascii_isspace (line[strlen ("include")]);
  if (*include)
    return g_strchug (line + strlen ("include"));
  return *line == '/' ? line : NULL;
}

static void
take_conf_line (ZantePolicyTree *tree, const char *root, char *line, guint depth, GPtrArray *dirs)
{
  gboolean include;
  const char *path = zante_policy_loader_line (line, &include);
  if (include)
    read_loader_conf (tree, root, path, depth + 1, dirs);
  else if (path != NULL)
    add_dir (tree, dirs, path);
}

static void
read_conf_file (ZantePolicyTree *tree, const char *root, const char *path, guint depth,
                GPtrArray *dirs)
{
  g_autofree char *text = NULL;
  if (!g_file_get_contents (path, &text, NULL, NULL))
    return;
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  for (char **line = lines; *line != NULL; line++)
    take_conf_line (tree, root, *line, depth, dirs);
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
read_loader_conf (ZantePolicyTree *tree, const char *root, const char *pattern, guint depth,
                  GPtrArray *dirs)
{
  g_autofree char *place = literal (root);
  g_autofree char *full = *pattern == '/' ? g_build_filename (place, pattern, NULL)
                                          : g_build_filename (place, "etc", pattern, NULL);
  glob_t matches = {0};
  if (depth < MAX_INCLUDES && glob (full, 0, NULL, &matches) == 0)
    for (gsize i = 0; i < matches.gl_pathc; i++)
      read_conf_file (tree, root, matches.gl_pathv[i], depth, dirs);
  globfree (&matches);
}

GPtrArray *
zante_policy_search_dirs (ZantePolicyTree *tree, const GPtrArray *public_dirs)
{
  /* The last resort of glibc's loader, and where distributions keep 32-bit libraries. */
  static const char *const built_in[]
      = {"/lib64", "/usr/lib64", "/lib", "/usr/lib", "/lib32", "/usr/lib32"};
  GPtrArray *dirs = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < public_dirs->len; i++)
    add_dir (tree, dirs, public_dirs->pdata[i]);
  for (const char *const *root = zante_policy_tree_roots (tree); *root != NULL; root++)
    read_loader_conf (tree, *root, "/etc/ld.so.conf", 0, dirs);
  for (gsize i = 0; i < G_N_ELEMENTS (built_in); i++)
    add_dir (tree, dirs, built_in[i]);
  return dirs;
}

/* Files -------------------------------------------------------------------------------------- */

static const ZantePolicyFile *
system_file (ZanteCheck *check, const ZanteFound *found)
{
  ZantePolicyFile *file = g_hash_table_lookup (check->system_files, found->host_path);
  if (file == NULL)
    {
      file = zante_policy_file_of_system (found->path, found->host_path);
      g_hash_table_insert (check->system_files, g_strdup (found->host_path), file);
    }
  return file;
}

const ZantePolicyFile *
zante_policy_found_file (ZanteCheck *check, const ZanteFound *found)
{
  return found->place == ZANTE_PLACE_TREE     ? found->file
         : found->place == ZANTE_PLACE_SYSTEM ? system_file (check, found)
                                              : NULL;
}

static gboolean
can_load (ZanteCheck *check, const ZantePolicyFile *file, const ZanteFound *found)
{
  const ZantePolicyFile *other = zante_policy_found_file (check, found);
  return other != NULL && other->elf != NULL && zante_elf_is_compatible (file->elf, other->elf);
}

static ZanteFound
find_in_dirs (ZanteCheck *check, const ZantePolicyFile *file, const GPtrArray *dirs,
              const char *name)
{
  for (guint i = 0; i < dirs->len; i++)
    {
      ZanteFound found = zante_check_find_in (check, dirs->pdata[i], name);
      if (can_load (check, file, &found))
        return found;
      zante_found_clear (&found);
    }
  return (ZanteFound){.place = ZANTE_PLACE_NOWHERE};
}

ZanteFound
zante_policy_find_needed (ZanteCheck *check, const ZantePolicyFile *file, const char *name)
{
  const ZanteElf *elf = file->elf;
  if (strchr (name, '/') != NULL)
    {
      ZanteFound found = *name == '/' ? zante_policy_tree_find (check->tree, "/", name)
                                      : (ZanteFound){.place = ZANTE_PLACE_NOWHERE};
      if (can_load (check, file, &found))
        return found;
      zante_found_clear (&found);
      return (ZanteFound){.place = ZANTE_PLACE_NOWHERE};
    }
  g_autoptr (GPtrArray) own
      = zante_elf_run_dirs (elf->runpath != NULL ? elf->runpath : elf->rpath, file->dir);
  ZanteFound found = find_in_dirs (check, file, own, name);
  return zante_found_exists (&found) ? found : find_in_dirs (check, file, check->search_dirs, name);
}

const char *
zante_policy_find_private (ZanteCheck *check, const ZantePolicyFile *file, const char *name)
{
  for (guint i = 0; i < check->private_dirs->len; i++)
    {
      g_auto (ZanteFound) found = zante_check_find_in (check, check->private_dirs->pdata[i], name);
      if (can_load (check, file, &found))
        return check->private_dirs->pdata[i];
    }
  return NULL;
}
