/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "base/beneath.h"
#include "base/strings.h"
#include "recipe/parts.h"

enum { MAX_SECONDS = 30 * 24 * 3600 };

static const char *const option_types[] = {"bool", "string", "enum", NULL};
static const char *const provider_words[] = {"system", "build", "off", NULL};

/* Options ------------------------------------------------------------------------------------ */

static gboolean
is_option_name (const char *name)
{
  return g_ascii_islower (*name) && strlen (name) <= 64
         && strspn (name, "abcdefghijklmnopqrstuvwxyz0123456789_") == strlen (name);
}

static gboolean
complain_option (const ZanteComponent *component, const char *name, const char *field,
                 const char *message, GError **error)
{
  g_autofree char *pointer = zante_pointer ("options", name, field, NULL);
  return zante_complain (error, component->file, pointer, "option '%s' %s", name, message);
}

static gboolean
check_option (const ZanteComponent *component, const char *name, const ZanteOption *option,
              GError **error)
{
  gboolean is_enum = strcmp (option->type, "enum") == 0;
  gboolean is_bool = strcmp (option->type, "bool") == 0;
  if (!is_option_name (name))
    return complain_option (component, name, NULL,
                            "needs a name of a-z, 0-9 and '_' that begins with a letter", error);
  if (!g_strv_contains (option_types, option->type))
    return complain_option (component, name, "type", "must be of type bool, string or enum", error);
  if (is_enum && (option->choices == NULL || option->choices[0] == NULL))
    return complain_option (component, name, NULL, "is an enum without choices", error);
  if (!is_enum && option->choices != NULL)
    return complain_option (component, name, "choices", "has choices but is no enum", error);
  if (!is_bool && option->build_depends != NULL)
    return complain_option (component, name, "build-depends", "has build-depends but is no bool",
                            error);
  if (option->initial == NULL || strcmp (option->type, "string") == 0)
    return TRUE;
  if (is_enum && !g_strv_contains ((const char *const *)option->choices, option->initial))
    return complain_option (component, name, "default", "has a default that is no choice", error);
  if (is_bool && strcmp (option->initial, "yes") != 0 && strcmp (option->initial, "no") != 0)
    return complain_option (component, name, "default", "must be \"yes\" or \"no\" by default",
                            error);
  return TRUE;
}

static gboolean
check_options (const ZanteComponent *component, GError **error)
{
  g_autofree char **names = zante_strings_keys (component->options);
  for (char **name = names; *name != NULL; name++)
    if (!check_option (component, *name, g_hash_table_lookup (component->options, *name), error))
      return FALSE;
  return TRUE;
}

/* The provider ------------------------------------------------------------------------------- */

static gboolean
check_system_copies (const ZanteComponent *component, GError **error)
{
  g_autofree char **names = zante_strings_keys (component->provider_spec->system);
  for (char **name = names; *name != NULL; name++)
    {
      const ZanteSystemCopy *copy = g_hash_table_lookup (component->provider_spec->system, *name);
      if (g_path_is_absolute (copy->path))
        continue;
      g_autofree char *pointer = zante_pointer ("provider", "system", *name, "path", NULL);
      return zante_complain (error, component->file, pointer, "'%s' must be an absolute path",
                             copy->path);
    }
  return TRUE;
}

static gboolean
check_provider (const ZanteComponent *component, GError **error)
{
  const ZanteProviderSpec *spec = component->provider_spec;
  if (spec == NULL)
    return TRUE;
  if (!zante_is_variable (spec->variable) || zante_is_reserved_variable (spec->variable))
    return zante_complain (error, component->file, "/provider/variable",
                           "'%s' is no variable name, or one that zante sets itself",
                           spec->variable);
  if (spec->initial != NULL && !g_strv_contains (provider_words, spec->initial))
    return zante_complain (error, component->file, "/provider/default",
                           "'default' must be system, build or off, not '%s'", spec->initial);
  return check_system_copies (component, error);
}

/* Environment, phases and packages ----------------------------------------------------------- */

static gboolean
check_environment_names (const ZanteComponent *component, GError **error)
{
  g_autofree char **names = zante_strings_keys (component->environment);
  for (char **name = names; *name != NULL; name++)
    {
      if (zante_is_variable (*name) && !zante_is_reserved_variable (*name))
        continue;
      g_autofree char *pointer = zante_pointer ("environment", *name, NULL);
      g_autofree char *key = g_strconcat (pointer, "#", NULL);
      return zante_complain (error, component->file, key,
                             "'%s' is no variable name, or one that zante sets itself", *name);
    }
  return TRUE;
}

