/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "base/error.h"
#include "base/strings.h"
#include "recipe/parts.h"

/* 1980-01-01, the earliest date that every archive format knows. */
enum { DEFAULT_EPOCH = 315532800 };

static void
add (GPtrArray *variables, const char *name, const char *value)
{
  g_ptr_array_add (variables, g_strconcat (name, "=", value == NULL ? "" : value, NULL));
}

static void
add_map (GPtrArray *variables, const char *prefix, GHashTable *map)
{
  g_autofree char **names = zante_strings_keys (map);
  for (char **name = names; *name != NULL; name++)
    g_ptr_array_add (variables,
                     g_strconcat (prefix, *name, "=", g_hash_table_lookup (map, *name), NULL));
}

/* What the user asks for; EPOCH stays as it is when that is nothing. */
static gboolean
asked_epoch (guint64 *epoch)
{
  const char *text = g_getenv ("SOURCE_DATE_EPOCH");
  gboolean usable = text != NULL && *text != '\0' && strlen (text) <= 11
                    && strspn (text, "0123456789") == strlen (text);
  if (usable)
    *epoch = g_ascii_strtoull (text, NULL, 10);
  return usable;
}

guint64
zante_recipe_epoch (void)
{
  guint64 epoch = DEFAULT_EPOCH;
  asked_epoch (&epoch);
  return epoch;
}

char **
zante_source_setenv (char **env, const char *commit, guint64 date)
{
  if (commit == NULL || date == 0)
    return env;
  guint64 epoch = date;
  asked_epoch (&epoch);
  g_autofree char *seconds = g_strdup_printf ("%" G_GUINT64_FORMAT, date);
  g_autofree char *asked = g_strdup_printf ("%" G_GUINT64_FORMAT, epoch);
  env = g_environ_setenv (env, "source_commit", commit, TRUE);
  env = g_environ_setenv (env, "source_date", seconds, TRUE);
  return g_environ_setenv (env, "SOURCE_DATE_EPOCH", asked, TRUE);
}

static void
add_providers (GPtrArray *variables, const ZanteRecipe *recipe, const ZanteComponent *component)
{
  for (char **use = component->uses; use != NULL && *use != NULL; use++)
    {
      const ZanteComponent *other = zante_recipe_find (recipe, *use, NULL);
      if (other != NULL && other->provider_spec != NULL)
        add (variables, other->provider_spec->variable, other->provided_path);
    }
}

/* What the source is made from: known of what git fetches. */
static void
add_source (GPtrArray *variables, const ZanteRecipe *recipe, const ZanteComponent *component)
{
  const ZanteSource *source
      = recipe->sources == NULL ? NULL : zante_recipe_source (recipe, component);
  const ZanteLockEntry *entry = source == NULL || source->git == NULL || recipe->lock == NULL
                                    ? NULL
                                    : g_hash_table_lookup (recipe->lock->sources, source->name);
  g_autofree char *epoch = g_strdup_printf ("%" G_GUINT64_FORMAT, zante_recipe_epoch ());
  const char *const unknown[] = {"source_commit=", "source_date=", NULL};
  g_auto (GStrv) env = g_strdupv ((char **)unknown);
  env = g_environ_setenv (env, "SOURCE_DATE_EPOCH", epoch, TRUE);
  if (entry != NULL)
    env = zante_source_setenv (env, entry->commit, entry->date);
  for (char **variable = env; *variable != NULL; variable++)
    g_ptr_array_add (variables, g_strdup (*variable));
}

/* Everything but the component's own environment, which may refer to all of it. */
static GPtrArray *
phase_variables (const ZanteRecipe *recipe, const ZanteComponent *component)
{
  GPtrArray *variables = g_ptr_array_new_with_free_func (g_free);
  add (variables, "LC_ALL", "C.UTF-8");
  add (variables, "TZ", "UTC");
  add_source (variables, recipe, component);
  add (variables, "name", component->name);
  add (variables, "version", recipe->xen_version);
  add (variables, "xen_version", recipe->xen_version);
  add (variables, "host_distribution", recipe->distribution);
  add_map (variables, "", recipe->layout == NULL ? NULL : recipe->layout->dirs);
  add_map (variables, "option_", component->values);
  add_providers (variables, recipe, component);
  return variables;
}

/* Add the component's own variables; FAILED, if not NULL, receives the name of one that does not
 * expand, and ERROR why. */
