/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "base/error.h"
#include "recipe/parts.h"

#define AT(member) offsetof (ZanteSettings, member)

static const ZanteField stack_fields[] = {
    {"stack", ZANTE_FIELD_NAME, AT (stack), ZANTE_FIELD_REQUIRED,
     .help = "the stack's name, by which --stack and zante.yaml choose it"},
    {"summary", ZANTE_FIELD_LINE, AT (summary), .help = "what the stack is, in one line"},
    {"xen-version", ZANTE_FIELD_LINE, AT (xen_version), ZANTE_FIELD_REQUIRED,
     .help = "the Xen series X.Y, in quotes; it names $private_dir and the packages"},
    {"layout", ZANTE_FIELD_CHOICE, AT (layout), ZANTE_FIELD_REQUIRED, .choices = zante_layout_names,
     .help = "where things are installed: as debian, as fedora, or as upstream (/usr/local)"},
    {"components", ZANTE_FIELD_STRING_MAP, AT (components),
     .help = "component: build, system or off. Components that are not listed are off, or what "
             "their own provider default says; without this map all of them are built"},
    {"options", ZANTE_FIELD_MAP_MAP, AT (options),
     .help = "component: {option: value}, for options that the component declares"},
    {"sources", ZANTE_FIELD_STRUCT_MAP, AT (sources), .table = &zante_source_table,
     .help = "name: where this source comes from; components refer to the name"},
    {NULL},
};
const ZanteFieldTable zante_stack_table = {"stack", sizeof (ZanteSettings), stack_fields};

static const ZanteField settings_fields[] = {
    {"stack", ZANTE_FIELD_LINE, AT (stack),
     .help = "the stack to build: a name from the stack directories, or a path with a '/'"},
    {"xen-version", ZANTE_FIELD_LINE, AT (xen_version), .help = "instead of the stack's"},
    {"layout", ZANTE_FIELD_CHOICE, AT (layout), .choices = zante_layout_names,
     .help = "instead of the stack's: debian, fedora or upstream"},
    {"component-directories", ZANTE_FIELD_STRINGS, AT (component_directories),
     .help = "folders of components, each NAME/component.yaml; one here hides a component of the "
             "same name that comes with zante"},
    {"stack-directories", ZANTE_FIELD_STRINGS, AT (stack_directories),
     .help = "folders of stacks, each NAME.yaml; searched before those that come with zante"},
    {"components", ZANTE_FIELD_STRING_MAP, AT (components),
     .help = "component: build, system or off, over the stack's choice"},
    {"system-paths", ZANTE_FIELD_STRING_MAP, AT (system_paths),
     .help = "component: the path of the system's copy, when it is not the usual one"},
    {"options", ZANTE_FIELD_MAP_MAP, AT (options),
     .help = "component: {option: value}, over the stack's"},
    {"sources", ZANTE_FIELD_STRUCT_MAP, AT (sources), .table = &zante_source_table,
     .help = "name: a source that replaces the stack's of that name, or a further one"},
    {"directories", ZANTE_FIELD_STRING_MAP, AT (directories),
     .help = "directory variable: path, over the layout's; later variables follow an earlier one "
             "($prefix …)"},
    {"packaging", ZANTE_FIELD_STRUCT, AT (packaging), .table = &zante_packaging_table,
     .help = "what packages say of who made them and when"},
    {"store", ZANTE_FIELD_STRUCT, AT (store), .table = &zante_store_table,
     .help = "outputs that machines share: see SHARED STORE in zante(1)"},
    {NULL},
};
const ZanteFieldTable zante_settings_table
    = {"settings file", sizeof (ZanteSettings), settings_fields};

static const ZanteFieldTable *
table_of (ZanteLayer layer)
{
  return layer == ZANTE_LAYER_STACK ? &zante_stack_table : &zante_settings_table;
}

void
zante_layers_clear (ZanteLayers *layers)
{
  for (ZanteLayer layer = 0; layer < ZANTE_N_LAYERS; layer++)
    {
      if (layers->layer[layer] != NULL)
        g_free (layers->layer[layer]->file);
      zante_yaml_free (table_of (layer), layers->layer[layer]);
      layers->layer[layer] = NULL;
    }
}

char *
zante_resolve_path (const char *path, const char *file)
{
  g_autofree char *folder = g_path_get_dirname (file);
  if (g_str_has_prefix (path, "~/"))
    {
      g_autofree char *home = g_build_filename (g_get_home_dir (), path + 2, NULL);
      return g_canonicalize_filename (home, folder);
    }
  return g_canonicalize_filename (path, folder);
}

char **
zante_resolve_paths (char **list, const char *file)
{
  gsize n = list == NULL ? 0 : g_strv_length (list);
  char **resolved = g_new0 (char *, n + 1);
  for (gsize i = 0; i < n; i++)
    resolved[i] = zante_resolve_path (list[i], file);
  return resolved;
}

static gboolean
is_xen_version (const char *text)
{
  gsize major = strspn (text, "0123456789");
  gsize minor = text[major] == '.' ? strspn (text + major + 1, "0123456789") : 0;
  return major > 0 && major < 4 && minor > 0 && minor < 4 && text[major + 1 + minor] == '\0';
}