static gboolean
check_patches (const ZanteComponent *component, GError **error)
{
  for (gsize i = 0; component->patches != NULL && component->patches[i] != NULL; i++)
    {
      const char *patch = component->patches[i];
      g_autofree char *path = g_build_filename (component->folder, patch, NULL);
      g_autofree char *pointer = g_strdup_printf ("/patches/%" G_GSIZE_FORMAT, i);
      if (!zante_beneath_is_plain (patch))
        return zante_complain (error, component->file, pointer,
                               "'%s' is no path inside the component's folder", patch);
      if (!g_file_test (path, G_FILE_TEST_IS_REGULAR))
        return zante_complain (error, component->file, pointer, "there is no file '%s'", patch);
    }
  if (component->patches != NULL && component->source == NULL)
    return zante_complain (error, component->file, "/patches", "patches need a source");
  return TRUE;
}

static gboolean
check_limits (const ZanteComponent *component, GError **error)
{
  for (ZantePhase phase = 0; component->limits != NULL && phase < ZANTE_N_PHASES; phase++)
    if (component->limits->seconds[phase] > MAX_SECONDS)
      {
        g_autofree char *pointer = zante_pointer ("limits", zante_phase_names[phase], NULL);
        return zante_complain (error, component->file, pointer, "more than %d seconds",
                               MAX_SECONDS);
      }
  return TRUE;
}

gboolean
zante_component_check (const ZanteComponent *component, GError **error)
{
  g_autofree char *folder = g_path_get_basename (component->folder);
  if (strcmp (folder, component->name) != 0)
    return zante_complain (error, component->file, "/component",
                           "component '%s' must be in a folder of that name, not in '%s'",
                           component->name, folder);
  return check_options (component, error) && check_provider (component, error)
         && check_environment_names (component, error) && check_patches (component, error)
         && check_limits (component, error)
         && zante_component_check_dependencies (component, error);
}

/* References --------------------------------------------------------------------------------- */

static const ZanteComponent *
find_other (const ZanteRecipe *recipe, const ZanteComponent *component, const char *list, gsize i,
            const char *name, GError **error)
{
  g_autoptr (GError) local = NULL;
  const ZanteComponent *other = zante_recipe_find (recipe, name, &local);
  g_autofree char *pointer = g_strdup_printf ("/%s/%" G_GSIZE_FORMAT, list, i);
  if (other == NULL)
    zante_complain (error, component->file, pointer, "%s", local->message);
  else if (other == component)
    zante_complain (error, component->file, pointer, "component '%s' names itself", name);
  return other == component ? NULL : other;
}

static gboolean
check_needs (const ZanteRecipe *recipe, const ZanteComponent *component, GError **error)
{
  for (gsize i = 0; component->needs != NULL && component->needs[i] != NULL; i++)
    if (find_other (recipe, component, "needs", i, component->needs[i], error) == NULL)
      return FALSE;
  return TRUE;
}

static gboolean
check_uses (const ZanteRecipe *recipe, const ZanteComponent *component, GError **error)
{
  for (gsize i = 0; component->uses != NULL && component->uses[i] != NULL; i++)
    {
      const ZanteComponent *other
          = find_other (recipe, component, "uses", i, component->uses[i], error);
      if (other == NULL)
        return FALSE;
      if (other->provider_spec != NULL)
        continue;
      g_autofree char *pointer = g_strdup_printf ("/uses/%" G_GSIZE_FORMAT, i);
      return zante_complain (error, component->file, pointer,
                             "component '%s' is no provider (did you mean needs?)", other->name);
    }
  return TRUE;
}

static gboolean
check_source (const ZanteRecipe *recipe, const ZanteComponent *component, GError **error)
{
  if (component->source == NULL)
    return TRUE;
  const ZanteSource *source = g_hash_table_lookup (recipe->sources, component->source);
  if (source == NULL)
    {
      g_autofree char *hint = zante_hint (component->source, recipe->sources);
      return zante_complain (error, component->file, "/source",
                             "source '%s' is not defined by the stack '%s' or zante.yaml%s",
                             component->source, recipe->stack, hint);
    }
  if (source->local == NULL || component->patches == NULL)
    return TRUE;
  return zante_complain (error, component->file, "/patches",
                         "source '%s' is a local tree, which is not patched: apply them yourself",
                         source->name);
}

gboolean
zante_component_check_references (const ZanteRecipe *recipe, const ZanteComponent *component,
                                  GError **error)
{
  if (!check_needs (recipe, component, error) || !check_uses (recipe, component, error))
    return FALSE;
  return component->provider != ZANTE_PROVIDER_BUILD
         || (check_source (recipe, component, error)
             && zante_environment_check (recipe, component, error));
}
