/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the files of this folder share: the layers of settings, and one step of zante_recipe_load
 * each. */
#pragma once

#include "recipe/recipe.h"

/* Errors (complain.c) ------------------------------------------------------------------------ */

/* Set ERROR to ZANTE_ERROR_INPUT "FILE:LINE:COLUMN: message", the position being that of the node
 * at POINTER (see zante_yaml_locate) of FILE. Returns FALSE. */
gboolean zante_complain (GError **error, const char *file, const char *pointer, const char *format,
                         ...) G_GNUC_PRINTF (4, 5);
/* The same for what the command line said: "--provider x=y: message". */
gboolean zante_complain_option (GError **error, const char *option, const char *value,
                                const char *format, ...) G_GNUC_PRINTF (4, 5);
/* A pointer of the NULL-terminated parts, escaped. Owned by the caller. */
char *zante_pointer (const char *first, ...) G_GNUC_NULL_TERMINATED;
/* " (did you mean 'x'?)" from the keys of MAP, or " (known: a, b, c)" when there are few, or "".
 * Owned by the caller. */
char *zante_hint (const char *name, GHashTable *map);
char *zante_hint_names (const char *name, const char *const *names);

/* Settings (settings.c): a stack, defaults.yaml or zante.yaml -------------------------------- */

typedef struct {
  char *stack; /* a stack's own name; elsewhere the name or path of the stack */
  char *summary;
  char *xen_version;
  int layout; /* index into zante_layout_names, -1 */
  char **component_directories;
  char **stack_directories;
  GHashTable *components;   /* component → "build", "system" or "off" */
  GHashTable *system_paths; /* component → path of the system's copy */
  GHashTable *options;      /* component → option → value */
  GHashTable *sources;      /* name → ZanteSource* */
  GHashTable *directories;  /* directory variable → path */
  ZantePackaging *packaging;
  ZanteStoreChoice *store;
  char *file; /* resolved: absolute path */
} ZanteSettings;

/* Lowest first: a later layer wins. Any may be NULL. */
typedef enum {
  ZANTE_LAYER_STACK,
  ZANTE_LAYER_DEFAULTS,
  ZANTE_LAYER_USER,
  ZANTE_N_LAYERS
} ZanteLayer;
typedef struct {
  ZanteSettings *layer[ZANTE_N_LAYERS];
} ZanteLayers;
void zante_layers_clear (ZanteLayers *layers);

/* Read zante.yaml, defaults.yaml and the stack that they or the command line name. Every file that
 * was looked for is added to INPUTS. */
gboolean zante_layers_load (ZanteLayers *layers, const ZanteRecipeInput *input, GPtrArray *inputs,
                            GError **error);
/* PATH with a leading "~/" as the home directory, and relative to the folder of FILE. */
char *zante_resolve_path (const char *path, const char *file);
/* The directories of LIST, absolute; owned by the caller. */
char **zante_resolve_paths (char **list, const char *file);

/* Layout (layout.c) -------------------------------------------------------------------------- */

ZanteLayout *zante_layout_new (const ZanteLayers *layers, const char *name, const char *xen_version,
                               GError **error);
/* Whether NAME is a directory variable. */
gboolean zante_layout_has (const char *name);

/* Sources (source.c, source-check.c, source-merge.c) ----------------------------------------- */

extern const ZanteFieldTable zante_source_table;
void zante_source_free (ZanteSource *source);
/* Check SOURCE, which FILE defines at /sources/NAME, and make its paths absolute. */
gboolean zante_source_resolve (ZanteSource *source, const char *name, const char *file,
                               GError **error);
/* Checks of single values; a message without position, or NULL when VALUE is fine. */
const char *zante_check_git_url (const char *value);
const char *zante_check_archive_url (const char *value);
const char *zante_check_git_ref (const char *value);
const char *zante_check_commit (const char *value);
const char *zante_check_debian_package (const char *value);
const char *zante_check_debian_version (const char *value);
const char *zante_check_debian_suite (const char *value);
const char *zante_check_pool_path (const char *value);
/* The sources of all layers and the command line: name → ZanteSource*. */
/* Whether SOURCE says nothing but patches: they are added to a source of a lower layer. */
gboolean zante_source_is_addition (const ZanteSource *source);
GHashTable *zante_sources_merge (ZanteLayers *layers, const ZanteRecipeInput *input,
                                 GError **error);

