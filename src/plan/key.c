/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "plan/key.h"

#include <string.h>
#include <sys/utsname.h>

#include "base/hash.h"
#include "plan/folder.h"
#include "plan/key-input.h"
#include "plan/toolchain.h"

typedef struct {
  const ZantePlanInput *input;
  GPtrArray *common;     /* of ZanteKeyInput*: the same for every component */
  GPtrArray *helpers;    /* of ZanteKeyInput*: "helper NAME" */
  GHashTable *providers; /* phase variable → const ZanteComponent* */
  GHashTable *packages;  /* build-depends in one string → GPtrArray of ZanteKeyInput* */
} Gathering;

static void
add_copies (GPtrArray *inputs, const GPtrArray *others)
{
  for (guint i = 0; i < others->len; i++)
    {
      const ZanteKeyInput *other = others->pdata[i];
      g_ptr_array_add (inputs, zante_key_input_new (other->name, other->value));
    }
}

/* Fields ------------------------------------------------------------------------------------- */

/* These enter as phase variables, with their resolved values. */
static gboolean
enters_resolved (const ZanteField *field)
{
  return strcmp (field->name, "options") == 0 || strcmp (field->name, "environment") == 0;
}

static void
add_field (GPtrArray *inputs, const ZanteFieldTable *table, const ZanteField *field,
           gconstpointer object, const char *kind, const char *name)
{
  const ZanteField one[] = {*field, {NULL}};
  const ZanteFieldTable alone = {table->what, table->size, one};
  g_autoptr (ZanteHash) hash = zante_hash_new ();
  zante_yaml_hash (&alone, object, hash);
  g_autofree char *digest = zante_hash_finish (hash);
  zante_key_add (inputs, kind, name, digest);
}

/* One input per phase, so that it can be told which one changed. The check phase enters where it is
 * run. */
static void
add_phases (GPtrArray *inputs, const ZanteFieldTable *table, const ZantePhases *phases,
            gboolean check)
{
  for (const ZanteField *field = table->fields; phases != NULL && field->name != NULL; field++)
    {
      gboolean set = G_STRUCT_MEMBER (char *, phases, field->offset) != NULL;
      if (set && (check || strcmp (field->name, zante_phase_names[ZANTE_PHASE_CHECK]) != 0))
        add_field (inputs, table, field, phases, "phase", field->name);
    }
}

static void
add_fields (GPtrArray *inputs, const ZanteComponent *component, gboolean check)
{
  for (const ZanteField *field = zante_component_table.fields; field->name != NULL; field++)
    {
      if ((field->flags & ZANTE_FIELD_KEY) == 0 || enters_resolved (field))
        continue;
      if (strcmp (field->name, "phases") == 0)
        add_phases (inputs, field->table, component->phases, check);
      else
        add_field (inputs, &zante_component_table, field, component, field->name, NULL);
    }
}

/* Phase variables ---------------------------------------------------------------------------- */

static void
add_variable (const Gathering *gathering, GPtrArray *inputs, const char *name, const char *value)
{
  const ZanteComponent *provider = g_hash_table_lookup (gathering->providers, name);
  if (provider != NULL)
    zante_key_add (inputs, "provider", provider->name, *value == '\0' ? "off" : value);
  else if (g_str_has_prefix (name, "option_"))
    zante_key_add (inputs, "option", name + strlen ("option_"), value);
  else
    zante_key_add (inputs, "variable", name, value);
}

static void
add_variables (const Gathering *gathering, GPtrArray *inputs, const ZanteComponent *component)
{
  g_auto (GStrv) variables = zante_recipe_environment (gathering->input->recipe, component);
  for (char **variable = variables; variable != NULL && *variable != NULL; variable++)
    {
      char *equals = strchr (*variable, '=');
      if (equals == NULL)
        continue;
      *equals = '\0';
      add_variable (gathering, inputs, *variable, equals + 1);
    }
}