static gboolean
load_layer (ZanteLayers *layers, ZanteLayer layer, const char *path, GPtrArray *inputs,
            GError **error)
{
  g_ptr_array_add (inputs, g_strdup (path));
  ZanteSettings *settings = zante_yaml_load (path, table_of (layer), error);
  if (settings == NULL)
    return FALSE;
  settings->file = g_strdup (path);
  layers->layer[layer] = settings;
  if (settings->xen_version == NULL || is_xen_version (settings->xen_version))
    return TRUE;
  return zante_complain (error, path, "/xen-version", "'%s' is no Xen series (write \"4.20\")",
                         settings->xen_version);
}

/* Stacks ------------------------------------------------------------------------------------- */

/* The directories that are searched for stacks, the user's first. */
static GPtrArray *
stack_directories (const ZanteLayers *layers, const char *project)
{
  GPtrArray *directories = g_ptr_array_new_with_free_func (g_free);
  for (int layer = ZANTE_LAYER_USER; layer > ZANTE_LAYER_STACK; layer--)
    {
      const ZanteSettings *settings = layers->layer[layer];
      char **list = settings == NULL ? NULL : settings->stack_directories;
      for (; list != NULL && *list != NULL; list++)
        g_ptr_array_add (directories, zante_resolve_path (*list, settings->file));
    }
  if (directories->len == 0)
    g_ptr_array_add (directories, g_build_filename (project, "stacks", NULL));
  return directories;
}

static void
add_stack_names (GHashTable *names, const char *directory)
{
  g_autoptr (GDir) handle = g_dir_open (directory, 0, NULL);
  for (const char *name = NULL; handle != NULL && (name = g_dir_read_name (handle)) != NULL;)
    if (g_str_has_suffix (name, ".yaml"))
      g_hash_table_add (names, g_strndup (name, strlen (name) - strlen (".yaml")));
}

static char *
find_stack (const GPtrArray *directories, const char *name, GPtrArray *inputs)
{
  g_autofree char *file = g_strconcat (name, ".yaml", NULL);
  for (guint i = 0; i < directories->len; i++)
    {
      g_autofree char *path = g_build_filename (directories->pdata[i], file, NULL);
      if (g_file_test (path, G_FILE_TEST_EXISTS))
        return g_steal_pointer (&path);
      g_ptr_array_add (inputs, g_steal_pointer (&path));
    }
  return NULL;
}

/* Which stack, and who says so: a position, or the option. */
typedef struct {
  const char *name;
  const char *file; /* NULL: the command line */
} Choice;

static Choice
choose_stack (const ZanteLayers *layers, const ZanteRecipeInput *input)
{
  if (input->overrides.stack != NULL)
    return (Choice){input->overrides.stack, NULL};
  for (int layer = ZANTE_LAYER_USER; layer > ZANTE_LAYER_STACK; layer--)
    if (layers->layer[layer] != NULL && layers->layer[layer]->stack != NULL)
      return (Choice){layers->layer[layer]->stack, layers->layer[layer]->file};
  return (Choice){NULL, NULL};
}

static char *
fail_stack (const GPtrArray *directories, const Choice *choice, GError **error)
{
  g_autoptr (GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; i < directories->len; i++)
    add_stack_names (names, directories->pdata[i]);
  g_autofree char *hint = zante_hint (choice->name == NULL ? "" : choice->name, names);
  if (choice->name == NULL)
    zante_error_set (error, ZANTE_ERROR_INPUT,
                     "no stack is chosen: say 'stack: NAME' in zante.yaml, or --stack NAME%s",
                     hint);
  else if (choice->file != NULL)
    zante_complain (error, choice->file, "/stack", "there is no stack '%s'%s", choice->name, hint);
  else
    zante_complain_option (error, "--stack", choice->name, "there is no such stack%s", hint);
  return NULL;
}

static char *
locate_stack (const ZanteLayers *layers, const ZanteRecipeInput *input, GPtrArray *inputs,
              GError **error)
{
  Choice choice = choose_stack (layers, input);
  if (choice.name != NULL && strchr (choice.name, '/') != NULL)
    return choice.file == NULL ? g_canonicalize_filename (choice.name, NULL)
                               : zante_resolve_path (choice.name, choice.file);
  g_autoptr (GPtrArray) directories = stack_directories (layers, input->project);
  char *path = choice.name == NULL ? NULL : find_stack (directories, choice.name, inputs);
  return path != NULL ? path : fail_stack (directories, &choice, error);
}

gboolean
zante_layers_load (ZanteLayers *layers, const ZanteRecipeInput *input, GPtrArray *inputs,
                   GError **error)
{
  g_autofree char *user = g_build_filename (input->project, "zante.yaml", NULL);
  if (!g_file_test (user, G_FILE_TEST_EXISTS))
    g_ptr_array_add (inputs, g_strdup (user));
  else if (!load_layer (layers, ZANTE_LAYER_USER, user, inputs, error))
    return FALSE;
  g_autofree char *defaults
      = input->defaults == NULL ? NULL : g_canonicalize_filename (input->defaults, NULL);
  if (defaults != NULL && !load_layer (layers, ZANTE_LAYER_DEFAULTS, defaults, inputs, error))
    return FALSE;
  g_autofree char *stack = locate_stack (layers, input, inputs, error);
  return stack != NULL && load_layer (layers, ZANTE_LAYER_STACK, stack, inputs, error);
}
