/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "recipe/recipe.h"

#include <string.h>

#include "base/error.h"
#include "recipe/parts.h"

void
zante_recipe_free (ZanteRecipe *recipe)
{
  if (recipe == NULL)
    return;
  g_free (recipe->stack);
  g_free (recipe->stack_file);
  g_free (recipe->xen_version);
  g_free (recipe->distribution);
  g_free (recipe->lock_file);
  zante_layout_free (recipe->layout);
  g_free (recipe->packaging_file);
  zante_lock_free (recipe->lock);
  zante_packaging_free (recipe->packaging);
  zante_store_choice_free (recipe->store);
  g_clear_pointer (&recipe->components, g_ptr_array_unref);
  g_clear_pointer (&recipe->sources, g_hash_table_unref);
  g_clear_pointer (&recipe->inputs, g_ptr_array_unref);
  g_free (recipe);
}

static const ZanteComponent *
search (const ZanteRecipe *recipe, const char *name)
{
  guint low = 0, high = recipe->components->len;
  while (low < high)
    {
      guint middle = low + (high - low) / 2;
      const ZanteComponent *component = recipe->components->pdata[middle];
      int order = strcmp (component->name, name);
      if (order == 0)
        return component;
      if (order < 0)
        low = middle + 1;
      else
        high = middle;
    }
  return NULL;
}

const ZanteComponent *
zante_recipe_find (const ZanteRecipe *recipe, const char *name, GError **error)
{
  const ZanteComponent *found = search (recipe, name);
  if (found != NULL || error == NULL)
    return found;
  g_autofree const char **names = g_new0 (const char *, recipe->components->len + 1);
  for (guint i = 0; i < recipe->components->len; i++)
    names[i] = ((const ZanteComponent *)recipe->components->pdata[i])->name;
  g_autofree char *hint = zante_hint_names (name, names);
  return zante_error_null (error, ZANTE_ERROR_INPUT, "there is no component '%s'%s", name, hint);
}

const ZanteSource *
zante_recipe_source (const ZanteRecipe *recipe, const ZanteComponent *component)
{
  return component->source == NULL ? NULL
                                   : g_hash_table_lookup (recipe->sources, component->source);
}

static const char *
top_xen_version (const ZanteLayers *layers)
{
  const char *version = NULL;
  for (ZanteLayer layer = 0; layer < ZANTE_N_LAYERS; layer++)
    if (layers->layer[layer] != NULL && layers->layer[layer]->xen_version != NULL)
      version = layers->layer[layer]->xen_version;
  return version;
}

static const char *
top_layout (const ZanteLayers *layers, const ZanteOverrides *overrides, GError **error)
{
  const char *name = NULL;
  for (ZanteLayer layer = 0; layer < ZANTE_N_LAYERS; layer++)
    if (layers->layer[layer] != NULL && layers->layer[layer]->layout >= 0)
      name = zante_layout_names[layers->layer[layer]->layout];
  if (overrides->layout == NULL)
    return name;
  if (g_strv_contains (zante_layout_names, overrides->layout))
    return overrides->layout;
  g_autofree char *hint = zante_hint_names (overrides->layout, zante_layout_names);
  zante_complain_option (error, "--layout", overrides->layout, "there is no such layout%s", hint);
  return NULL;
}

/* What the layers alone decide. */
static gboolean
load_frame (ZanteRecipe *recipe, ZanteLayers *layers, const ZanteRecipeInput *input, GError **error)
{
  if (!zante_layers_load (layers, input, recipe->inputs, error))
    return FALSE;
  const ZanteSettings *stack = layers->layer[ZANTE_LAYER_STACK];
  recipe->stack = g_strdup (stack->stack);
  recipe->stack_file = g_strdup (stack->file);
  recipe->xen_version = g_strdup (top_xen_version (layers));
  recipe->distribution
      = g_strdup (input->distribution != NULL ? input->distribution : zante_recipe_distribution ());
  const char *layout = top_layout (layers, &input->overrides, error);
  if (layout == NULL)
    return FALSE;
  recipe->layout = zante_layout_new (layers, layout, recipe->xen_version, error);
  if (recipe->layout == NULL)
    return FALSE;
  recipe->sources = zante_sources_merge (layers, input, error);
  return recipe->sources != NULL;
}

static gboolean
check_references (const ZanteRecipe *recipe, GError **error)
{
  for (guint i = 0; i < recipe->components->len; i++)
    if (!zante_component_check_references (recipe, recipe->components->pdata[i], error))
      return FALSE;
  return TRUE;
}

static gboolean
load_all (ZanteRecipe *recipe, ZanteLayers *layers, const ZanteRecipeInput *input, GError **error)
{
  if (!load_frame (recipe, layers, input, error))
    return FALSE;
  zante_packaging_merge (recipe, layers, input);
  zante_store_merge (recipe, layers);
  recipe->components = zante_components_load (layers, input, recipe->inputs, error);
  return recipe->components != NULL && zante_options_resolve (recipe, layers, input, error)
         && zante_providers_resolve (recipe, layers, input, error)
         && check_references (recipe, error) && zante_lock_find (recipe, input, error);
}

ZanteRecipe *
zante_recipe_load (const ZanteRecipeInput *input, GError **error)
{
  g_autoptr (ZanteRecipe) recipe = g_new0 (ZanteRecipe, 1);
  ZanteLayers layers = {{NULL}};
  recipe->inputs = g_ptr_array_new_with_free_func (g_free);
  gboolean ok = load_all (recipe, &layers, input, error);
  zante_layers_clear (&layers);
  return ok ? g_steal_pointer (&recipe) : NULL;
}