static GHashTable *
providers_by_variable (const ZanteRecipe *recipe)
{
  GHashTable *providers = g_hash_table_new (g_str_hash, g_str_equal);
  for (guint i = 0; i < recipe->components->len; i++)
    {
      ZanteComponent *component = recipe->components->pdata[i];
      if (component->provider_spec != NULL && component->provider_spec->variable != NULL)
        g_hash_table_insert (providers, component->provider_spec->variable, component);
    }
  return providers;
}

/* The tool chain ----------------------------------------------------------------------------- */

static const char *
system_package (const ZanteRecipe *recipe, const ZanteComponent *component)
{
  const ZanteProviderSpec *spec = component->provider_spec;
  const ZanteSystemCopy *copy = spec == NULL || spec->system == NULL
                                    ? NULL
                                    : g_hash_table_lookup (spec->system, recipe->distribution);
  return copy == NULL ? NULL : copy->package;
}

/* The packages that COMPONENT asks for: its build-depends, and those that supply what it needs. */
static GPtrArray *
packages_of (const ZanteRecipe *recipe, const ZanteComponent *component)
{
  GPtrArray *names = g_ptr_array_new ();
  char **depends = component->build_depends == NULL
                       ? NULL
                       : g_hash_table_lookup (component->build_depends, recipe->distribution);
  for (; depends != NULL && *depends != NULL; depends++)
    g_ptr_array_add (names, *depends);
  for (char **need = component->needs; need != NULL && *need != NULL; need++)
    {
      const ZanteComponent *other = zante_recipe_find (recipe, *need, NULL);
      if (other == NULL || other->provider != ZANTE_PROVIDER_SYSTEM)
        continue;
      const char *package = system_package (recipe, other);
      if (package != NULL)
        g_ptr_array_add (names, (gpointer)package);
    }
  g_ptr_array_add (names, NULL);
  return names;
}

static void
add_packages (const Gathering *gathering, GPtrArray *inputs, const ZanteComponent *component)
{
  if (gathering->input->toolchain == NULL)
    return;
  g_autoptr (GPtrArray) names = packages_of (gathering->input->recipe, component);
  char *together = g_strjoinv ("\n", (char **)names->pdata);
  GPtrArray *versions = g_hash_table_lookup (gathering->packages, together);
  if (versions == NULL)
    {
      versions = zante_toolchain_closure (gathering->input->toolchain,
                                          (const char *const *)names->pdata);
      g_hash_table_insert (gathering->packages, g_steal_pointer (&together), versions);
    }
  add_copies (inputs, versions);
  g_free (together);
}

/* A node ------------------------------------------------------------------------------------- */

static void
add_source (const Gathering *gathering, GPtrArray *inputs, ZanteNode *node)
{
  const char *name = node->component->source;
  const ZanteSource *source = zante_recipe_source (gathering->input->recipe, node->component);
  if (name == NULL)
    return;
  GHashTable *sources = gathering->input->sources;
  const char *identity = sources == NULL ? NULL : g_hash_table_lookup (sources, name);
  zante_key_add (inputs, "source", name, identity == NULL ? "unknown" : identity);
  node->always = source != NULL && source->local != NULL;
}

/* Needs that the system supplies; those that are built follow in zante_key_complete. */
static void
add_system_needs (const Gathering *gathering, GPtrArray *inputs, const ZanteComponent *component)
{
  for (char **need = component->needs; need != NULL && *need != NULL; need++)
    {
      const ZanteComponent *other = zante_recipe_find (gathering->input->recipe, *need, NULL);
      if (other != NULL && other->provider == ZANTE_PROVIDER_SYSTEM)
        zante_key_add (inputs, "needs", *need, "system");
    }
}

/* The helper that is run after installing private libraries, without being named in a phase. */
#define PRIVATE_LIBRARIES "private-libraries"

static gboolean
runs_helper (const ZanteComponent *component, const char *name)
{
  const ZanteLibraries *libraries = component->libraries;
  if (strcmp (name, PRIVATE_LIBRARIES) == 0 && libraries != NULL && libraries->private_dir != NULL)
    return TRUE;
  for (guint i = 0; component->phases != NULL && i < ZANTE_N_PHASES; i++)
    if (component->phases->text[i] != NULL && strstr (component->phases->text[i], name) != NULL)
      return TRUE;
  return FALSE;
}

