/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "base/strings.h"
#include "recipe/parts.h"

/* One list of directories: all of them must agree. FILE and POINTER say where it was written. */
typedef struct {
  GHashTable *found; /* name → ZanteComponent*, of this list; owned */
  GPtrArray *inputs;
  const char *file;
} Listing;

static gboolean
fail_twice (const ZanteComponent *component, const ZanteComponent *earlier, GError **error)
{
  g_autofree char *other = zante_yaml_locate (earlier->file, "");
  return zante_complain (error, component->file, "/component",
                         "component '%s' is there twice: also in %s", component->name, other);
}

static gboolean
load_component (Listing *listing, const char *directory, const char *name, GError **error)
{
  g_autofree char *file = g_strconcat (directory, "/", name, "/component.yaml", NULL);
  g_ptr_array_add (listing->inputs, g_strdup (file));
  if (access (file, F_OK) != 0)
    return TRUE;
  ZanteComponent *component = zante_yaml_load (file, &zante_component_table, error);
  if (component == NULL)
    return FALSE;
  component->file = g_steal_pointer (&file);
  component->folder = g_strconcat (directory, "/", name, NULL);
  const ZanteComponent *earlier = g_hash_table_lookup (listing->found, component->name);
  gboolean ok = zante_component_load_packages (component, listing->inputs, error)
                && zante_component_check (component, error)
                && (earlier == NULL || fail_twice (component, earlier, error));
  if (ok)
    g_hash_table_insert (listing->found, component->name, component);
  else
    zante_component_free (component);
  return ok;
}

/* Sorted, so that of several mistakes the same one is told each time. */
static GPtrArray *
list_names (const char *directory)
{
  g_autoptr (GDir) handle = g_dir_open (directory, 0, NULL);
  if (handle == NULL)
    return NULL;
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
  for (const char *name = g_dir_read_name (handle); name != NULL; name = g_dir_read_name (handle))
    if (*name != '.')
      g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort (names, zante_strings_compare);
  return names;
}

static gboolean
load_directory (Listing *listing, const char *directory, gsize index, GError **error)
{
  g_autoptr (GPtrArray) names = list_names (directory);
  g_ptr_array_add (listing->inputs, g_strdup (directory));
  if (names == NULL && listing->file == NULL)
    return TRUE;
  if (names == NULL)
    {
      g_autofree char *pointer = g_strdup_printf ("/component-directories/%" G_GSIZE_FORMAT, index);
      return zante_complain (error, listing->file, pointer, "there is no folder '%s'", directory);
    }
  for (guint i = 0; i < names->len; i++)
    if (!load_component (listing, directory, names->pdata[i], error))
      return FALSE;
  return TRUE;
}

/* Move what LISTING found to COMPONENTS, except what is there already. */
static void
take_found (GHashTable *components, Listing *listing)
{
  GHashTableIter iter;
  gpointer name = NULL, component = NULL;
  g_hash_table_iter_init (&iter, listing->found);
  while (g_hash_table_iter_next (&iter, &name, &component))
    if (!g_hash_table_contains (components, name))
      {
        g_hash_table_iter_steal (&iter);
        g_hash_table_insert (components, name, component);
      }
}

static gboolean
load_list (GHashTable *components, char **directories, const char *file, GPtrArray *inputs,
           GError **error)
{
  g_autoptr (GHashTable) found
      = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify)zante_component_free);
  Listing listing = {.found = found, .inputs = inputs, .file = file};
  for (gsize i = 0; directories[i] != NULL; i++)
    if (!load_directory (&listing, directories[i], i, error))
      return FALSE;
  take_found (components, &listing);
  return TRUE;
}

/* Without any list, the project's own folder. */
static gboolean
load_all (GHashTable *components, const ZanteLayers *layers, const char *project, GPtrArray *inputs,
          GError **error)
{
  gboolean any = FALSE;
  for (int layer = ZANTE_LAYER_USER; layer > ZANTE_LAYER_STACK; layer--)
    {
      const ZanteSettings *settings = layers->layer[layer];
      if (settings == NULL || settings->component_directories == NULL)
        continue;
      g_auto (GStrv) list = zante_resolve_paths (settings->component_directories, settings->file);
      any = TRUE;
      if (!load_list (components, list, settings->file, inputs, error))
        return FALSE;
    }
  g_autofree char *own = g_build_filename (project, "components", NULL);
  char *list[] = {own, NULL};
  return any || load_list (components, list, NULL, inputs, error);
}

GPtrArray *
zante_components_load (const ZanteLayers *layers, const ZanteRecipeInput *input, GPtrArray *inputs,
                       GError **error)
{
  g_autoptr (GHashTable) components
      = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify)zante_component_free);
  if (!load_all (components, layers, input->project, inputs, error))
    return NULL;
  GPtrArray *sorted = g_ptr_array_new_with_free_func ((GDestroyNotify)zante_component_free);
  GHashTableIter iter;
  gpointer component = NULL;
  g_hash_table_iter_init (&iter, components);
  while (g_hash_table_iter_next (&iter, NULL, &component))
    {
      g_hash_table_iter_steal (&iter);
      g_ptr_array_add (sorted, component);
    }
  zante_strings_sort_by (sorted, ZanteComponent, name);
  return sorted;
}
