/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "package/glob.h"
#include "base/strings.h"
#include "package/parts.h"

/* A package while components add to it. */
typedef struct {
  const char *section;
  GStrvBuilder *needs;
  GStrvBuilder *patterns;
} Sum;

static void
sum_free (gpointer data)
{
  Sum *sum = data;
  g_strv_builder_unref (sum->needs);
  g_strv_builder_unref (sum->patterns);
  g_free (sum);
}

static void
declared_free (gpointer data)
{
  ZanteDeclared *declared = data;
  g_free (declared->name);
  g_free (declared->section);
  g_strfreev (declared->needs);
  g_strfreev (declared->patterns);
  g_free (declared);
}

/* TEXTS with their variables expanded. */
static void
add_expanded (GStrvBuilder *builder, char **texts, char **variables)
{
  for (; texts != NULL && *texts != NULL; texts++)
    {
      /* That it can be expanded was found when the recipe was read. */
      g_autofree char *text = zante_recipe_expand (*texts, (const char *const *)variables, NULL);
      if (text != NULL)
        g_strv_builder_add (builder, text);
    }
}

/* "xen-utils-4.17 (>= this)" → "xen-utils-4.17"; what names a component or a distribution's package
 * stays as it is, and is nobody's here. */
static void
add_names (GStrvBuilder *builder, char **relations, char **variables)
{
  g_autoptr (GStrvBuilder) whole = g_strv_builder_new ();
  add_expanded (whole, relations, variables);
  g_auto (GStrv) all = g_strv_builder_end (whole);
  for (char **relation = all; *relation != NULL; relation++)
    {
      (*relation)[strcspn (*relation, " (")] = '\0';
      g_strv_builder_add (builder, *relation);
    }
}

static Sum *
find_or_add (GHashTable *sums, const char *name)
{
  Sum *sum = g_hash_table_lookup (sums, name);
  if (sum != NULL)
    return sum;
  sum = g_new0 (Sum, 1);
  sum->needs = g_strv_builder_new ();
  sum->patterns = g_strv_builder_new ();
  g_hash_table_insert (sums, g_strdup (name), sum);
  return sum;
}

static void
add_component (GHashTable *sums, const ZanteRecipe *recipe, const ZanteComponent *component)
{
  g_auto (GStrv) variables = zante_recipe_environment (recipe, component);
  g_autofree char **keys = zante_strings_keys (component->packages);
  for (char **key = keys; *key != NULL; key++)
    {
      const ZantePackage *package = g_hash_table_lookup (component->packages, *key);
      g_autofree char *name = zante_recipe_expand (*key, (const char *const *)variables, NULL);
      Sum *sum = find_or_add (sums, name != NULL ? name : *key);
      if (sum->section == NULL)
        sum->section = package->section;
      add_names (sum->needs, package->relations[ZANTE_RELATION_DEPENDS], variables);
      add_names (sum->needs, package->relations[ZANTE_RELATION_RECOMMENDS], variables);
      add_expanded (sum->patterns, package->files, variables);
    }
}

GPtrArray *
zante_package_declared (const ZanteRecipe *recipe)
{
  g_autoptr (GHashTable) sums = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, sum_free);
  GPtrArray *list = g_ptr_array_new_with_free_func (declared_free);
  GHashTableIter iter;
  gpointer name = NULL, value = NULL;
  for (guint i = 0; i < recipe->components->len; i++)
    {
      const ZanteComponent *component = recipe->components->pdata[i];
      if (component->provider == ZANTE_PROVIDER_BUILD)
        add_component (sums, recipe, component);
    }
  g_hash_table_iter_init (&iter, sums);
  while (g_hash_table_iter_next (&iter, &name, &value))
    {
      Sum *sum = value;
      ZanteDeclared *declared = g_new0 (ZanteDeclared, 1);
      declared->name = g_strdup (name);
      declared->section = g_strdup (sum->section);
      declared->needs = g_strv_builder_end (sum->needs);
      declared->patterns = g_strv_builder_end (sum->patterns);
      g_ptr_array_add (list, declared);
    }
  zante_strings_sort_by (list, ZanteDeclared, name);
  return list;
}

gboolean
zante_package_declares (const ZanteDeclared *declared, const char *path)
{
  for (char **pattern = declared->patterns; *pattern != NULL; pattern++)
    if (zante_glob_match (*pattern, path))
      return TRUE;
  return FALSE;
}
