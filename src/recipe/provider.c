/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "base/error.h"
#include "base/strings.h"
#include "recipe/parts.h"

static const char *const words[] = {"build", "system", "off", NULL};

/* Who chose a component's provider, for positions: a layer's file, or the command line's text; both
 * NULL: the component's own default. */
typedef struct {
  const char *file;
  const char *override;
} Chooser;

static gboolean
fail_choice (const ZanteComponent *component, const Chooser *chooser, const char *message,
             GError **error)
{
  if (chooser->override != NULL)
    return zante_complain_option (error, "--provider", chooser->override, "%s", message);
  if (chooser->file == NULL)
    return zante_complain (error, component->file, "/provider/default", "%s", message);
  g_autofree char *pointer = zante_pointer ("components", component->name, NULL);
  return zante_complain (error, chooser->file, pointer, "%s", message);
}

gboolean
zante_split_override (const char *option, const char *text, char **left, char **right,
                      GError **error)
{
  const char *equals = strchr (text, '=');
  if (equals == NULL || equals == text)
    return zante_complain_option (error, option, text, "write NAME=VALUE");
  *left = g_strndup (text, (gsize)(equals - text));
  *right = g_strdup (equals + 1);
  return TRUE;
}

static int
find_word (const char *word)
{
  for (int i = 0; words[i] != NULL; i++)
    if (strcmp (words[i], word) == 0)
      return i;
  return -1;
}

/* Defaults ----------------------------------------------------------------------------------- */

/* A stack that lists components leaves out the others, unless the component itself says more. */
static void
set_default (ZanteComponent *component, gboolean listed)
{
  const ZanteProviderSpec *spec = component->provider_spec;
  component->provider = listed ? ZANTE_PROVIDER_OFF : ZANTE_PROVIDER_BUILD;
  if (spec != NULL && spec->initial != NULL)
    component->provider = (ZanteProvider)find_word (spec->initial);
}

/* Layers ------------------------------------------------------------------------------------- */

static char *
choose (ZanteRecipe *recipe, GHashTable *choosers, const char *name, const char *word,
        Chooser chooser)
{
  g_autoptr (GError) unknown = NULL;
  ZanteComponent *component = (ZanteComponent *)zante_recipe_find (recipe, name, &unknown);
  int provider = find_word (word);
  if (component == NULL)
    return g_strdup (unknown->message);
  if (provider < 0)
    return g_strdup_printf ("component '%s' must be build, system or off, not '%s'", name, word);
  component->provider = (ZanteProvider)provider;
  g_hash_table_insert (choosers, component, g_memdup2 (&chooser, sizeof chooser));
  return NULL;
}

static gboolean
take_layer (ZanteRecipe *recipe, const ZanteSettings *settings, GHashTable *choosers,
            GError **error)
{
  if (settings == NULL)
    return TRUE;
  g_autofree char **names = zante_strings_keys (settings->components);
  for (char **name = names; *name != NULL; name++)
    {
      g_autofree char *wrong
          = choose (recipe, choosers, *name, g_hash_table_lookup (settings->components, *name),
                    (Chooser){settings->file, NULL});
      if (wrong == NULL)
        continue;
      g_autofree char *pointer = zante_pointer ("components", *name, NULL);
      return zante_complain (error, settings->file, pointer, "%s", wrong);
    }
  return TRUE;
}

static gboolean
take_overrides (ZanteRecipe *recipe, const char *const *overrides, GHashTable *choosers,
                GError **error)
{
  for (; overrides != NULL && *overrides != NULL; overrides++)
    {
      g_autofree char *name = NULL, *word = NULL;
      if (!zante_split_override ("--provider", *overrides, &name, &word, error))
        return FALSE;
      g_autofree char *wrong = choose (recipe, choosers, name, word, (Chooser){NULL, *overrides});
      if (wrong != NULL)
        return zante_complain_option (error, "--provider", *overrides, "%s", wrong);
    }
  return TRUE;
}

/* Paths -------------------------------------------------------------------------------------- */

static gboolean
check_system_path (const ZanteSettings *settings, const ZanteRecipe *recipe, GError **error)
{
  if (settings == NULL)
    return TRUE;
  g_autofree char **names = zante_strings_keys (settings->system_paths);
  for (char **name = names; *name != NULL; name++)
    {
      const char *path = g_hash_table_lookup (settings->system_paths, *name);
      g_autoptr (GError) unknown = NULL;
      const ZanteComponent *component = zante_recipe_find (recipe, *name, &unknown);
      g_autofree char *pointer = zante_pointer ("system-paths", *name, NULL);
      if (component == NULL)
        return zante_complain (error, settings->file, pointer, "%s", unknown->message);
      if (component->provider_spec == NULL)
        return zante_complain (error, settings->file, pointer,
                               "component '%s' cannot come from the system", component->name);
      if (!g_path_is_absolute (path) || strpbrk (path, "\n\r\t") != NULL)
        return zante_complain (error, settings->file, pointer, "'%s' must be an absolute path",
                               path);
    }
  return TRUE;
}

/* The system's copy: that of the distribution whose layout is used, which need not be this
 * machine's; else this machine's; or NULL. */
static const ZanteSystemCopy *
system_copy (const ZanteRecipe *recipe, const ZanteProviderSpec *spec)
{
  const ZanteSystemCopy *copy = NULL;
  if (spec->system != NULL)
    copy = g_hash_table_lookup (spec->system, recipe->layout->name);
  if (copy == NULL && spec->system != NULL)
    copy = g_hash_table_lookup (spec->system, recipe->distribution);
  return copy;
}

