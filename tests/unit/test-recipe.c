/* SPDX-License-Identifier: GPL-2.0-or-later */
/* zante_recipe_load over whole projects. Every file data/recipe/NAME.case is a few files, laid over
 * those of data/recipe/base.case, and what comes of them:
 *
 *   == stacks/test.yaml      the text of this file follows ("== PATH -": take the file away)
 *   == args                  one option and its value per line; "show WHAT" chooses the output
 *   == expected              the output, or "error: " and the message
 *
 * UPDATE_EXPECTED=1 writes the expected part anew. */
#include <glib/gstdio.h>
#include <string.h>

#include "base/error.h"
#include "base/fs.h"
#include "recipe/parts.h"
#include "case-file.h"

/* Output ------------------------------------------------------------------------------------- */

static void
print_map (GString *out, const char *indent, GHashTable *map)
{
  g_autoptr (GList) keys
      = map == NULL ? NULL : g_list_sort (g_hash_table_get_keys (map), (GCompareFunc)strcmp);
  for (GList *key = keys; key != NULL; key = key->next)
    g_string_append_printf (out, "%s%s = %s\n", indent, (char *)key->data,
                            (char *)g_hash_table_lookup (map, key->data));
}

static void
print_components (GString *out, const ZanteRecipe *recipe)
{
  for (guint i = 0; i < recipe->components->len; i++)
    {
      const ZanteComponent *component = recipe->components->pdata[i];
      g_string_append_printf (out, "%s: %s", component->name,
                              zante_provider_name (component->provider));
      if (component->provided_path != NULL)
        g_string_append_printf (out, " '%s'", component->provided_path);
      g_string_append_printf (out, " (%s)\n", component->file);
      print_map (out, "  ", component->values);
    }
}

static void
print_sources (GString *out, const ZanteRecipe *recipe)
{
  g_autoptr (GList) keys
      = g_list_sort (g_hash_table_get_keys (recipe->sources), (GCompareFunc)strcmp);
  for (GList *key = keys; key != NULL; key = key->next)
    {
      const ZanteSource *source = g_hash_table_lookup (recipe->sources, key->data);
      g_autofree char *text = zante_yaml_format (&zante_source_table, source);
      g_string_append_printf (out, "%s from %s:\n%s", source->name, source->file, text);
    }
}

static void
print_environment (GString *out, const ZanteRecipe *recipe, const char *name)
{
  const ZanteComponent *component = zante_recipe_find (recipe, name, NULL);
  g_assert_nonnull (component);
  g_auto (GStrv) variables = zante_recipe_environment (recipe, component);
  for (char **variable = variables; *variable != NULL; variable++)
    g_string_append_printf (out, "%s\n", *variable);
}

static void
print_build_depends (GString *out, const ZanteRecipe *recipe, const char *name)
{
  const ZanteComponent *component = zante_recipe_find (recipe, name, NULL);
  g_assert_nonnull (component);
  char **packages = component->build_depends == NULL
                        ? NULL
                        : g_hash_table_lookup (component->build_depends, recipe->distribution);
  g_autofree char *text = packages == NULL ? g_strdup ("") : g_strjoinv (" ", packages);
  g_string_append_printf (out, "%s\n", text);
}

static void
print_packages (GString *out, const ZanteRecipe *recipe, const char *name)
{
  const ZanteComponent *component = zante_recipe_find (recipe, name, NULL);
  g_assert_nonnull (component);
  g_autoptr (GList) keys
      = g_list_sort (g_hash_table_get_keys (component->packages), (GCompareFunc)strcmp);
  for (GList *key = keys; key != NULL; key = key->next)
    {
      g_autofree char *text = zante_yaml_format (
          &zante_package_table, g_hash_table_lookup (component->packages, key->data));
      g_string_append_printf (out, "%s:\n%s", (char *)key->data, text);
    }
}

static void
print_lock (GString *out, const ZanteRecipe *recipe)
{
  g_autofree char *text = zante_yaml_format (&zante_lock_table, recipe->lock);
  g_autoptr (GList) keys
      = g_list_sort (g_hash_table_get_keys (recipe->sources), (GCompareFunc)strcmp);
  g_string_append_printf (out, "%s:\n%s", recipe->lock_file, text);
  for (GList *key = keys; key != NULL; key = key->next)
    {
      g_autoptr (GError) error = NULL;
      const ZanteSource *source = g_hash_table_lookup (recipe->sources, key->data);
      const ZanteLockEntry *entry = g_hash_table_lookup (recipe->lock->sources, key->data);
      if (!zante_lock_check (entry, source, &error))
        g_string_append_printf (out, "stale: %s\n", error->message);
    }
}

static void
print_what (GString *out, const ZanteRecipe *recipe, const char *what)
{
  if (strcmp (what, "components") == 0)
    print_components (out, recipe);
  else if (strcmp (what, "sources") == 0)
    print_sources (out, recipe);
  else if (strcmp (what, "layout") == 0)
    print_map (out, "", recipe->layout->dirs);
  else if (strcmp (what, "lock") == 0)
    print_lock (out, recipe);
  else if (strcmp (what, "stack") == 0)
    g_string_append_printf (out, "%s (%s) %s %s %s\n", recipe->stack, recipe->stack_file,
                            recipe->xen_version, recipe->layout->name, recipe->distribution);
  else if (strcmp (what, "inputs") == 0)
    for (guint i = 0; i < recipe->inputs->len; i++)
      g_string_append_printf (out, "%s\n", (char *)recipe->inputs->pdata[i]);
  else if (g_str_has_prefix (what, "environment "))
    print_environment (out, recipe, what + strlen ("environment "));
  else if (g_str_has_prefix (what, "build-depends "))
    print_build_depends (out, recipe, what + strlen ("build-depends "));
  else if (g_str_has_prefix (what, "packages "))
    print_packages (out, recipe, what + strlen ("packages "));
  else
    g_error ("show %s", what);
}

