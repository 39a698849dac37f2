/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "policy/resolve.h"

#include "base/loader/loader.h"
#include "base/strings.h"

GPtrArray *
zante_policy_search_dirs (ZantePolicyTree *tree, const GPtrArray *public_dirs)
{
  g_autoptr (GPtrArray) paths = zante_loader_dirs (public_dirs, zante_policy_tree_roots (tree));
  GPtrArray *dirs = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < paths->len; i++)
    zante_strings_take (dirs, zante_policy_tree_key (tree, paths->pdata[i]));
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

typedef struct {
  ZanteCheck *check;
  const ZantePolicyFile *file;
  ZanteFound found;
} Wanted;

static gboolean
try_file (const char *dir, const char *name, gpointer user_data)
{
  Wanted *wanted = user_data;
  ZanteFound found = *dir != '\0' ? zante_check_find_in (wanted->check, dir, name)
                                  : zante_policy_tree_find (wanted->check->tree, "/", name);
  gboolean good = can_load (wanted->check, wanted->file, &found);
  if (good)
    wanted->found = found;
  else
    zante_found_clear (&found);
  return good;
}

ZanteFound
zante_policy_find_needed (ZanteCheck *check, const ZantePolicyFile *file, const char *name)
{
  Wanted wanted = {.check = check, .file = file, .found = {.place = ZANTE_PLACE_NOWHERE}};
  zante_loader_search (file->elf, file->dir, name, check->search_dirs, try_file, &wanted);
  return wanted.found;
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