/* The path of the highest layer, else the one of the distribution; NULL when there is none. */
static const char *
system_path (const ZanteRecipe *recipe, const ZanteLayers *layers, const ZanteComponent *component)
{
  const ZanteProviderSpec *spec = component->provider_spec;
  for (int layer = ZANTE_LAYER_USER; layer >= 0; layer--)
    {
      const ZanteSettings *settings = layers->layer[layer];
      const char *path = settings == NULL || settings->system_paths == NULL
                             ? NULL
                             : g_hash_table_lookup (settings->system_paths, component->name);
      if (path != NULL)
        return path;
    }
  const ZanteSystemCopy *copy = system_copy (recipe, spec);
  return copy == NULL ? NULL : copy->path;
}

static gboolean
provide_system (const ZanteRecipe *recipe, const ZanteLayers *layers, ZanteComponent *component,
                const Chooser *chooser, GError **error)
{
  g_autofree char *message = NULL;
  const char *path = NULL;
  if (component->provider_spec == NULL)
    message = g_strdup_printf ("component '%s' cannot come from the system: choose build or off",
                               component->name);
  else if ((path = system_path (recipe, layers, component)) == NULL)
    message = g_strdup_printf ("component '%s' says no path for '%s': choose build or off, or give "
                               "one in system-paths",
                               component->name, recipe->distribution);
  if (message != NULL)
    return fail_choice (component, chooser, message, error);
  component->provided_path = g_strdup (path);
  return TRUE;
}

static gboolean
provide_build (const ZanteRecipe *recipe, ZanteComponent *component, const Chooser *chooser,
               GError **error)
{
  g_autoptr (GError) local = NULL;
  const ZanteProviderSpec *spec = component->provider_spec;
  g_autofree char *message = NULL;
  if (component->phases == NULL || component->phases->text[ZANTE_PHASE_INSTALL] == NULL)
    message = g_strdup_printf ("component '%s' has no install phase, so it cannot be built: "
                               "choose system or off",
                               component->name);
  else if (spec != NULL && spec->path == NULL)
    message = g_strdup_printf ("component '%s' says no provider path for its own build: choose "
                               "system or off",
                               component->name);
  if (message != NULL)
    return fail_choice (component, chooser, message, error);
  if (spec == NULL)
    return TRUE;
  g_auto (GStrv) variables = zante_recipe_environment (recipe, component);
  component->provided_path
      = zante_recipe_expand (spec->path, (const char *const *)variables, &local);
  return component->provided_path != NULL
         || zante_complain (error, component->file, "/provider/path", "%s", local->message);
}

static gboolean
provide (const ZanteRecipe *recipe, const ZanteLayers *layers, ZanteComponent *component,
         const Chooser *chooser, GError **error)
{
  if (component->provider == ZANTE_PROVIDER_SYSTEM)
    return provide_system (recipe, layers, component, chooser, error);
  if (component->provider == ZANTE_PROVIDER_BUILD)
    return provide_build (recipe, component, chooser, error);
  component->provided_path = component->provider_spec == NULL ? NULL : g_strdup ("");
  return TRUE;
}

/* Two components with one variable would hide each other. */
static gboolean
check_variables (const ZanteRecipe *recipe, GError **error)
{
  g_autoptr (GHashTable) owners = g_hash_table_new (g_str_hash, g_str_equal);
  for (guint i = 0; i < recipe->components->len; i++)
    {
      ZanteComponent *component = recipe->components->pdata[i];
      if (component->provider_spec == NULL)
        continue;
      const ZanteComponent *other
          = g_hash_table_lookup (owners, component->provider_spec->variable);
      if (other != NULL)
        return zante_complain (error, component->file, "/provider/variable",
                               "component '%s' has the variable '%s' too", other->name,
                               component->provider_spec->variable);
      g_hash_table_insert (owners, component->provider_spec->variable, component);
    }
  return TRUE;
}

gboolean
zante_providers_resolve (ZanteRecipe *recipe, const ZanteLayers *layers,
                         const ZanteRecipeInput *input, GError **error)
{
  static const Chooser nobody = {NULL, NULL};
  g_autoptr (GHashTable) choosers
      = g_hash_table_new_full (g_direct_hash, g_direct_equal, NULL, g_free);
  gboolean listed = layers->layer[ZANTE_LAYER_STACK]->components != NULL;
  for (guint i = 0; i < recipe->components->len; i++)
    set_default (recipe->components->pdata[i], listed);
  for (ZanteLayer layer = 0; layer < ZANTE_N_LAYERS; layer++)
    if (!take_layer (recipe, layers->layer[layer], choosers, error)
        || !check_system_path (layers->layer[layer], recipe, error))
      return FALSE;
  if (!take_overrides (recipe, input->overrides.providers, choosers, error)
      || !check_variables (recipe, error))
    return FALSE;
  for (guint i = 0; i < recipe->components->len; i++)
    {
      ZanteComponent *component = recipe->components->pdata[i];
      const Chooser *chooser = g_hash_table_lookup (choosers, component);
      if (!provide (recipe, layers, component, chooser == NULL ? &nobody : chooser, error))
        return FALSE;
    }
  return TRUE;
}