/* A run -------------------------------------------------------------------------------------- */

typedef struct {
  ZanteRecipeInput input;
  GPtrArray *providers, *settings, *locals, *shows;
} Run;

static void
take_argument (Run *run, const char *option, const char *value)
{
  if (strcmp (option, "--provider") == 0)
    g_ptr_array_add (run->providers, (gpointer)value);
  else if (strcmp (option, "--set") == 0)
    g_ptr_array_add (run->settings, (gpointer)value);
  else if (strcmp (option, "--local") == 0)
    g_ptr_array_add (run->locals, (gpointer)value);
  else if (strcmp (option, "show") == 0)
    g_ptr_array_add (run->shows, (gpointer)value);
  else if (strcmp (option, "--stack") == 0)
    run->input.overrides.stack = value;
  else if (strcmp (option, "--layout") == 0)
    run->input.overrides.layout = value;
  else if (strcmp (option, "distribution") == 0)
    run->input.distribution = value;
  else if (strcmp (option, "defaults") == 0)
    run->input.defaults = value;
  else
    g_error ("args: %s", option);
}

static void
take_arguments (Run *run, char **lines)
{
  for (; *lines != NULL; lines++)
    {
      char *space = strchr (*lines, ' ');
      if (space == NULL)
        continue;
      *space = '\0';
      take_argument (run, *lines, space + 1);
    }
  g_ptr_array_add (run->providers, NULL);
  g_ptr_array_add (run->settings, NULL);
  g_ptr_array_add (run->locals, NULL);
  run->input.overrides.providers = (const char *const *)run->providers->pdata;
  run->input.overrides.settings = (const char *const *)run->settings->pdata;
  run->input.overrides.locals = (const char *const *)run->locals->pdata;
}

static char *
outcome (const Run *run)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ZanteRecipe) recipe = zante_recipe_load (&run->input, &error);
  GString *out = g_string_new (NULL);
  if (recipe == NULL)
    {
      g_assert_error (error, ZANTE_ERROR, ZANTE_ERROR_INPUT);
      g_string_append_printf (out, "error: %s\n", error->message);
    }
  for (guint i = 0; recipe != NULL && i < run->shows->len; i++)
    print_what (out, recipe, run->shows->pdata[i]);
  if (recipe != NULL)
    g_string_replace (out, g_hash_table_lookup (recipe->layout->dirs, "multiarch"), "$MULTIARCH",
                      0);
  g_string_replace (out, run->input.project, "$PROJECT", 0);
  return g_string_free (out, FALSE);
}

static char *
load_case (const GPtrArray *sections, const char *project)
{
  g_auto (GStrv) lines = g_strsplit (case_file_find (sections, "args"), "\n", -1);
  g_autoptr (GPtrArray) providers = g_ptr_array_new ();
  g_autoptr (GPtrArray) settings = g_ptr_array_new ();
  g_autoptr (GPtrArray) locals = g_ptr_array_new ();
  g_autoptr (GPtrArray) shows = g_ptr_array_new ();
  Run run = {.input = {.project = project, .distribution = "debian"},
             .providers = providers,
             .settings = settings,
             .locals = locals,
             .shows = shows};
  take_arguments (&run, lines);
  return outcome (&run);
}

static void
test_case (gconstpointer user_data)
{
  const char *path = user_data;
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *base_path = g_build_filename (folder, "base.case", NULL);
  g_autoptr (GPtrArray) base = case_file_read (base_path);
  g_autoptr (GPtrArray) sections = case_file_read (path);
  g_autofree char *made = g_dir_make_tmp ("zante-test-XXXXXX", NULL);
  g_assert_cmpint (g_chdir (made), ==, 0);
  g_autofree char *project = g_get_current_dir ();
  case_file_lay_out (base);
  case_file_lay_out (sections);
  g_autofree char *got = load_case (sections, project);
  case_file_compare (path, sections, got);
  g_assert_cmpint (g_chdir ("/"), ==, 0);
  g_assert_true (zante_fs_remove_tree (made, NULL));
}

static void
add_cases (GPtrArray *paths)
{
  g_autofree char *dir = g_test_build_filename (G_TEST_DIST, "unit", "data", "recipe", NULL);
  g_autoptr (GDir) handle = g_dir_open (dir, 0, NULL);
  g_assert_nonnull (handle);
  for (const char *name = g_dir_read_name (handle); name != NULL; name = g_dir_read_name (handle))
    {
      if (!g_str_has_suffix (name, ".case"))
        continue;
      g_autofree char *test = g_strconcat ("/recipe/", name, NULL);
      g_ptr_array_add (paths, g_build_filename (dir, name, NULL));
      g_test_add_data_func (test, paths->pdata[paths->len - 1], test_case);
    }
  g_assert_cmpuint (paths->len, >, 40);
}

int
main (int argc, char **argv)
{
  g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);
  g_setenv ("HOME", "/home-of-tests", TRUE);
  g_unsetenv ("SOURCE_DATE_EPOCH");
  g_test_init (&argc, &argv, NULL);
  add_cases (paths);
  return g_test_run ();
}