/* Packaging (packaging.c) -------------------------------------------------------------------- */

extern const ZanteFieldTable zante_packaging_table;
void zante_packaging_free (ZantePackaging *packaging);
/* Lay the sections of the layers over one another into RECIPE. */
void zante_packaging_merge (ZanteRecipe *recipe, const ZanteLayers *layers,
                            const ZanteRecipeInput *input);

/* The shared store (store.c) ----------------------------------------------------------------- */

extern const ZanteFieldTable zante_store_table;
void zante_store_choice_free (ZanteStoreChoice *store);
/* The choice of the highest layer that has one, into RECIPE. */
void zante_store_merge (ZanteRecipe *recipe, const ZanteLayers *layers);

/* Components (component.c, component-check.c, folder.c, packages.c) -------------------------- */

extern const ZanteFieldTable zante_package_table, zante_kind_table;
/* Read the packages.yaml of COMPONENT, if there is one, add its path to INPUTS, and fill in what
 * packages have of their kinds. */
gboolean zante_component_load_packages (ZanteComponent *component, GPtrArray *inputs,
                                        GError **error);
void zante_component_free (ZanteComponent *component);
/* What a component says about itself alone; its name is FOLDER's. */
gboolean zante_component_check (const ZanteComponent *component, GError **error);
/* What of it becomes a word of a command line or a field of a package (dependency-check.c). */
gboolean zante_component_check_dependencies (const ZanteComponent *component, GError **error);
/* What it says about others: needs, uses, and its source when it is built. */
gboolean zante_component_check_references (const ZanteRecipe *recipe,
                                           const ZanteComponent *component, GError **error);
/* Every component of the layers' directories, sorted by name. */
GPtrArray *zante_components_load (const ZanteLayers *layers, const ZanteRecipeInput *input,
                                  GPtrArray *inputs, GError **error);
/* Whether NAME is a variable name of the shell; whether zante itself sets it. */
gboolean zante_is_variable (const char *name);
gboolean zante_is_reserved_variable (const char *name);

/* Choices (provider.c, option.c) ------------------------------------------------------------- */

/* Who provides each component, and the path that its variable gets. */
gboolean zante_providers_resolve (ZanteRecipe *recipe, const ZanteLayers *layers,
                                  const ZanteRecipeInput *input, GError **error);
/* The value of each option of each component. */
gboolean zante_options_resolve (ZanteRecipe *recipe, const ZanteLayers *layers,
                                const ZanteRecipeInput *input, GError **error);
/* Split "LEFT=RIGHT" of the command line; TRUE when both sides are there. */
gboolean zante_split_override (const char *option, const char *text, char **left, char **right,
                               GError **error);

/* The lock (lock/) --------------------------------------------------------------------------- */

/* Whether every entry is one that can be used; FILE is for positions. */
gboolean zante_lock_validate (const ZanteLock *lock, const char *file, GError **error);
/* The project's lock, else the stack's, else an empty one. */
gboolean zante_lock_find (ZanteRecipe *recipe, const ZanteRecipeInput *input, GError **error);

/* Variables (environment.c, expand.c) -------------------------------------------------------- */

/* Whether the environment, the provider's path and the package names of COMPONENT expand. */
gboolean zante_environment_check (const ZanteRecipe *recipe, const ZanteComponent *component,
                                  GError **error);
/* The length of the "${…}" of the place at TEXT, and its name; 0 when there is none. */
gsize zante_find_place (const char *text, const char **name);
/* As zante_recipe_expand; with KEEP, variables of the place of the build stay as they are. */
char *zante_expand (const char *text, const char *const *variables, gboolean keep, GError **error);
