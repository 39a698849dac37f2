/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which files and folders a plan stands on: the list that the memo watches. */
#include "base/fs.h"
#include "base/strings.h"
#include "plan/plan.h"
#include "plan/toolchain.h"

static void
add_path (GPtrArray *paths, const char *path)
{
  if (path != NULL)
    g_ptr_array_add (paths, g_strdup (path));
}

static void
add_paths (GPtrArray *paths, const char *const *more)
{
  for (; more != NULL && *more != NULL; more++)
    add_path (paths, *more);
}

/* FOLDER and all that is in it: the folders tell of what comes and goes. */
static void
add_tree (GPtrArray *paths, const char *folder)
{
  if (folder == NULL)
    return;
  add_path (paths, folder);
  g_autoptr (GPtrArray) entries = zante_fs_list (folder, NULL);
  for (guint i = 0; entries != NULL && i < entries->len; i++)
    {
      const ZanteFsEntry *entry = entries->pdata[i];
      g_ptr_array_add (paths, g_build_filename (folder, entry->path, NULL));
    }
}

static void
add_components (GPtrArray *paths, const ZanteRecipe *recipe)
{
  for (guint i = 0; i < recipe->components->len; i++)
    {
      const ZanteComponent *component = recipe->components->pdata[i];
      add_path (paths, component->file);
      if (component->provider == ZANTE_PROVIDER_BUILD)
        add_tree (paths, component->folder);
    }
}

static void
add_sources (GPtrArray *paths, const ZanteRecipe *recipe)
{
  GHashTableIter iter;
  gpointer value;
  g_hash_table_iter_init (&iter, recipe->sources);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      const ZanteSource *source = value;
      add_path (paths, source->file);
      add_paths (paths, (const char *const *)source->patches);
    }
}

GPtrArray *
zante_plan_inputs (const ZantePlanInput *input)
{
  const ZanteRecipe *recipe = input->recipe;
  g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; recipe->inputs != NULL && i < recipe->inputs->len; i++)
    add_path (paths, recipe->inputs->pdata[i]);
  add_path (paths, recipe->stack_file);
  add_path (paths, recipe->lock_file);
  add_components (paths, recipe);
  add_sources (paths, recipe);
  add_tree (paths, input->helpers);
  if (input->toolchain != NULL)
    add_paths (paths, zante_package_database (recipe->distribution)->files);
  zante_strings_sort_once (paths);
  g_ptr_array_add (paths, NULL);
  return g_steal_pointer (&paths);
}
