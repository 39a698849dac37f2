/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "emit-fixture.h"

#include <glib/gstdio.h>

#include "base/fs.h"
#include "case-file.h"

/* Case files --------------------------------------------------------------------------------- */

typedef struct {
  char *path; /* of the case file */
  EmitOutcome outcome;
} Case;

/* Worlds ------------------------------------------------------------------------------------- */

static void
add_stages (EmitWorld *world)
{
  g_autoptr (GDir) handle = g_dir_open ("stage", 0, NULL);
  world->stages = g_array_new (TRUE, TRUE, sizeof (ZantePackageStage));
  for (const char *name = NULL; handle != NULL && (name = g_dir_read_name (handle)) != NULL;)
    {
      ZantePackageStage stage
          = {g_strdup (name), g_build_filename (world->folder, "stage", name, NULL)};
      g_array_append_val (world->stages, stage);
    }
}

static void
world_clear (EmitWorld *world)
{
  for (guint i = 0; i < world->stages->len; i++)
    {
      ZantePackageStage *stage = &g_array_index (world->stages, ZantePackageStage, i);
      g_free ((char *)stage->component);
      g_free ((char *)stage->folder);
    }
  g_array_unref (world->stages);
  zante_recipe_free (world->recipe);
  g_clear_error (&world->error);
  g_strfreev (world->args);
  g_free (world->folder);
}

static void
run_case (gconstpointer user_data)
{
  const Case *test = user_data;
  g_autofree char *folder = g_path_get_dirname (test->path);
  g_autofree char *own = g_build_filename (folder, "base.case", NULL);
  g_autofree char *base_path = g_file_test (own, G_FILE_TEST_EXISTS)
                                   ? g_steal_pointer (&own)
                                   : g_build_filename (folder, "..", "base.case", NULL);
  g_autoptr (GPtrArray) base = case_file_read (base_path);
  g_autoptr (GPtrArray) sections = case_file_read (test->path);
  g_autofree char *made = g_dir_make_tmp ("zante-test-XXXXXX", NULL);
  g_assert_cmpint (g_chdir (made), ==, 0);
  EmitWorld world = {.folder = g_get_current_dir ()};
  case_file_lay_out (base);
  case_file_lay_out (sections);
  ZanteRecipeInput input = {.project = world.folder, .distribution = "debian"};
  world.recipe = zante_recipe_load (&input, &world.error);
  add_stages (&world);
  world.args = g_strsplit (case_file_find (sections, "args"), "\n", -1);
  g_autofree char *text = test->outcome (&world);
  g_autoptr (GString) got = g_string_new (text);
  g_string_replace (got, world.folder, "$PROJECT", 0);
  case_file_compare (test->path, sections, got->str);
  g_assert_cmpint (g_chdir ("/"), ==, 0);
  g_assert_true (zante_fs_remove_tree (made, NULL));
  world_clear (&world);
}

ZanteModel *
emit_model (EmitWorld *world, GError **error)
{
  if (world->recipe == NULL)
    {
      g_propagate_error (error, g_error_copy (world->error));
      return NULL;
    }
  ZantePackageInput input = {.recipe = world->recipe,
                             .stages = (const ZantePackageStage *)world->stages->data,
                             .n_stages = world->stages->len};
  return zante_package_model (&input, error);
}

static void
case_free (gpointer data)
{
  Case *test = data;
  g_free (test->path);
  g_free (test);
}

void
emit_add_cases (const char *kind, guint minimum, EmitOutcome outcome)
{
  g_autofree char *dir = g_test_build_filename (G_TEST_DIST, "emit", kind, NULL);
  g_autoptr (GDir) handle = g_dir_open (dir, 0, NULL);
  guint n = 0;
  g_assert_nonnull (handle);
  for (const char *name = g_dir_read_name (handle); name != NULL; name = g_dir_read_name (handle))
    {
      if (!g_str_has_suffix (name, ".case"))
        continue;
      Case *test = g_new0 (Case, 1);
      test->path = g_build_filename (dir, name, NULL);
      test->outcome = outcome;
      g_autofree char *label = g_strdup_printf ("/%s/%s", kind, name);
      g_test_add_data_func_full (label, test, run_case, case_free);
      n++;
    }
  g_assert_cmpuint (n, >=, minimum);
}