static void
add_helpers (const Gathering *gathering, GPtrArray *inputs, const ZanteComponent *component)
{
  for (guint i = 0; i < gathering->helpers->len; i++)
    {
      const ZanteKeyInput *helper = gathering->helpers->pdata[i];
      if (runs_helper (component, helper->name + strlen ("helper ")))
        g_ptr_array_add (inputs, zante_key_input_new (helper->name, helper->value));
    }
}

static gboolean
gather_node (const Gathering *gathering, ZanteNode *node, GError **error)
{
  const ZanteComponent *component = node->component;
  add_copies (node->inputs, gathering->common);
  add_fields (node->inputs, component, gathering->input->check);
  add_variables (gathering, node->inputs, component);
  add_packages (gathering, node->inputs, component);
  add_source (gathering, node->inputs, node);
  add_system_needs (gathering, node->inputs, component);
  add_helpers (gathering, node->inputs, component);
  if (component->folder != NULL
      && !zante_folder_gather (component->folder, "file", zante_component_is_description,
                               node->inputs, error))
    {
      g_prefix_error (error, "component '%s': ", component->name);
      return FALSE;
    }
  zante_key_sort (node->inputs);
  return TRUE;
}

static void
gather_common (GPtrArray *common)
{
  struct utsname machine;
  zante_key_add (common, "key format", NULL, ZANTE_KEY_FORMAT);
  zante_key_add (common, "machine", NULL, uname (&machine) == 0 ? machine.machine : "");
}

static gboolean
gather_helpers (const ZantePlanInput *input, GPtrArray *helpers, GError **error)
{
  return input->helpers == NULL || !g_file_test (input->helpers, G_FILE_TEST_IS_DIR)
         || zante_folder_gather (input->helpers, "helper", NULL, helpers, error);
}

static GPtrArray *
inputs_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify)zante_key_input_free);
}

gboolean
zante_key_gather (ZantePlan *plan, const ZantePlanInput *input, GError **error)
{
  g_autoptr (GPtrArray) common = inputs_new ();
  g_autoptr (GPtrArray) helpers = inputs_new ();
  g_autoptr (GHashTable) providers = providers_by_variable (input->recipe);
  g_autoptr (GHashTable) packages
      = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_ptr_array_unref);
  const Gathering gathering = {input, common, helpers, providers, packages};
  if (!gather_helpers (input, helpers, error))
    return FALSE;
  gather_common (common);
  for (guint i = 0; i < plan->nodes->len; i++)
    if (!gather_node (&gathering, plan->nodes->pdata[i], error))
      return FALSE;
  return TRUE;
}

/* The key ------------------------------------------------------------------------------------ */

static void
add_need (ZanteNode *node, const ZanteNode *need)
{
  g_autofree char *both
      = need->needs->len == 0 ? NULL : g_strconcat (need->output, "+", need->united, NULL);
  zante_key_add (node->inputs, "needs", need->component->name, both == NULL ? need->output : both);
}

void
zante_key_complete (ZanteNode *node)
{
  for (guint i = 0; i < node->needs->len; i++)
    add_need (node, node->needs->pdata[i]);
  if (node->needs->len > 0)
    zante_key_sort (node->inputs);
  g_autoptr (ZanteHash) hash = zante_hash_new ();
  zante_hash_update_string (hash, node->component->name);
  for (guint i = 0; i < node->inputs->len; i++)
    {
      const ZanteKeyInput *input = node->inputs->pdata[i];
      zante_hash_update_string (hash, input->name);
      zante_hash_update_string (hash, input->value);
    }
  node->key = zante_hash_finish (hash);
}

char *
zante_key_united (const ZanteNode *node)
{
  if (node->needs->len == 0)
    return g_strdup (node->output);
  g_autoptr (ZanteHash) hash = zante_hash_new ();
  zante_hash_update_string (hash, node->output);
  for (guint i = 0; i < node->needs->len; i++)
    zante_hash_update_string (hash, ((ZanteNode *)node->needs->pdata[i])->united);
  return zante_hash_finish (hash);
}