static gboolean
add_environment (GPtrArray *variables, const ZanteComponent *component, gboolean keep,
                 const char **failed, GError **error)
{
  GHashTableIter iter;
  gpointer name = NULL, value = NULL;
  if (component->environment == NULL)
    return TRUE;
  guint n = variables->len;
  g_autoptr (GPtrArray) own = g_ptr_array_new ();
  g_ptr_array_add (variables, NULL);
  g_hash_table_iter_init (&iter, component->environment);
  while (g_hash_table_iter_next (&iter, &name, &value))
    {
      g_autofree char *text
          = zante_expand (value, (const char *const *)variables->pdata, keep, error);
      if (text == NULL && failed != NULL)
        {
          *failed = name;
          g_ptr_array_set_free_func (own, g_free);
          return FALSE;
        }
      g_ptr_array_add (own, g_strconcat (name, "=", text == NULL ? value : text, NULL));
    }
  g_ptr_array_set_size (variables, (gint)n);
  g_ptr_array_extend_and_steal (variables, g_steal_pointer (&own));
  return TRUE;
}

static char **
finish (GPtrArray *variables)
{
  g_ptr_array_sort (variables, zante_strings_compare);
  g_ptr_array_add (variables, NULL);
  g_ptr_array_set_free_func (variables, NULL);
  return (char **)g_ptr_array_free (variables, FALSE);
}

char **
zante_recipe_environment (const ZanteRecipe *recipe, const ZanteComponent *component)
{
  GPtrArray *variables = phase_variables (recipe, component);
  add_environment (variables, component, TRUE, NULL, NULL);
  return finish (variables);
}

static gboolean
check_text (const ZanteComponent *component, const GPtrArray *variables, const char *text,
            const char *pointer, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autofree char *expanded
      = zante_recipe_expand (text, (const char *const *)variables->pdata, &local);
  return expanded != NULL
         || zante_complain (error, zante_component_file (component, pointer), pointer, "%s",
                            local->message);
}

static gboolean
check_list (const ZanteComponent *component, const GPtrArray *variables, const char *pointer,
            const char *name, char **list, GError **error)
{
  for (gsize i = 0; list != NULL && list[i] != NULL; i++)
    {
      g_autofree char *item = g_strdup_printf ("%s/%s/%" G_GSIZE_FORMAT, pointer, name, i);
      if (!check_text (component, variables, list[i], item, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
check_package (const ZanteComponent *component, const GPtrArray *variables, const char *name,
               const ZantePackage *package, GError **error)
{
  g_autofree char *pointer = zante_pointer ("packages", name, NULL);
  g_autofree char *key = g_strconcat (pointer, "#", NULL);
  if (!check_text (component, variables, name, key, error))
    return FALSE;
  for (ZanteRelationKind kind = 0; kind < ZANTE_N_RELATIONS; kind++)
    if (!check_list (component, variables, pointer, zante_relation_names[kind],
                     package->relations[kind], error))
      return FALSE;
  return check_list (component, variables, pointer, "files", package->files, error)
         && check_list (component, variables, pointer, "triggers", package->triggers, error);
}

static gboolean
check_packages (const ZanteComponent *component, const GPtrArray *variables, GError **error)
{
  g_autofree char **names = zante_strings_keys (component->packages);
  for (char **name = names; *name != NULL; name++)
    if (!check_package (component, variables, *name,
                        g_hash_table_lookup (component->packages, *name), error))
      return FALSE;
  return TRUE;
}

gboolean
zante_environment_check (const ZanteRecipe *recipe, const ZanteComponent *component, GError **error)
{
  const char *failed = NULL;
  g_autoptr (GError) local = NULL;
  if (component->environment == NULL && component->packages == NULL && component->libraries == NULL)
    return TRUE;
  g_autoptr (GPtrArray) variables = phase_variables (recipe, component);
  if (!add_environment (variables, component, TRUE, &failed, &local))
    {
      g_autofree char *pointer = zante_pointer ("environment", failed, NULL);
      return zante_complain (error, component->file, pointer, "%s", local->message);
    }
  g_ptr_array_add (variables, NULL);
  return check_packages (component, variables, error)
         && (component->libraries == NULL
             || check_text (component, variables, component->libraries->private_dir,
                            "/libraries/private", error));
}
