/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "base/strings.h"
#include "package/parts.h"

static void
source_free (ZanteSourcePackage *source)
{
  g_free (source->name);
  g_free (source->epoch);
  g_free (source->upstream);
  g_free (source->revision);
  g_ptr_array_unref (source->components);
  g_ptr_array_unref (source->stages);
  g_ptr_array_unref (source->binaries);
  g_free (source);
}

static ZanteSourcePackage *
source_new (const char *name)
{
  ZanteSourcePackage *source = g_new0 (ZanteSourcePackage, 1);
  source->name = g_strdup (name);
  source->components = g_ptr_array_new ();
  source->stages = g_ptr_array_new_with_free_func (g_free);
  source->binaries = g_ptr_array_new_with_free_func ((GDestroyNotify)zante_binary_free);
  return source;
}

void
zante_package_model_free (ZanteModel *model)
{
  if (model == NULL)
    return;
  g_free (model->distribution);
  g_ptr_array_unref (model->sources);
  g_hash_table_unref (model->declared);
  g_free (model);
}

/* Grouping ----------------------------------------------------------------------------------- */

static guint
count_users (const ZanteRecipe *recipe, const char *source)
{
  guint n = 0;
  for (guint i = 0; i < recipe->components->len; i++)
    {
      const ZanteComponent *component = recipe->components->pdata[i];
      n += component->provider == ZANTE_PROVIDER_BUILD
           && g_strcmp0 (component->source, source) == 0;
    }
  return n;
}

/* What is built from Xen's tree, or from no source at all, is `xen`; what has another source to
 * itself is named after the component, so that it never takes the name of the distribution's own
 * source package. */
static char *
source_name (const ZanteRecipe *recipe, const ZanteComponent *component)
{
  if (component->source == NULL || strcmp (component->source, "xen") == 0)
    return g_strdup ("xen");
  const char *name
      = count_users (recipe, component->source) == 1 ? component->name : component->source;
  return g_str_has_prefix (name, "xen-") ? g_strdup (name) : g_strconcat ("xen-", name, NULL);
}

static ZanteSourcePackage *
find_or_add (ZanteModel *model, const char *name)
{
  for (guint i = 0; i < model->sources->len; i++)
    {
      ZanteSourcePackage *source = model->sources->pdata[i];
      if (strcmp (source->name, name) == 0)
        return source;
    }
  ZanteSourcePackage *source = source_new (name);
  g_ptr_array_add (model->sources, source);
  return source;
}

static void
add_stage (ZanteModel *model, const ZanteComponent *component, const char *folder)
{
  g_autofree char *name = source_name (model->recipe, component);
  ZanteSourcePackage *source = find_or_add (model, name);
  g_ptr_array_add (source->components, (gpointer)component);
  g_ptr_array_add (source->stages, g_strdup (folder));
  if (source->source == NULL)
    source->source = zante_recipe_source (model->recipe, component);
}

static const char *
stage_of (const ZantePackageInput *input, const char *component)
{
  for (gsize i = 0; i < input->n_stages; i++)
    if (strcmp (input->stages[i].component, component) == 0)
      return input->stages[i].folder;
  return NULL;
}

/* The recipe's components are sorted, so those of a source are. */
static void
group (ZanteModel *model, const ZantePackageInput *input)
{
  for (guint i = 0; i < input->recipe->components->len; i++)
    {
      const ZanteComponent *component = input->recipe->components->pdata[i];
      const char *folder = stage_of (input, component->name);
      if (folder != NULL)
        add_stage (model, component, folder);
    }
  zante_strings_sort_by (model->sources, ZanteSourcePackage, name);
}

/* Filling ------------------------------------------------------------------------------------ */

static gboolean
note_declared (ZanteModel *model, const ZanteSourcePackage *source, GError **error)
{
  for (guint i = 0; i < source->binaries->len; i++)
    {
      const ZanteBinary *binary = source->binaries->pdata[i];
      const ZanteComponent *component = source->components->pdata[0];
      const char *other = g_hash_table_lookup (model->declared, binary->debian_name);
      if (other != NULL)
        return zante_package_complain (error, component, "/packages",
                                       "the source packages '%s' and '%s' both have a package "
                                       "'%s': give one another name",
                                       other, source->name, binary->debian_name);
      g_hash_table_insert (model->declared, g_strdup (binary->debian_name), source->name);
    }
  return TRUE;
}

static gboolean
fill_source (ZanteModel *model, ZanteSourcePackage *source, GError **error)
{
  return zante_source_set_version (source, model->recipe, error)
         && zante_source_declare (source, model->recipe, model->distribution, error)
         && note_declared (model, source, error)
         && zante_source_claim (source, model->recipe, error);
}

ZanteModel *
zante_package_model (const ZantePackageInput *input, GError **error)
{
  g_autoptr (ZanteModel) model = g_new0 (ZanteModel, 1);
  model->recipe = input->recipe;
  model->distribution
      = g_strdup (input->distribution != NULL ? input->distribution : input->recipe->distribution);
  model->sources = g_ptr_array_new_with_free_func ((GDestroyNotify)source_free);
  model->declared = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  group (model, input);
  for (guint i = 0; i < model->sources->len; i++)
    if (!fill_source (model, model->sources->pdata[i], error))
      return NULL;
  if (!zante_model_relate (model, error))
    return NULL;
  return g_steal_pointer (&model);
}

/* Looking up --------------------------------------------------------------------------------- */

const ZanteBinary *
zante_package_find (const ZanteModel *model, const char *name)
{
  for (guint i = 0; i < model->sources->len; i++)
    {
      const ZanteSourcePackage *source = model->sources->pdata[i];
      for (guint j = 0; j < source->binaries->len; j++)
        {
          const ZanteBinary *binary = source->binaries->pdata[j];
          if (strcmp (binary->debian_name, name) == 0)
            return binary;
        }
    }
  return NULL;
}

static gboolean
has_path (const ZanteBinary *binary, const ZanteComponent *component, const char *path)
{
  gsize length = strlen (path);
  for (guint i = 0; i < binary->files->len; i++)
    {
      const ZantePackageFile *file = binary->files->pdata[i];
      if (file->component == component && g_str_has_prefix (file->path, path)
          && (file->path[length] == '\0' || file->path[length] == '/'))
        return TRUE;
    }
  return FALSE;
}

const ZanteBinary *
zante_package_owner (const ZanteModel *model, const ZanteComponent *component, const char *path)
{
  for (guint i = 0; i < model->sources->len; i++)
    {
      const ZanteSourcePackage *source = model->sources->pdata[i];
      for (guint j = 0; j < source->binaries->len; j++)
        if (has_path (source->binaries->pdata[j], component, path))
          return source->binaries->pdata[j];
    }
  return NULL;
}
