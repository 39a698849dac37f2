/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "base/strings.h"
#include "recipe/parts.h"

static const char *
initial_value (const ZanteOption *option)
{
  if (option->initial != NULL)
    return option->initial;
  if (strcmp (option->type, "bool") == 0)
    return "no";
  return strcmp (option->type, "enum") == 0 ? option->choices[0] : "";
}

static void
set_initial (ZanteComponent *component)
{
  component->values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autofree char **names = zante_strings_keys (component->options);
  for (char **name = names; *name != NULL; name++)
    g_hash_table_insert (
        component->values, g_strdup (*name),
        g_strdup (initial_value (g_hash_table_lookup (component->options, *name))));
}

/* VALUE as OPTION takes it, or NULL; static or borrowed. */
static const char *
accept (const ZanteOption *option, const char *value)
{
  if (strcmp (option->type, "enum") == 0)
    return g_strv_contains ((const char *const *)option->choices, value) ? value : NULL;
  if (strcmp (option->type, "bool") == 0)
    {
      if (strcmp (value, "yes") == 0 || strcmp (value, "true") == 0)
        return "yes";
      return strcmp (value, "no") == 0 || strcmp (value, "false") == 0 ? "no" : NULL;
    }
  for (const char *c = value; *c != '\0'; c++)
    if (g_ascii_iscntrl (*c))
      return NULL;
  return value;
}

static char *
wanted (const ZanteOption *option)
{
  if (strcmp (option->type, "bool") == 0)
    return g_strdup ("yes or no");
  if (strcmp (option->type, "string") == 0)
    return g_strdup ("one line without control characters");
  g_autofree char *choices = g_strjoinv (", ", option->choices);
  return g_strconcat ("one of ", choices, NULL);
}

/* Set the option; a message without position when that cannot be, else NULL. */
static char *
set_value (ZanteRecipe *recipe, const char *name, const char *option_name, const char *value)
{
  g_autoptr (GError) unknown = NULL;
  ZanteComponent *component = (ZanteComponent *)zante_recipe_find (recipe, name, &unknown);
  if (component == NULL)
    return g_strdup (unknown->message);
  const ZanteOption *option
      = component->options == NULL ? NULL : g_hash_table_lookup (component->options, option_name);
  if (option == NULL)
    {
      g_autofree char *hint = zante_hint (option_name, component->options);
      return g_strdup_printf ("component '%s' has no option '%s'%s", name, option_name, hint);
    }
  const char *accepted = accept (option, value);
  if (accepted != NULL)
    {
      g_hash_table_replace (component->values, g_strdup (option_name), g_strdup (accepted));
      return NULL;
    }
  g_autofree char *want = wanted (option);
  return g_strdup_printf ("option '%s' of component '%s' must be %s, not '%s'", option_name, name,
                          want, value);
}

static gboolean
take_component (ZanteRecipe *recipe, const char *file, const char *name, GHashTable *values,
                GError **error)
{
  GHashTableIter iter;
  gpointer option = NULL, value = NULL;
  g_hash_table_iter_init (&iter, values);
  while (g_hash_table_iter_next (&iter, &option, &value))
    {
      g_autofree char *wrong = set_value (recipe, name, option, value);
      if (wrong == NULL)
        continue;
      g_autofree char *pointer = zante_pointer ("options", name, option, NULL);
      return zante_complain (error, file, pointer, "%s", wrong);
    }
  return TRUE;
}

static gboolean
take_layer (ZanteRecipe *recipe, const ZanteSettings *settings, GError **error)
{
  if (settings == NULL)
    return TRUE;
  g_autofree char **names = zante_strings_keys (settings->options);
  for (char **name = names; *name != NULL; name++)
    if (!take_component (recipe, settings->file, *name,
                         g_hash_table_lookup (settings->options, *name), error))
      return FALSE;
  return TRUE;
}

/* "COMPONENT.OPTION": a component's name may hold dots, an option's cannot. */
static gboolean
take_override (ZanteRecipe *recipe, const char *text, GError **error)
{
  g_autofree char *left = NULL, *value = NULL;
  if (!zante_split_override ("--set", text, &left, &value, error))
    return FALSE;
  char *dot = strrchr (left, '.');
  if (dot == NULL)
    return zante_complain_option (error, "--set", text, "write COMPONENT.OPTION=VALUE");
  *dot = '\0';
  g_autofree char *wrong = set_value (recipe, left, dot + 1, value);
  return wrong == NULL || zante_complain_option (error, "--set", text, "%s", wrong);
}

/* Append those of PACKAGES that are not there yet to the list of DISTRIBUTION. */
static void
add_packages (GHashTable *depends, const char *distribution, char **packages)
{
  char **before = g_hash_table_lookup (depends, distribution);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  if (before != NULL)
    g_strv_builder_addv (builder, (const char **)before);
  for (; *packages != NULL; packages++)
    if (before == NULL || !g_strv_contains ((const char *const *)before, *packages))
      g_strv_builder_add (builder, *packages);
  g_hash_table_replace (depends, g_strdup (distribution), g_strv_builder_end (builder));
}

static void
take_build_depends (ZanteComponent *component, const ZanteOption *option)
{
  GHashTableIter iter;
  gpointer distribution = NULL, packages = NULL;
  if (component->build_depends == NULL)
    component->build_depends
        = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_strfreev);
  g_hash_table_iter_init (&iter, option->build_depends);
  while (g_hash_table_iter_next (&iter, &distribution, &packages))
    add_packages (component->build_depends, distribution, packages);
}

/* What an option needs that is switched on is needed by its component. */
static void
take_chosen (ZanteComponent *component)
{
  g_autofree char **names = zante_strings_keys (component->options);
  for (char **name = names; *name != NULL; name++)
    {
      const ZanteOption *option = g_hash_table_lookup (component->options, *name);
      const char *value = g_hash_table_lookup (component->values, *name);
      if (option->build_depends != NULL && strcmp (value, "yes") == 0)
        take_build_depends (component, option);
    }
}

gboolean
zante_options_resolve (ZanteRecipe *recipe, const ZanteLayers *layers,
                       const ZanteRecipeInput *input, GError **error)
{
  for (guint i = 0; i < recipe->components->len; i++)
    set_initial (recipe->components->pdata[i]);
  for (ZanteLayer layer = 0; layer < ZANTE_N_LAYERS; layer++)
    if (!take_layer (recipe, layers->layer[layer], error))
      return FALSE;
  for (const char *const *text = input->overrides.settings; text != NULL && *text != NULL; text++)
    if (!take_override (recipe, *text, error))
      return FALSE;
  for (guint i = 0; i < recipe->components->len; i++)
    take_chosen (recipe->components->pdata[i]);
  return TRUE;
}
