/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "emit-fixture.h"

#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fs.h"

/* Case files --------------------------------------------------------------------------------- */

typedef struct {
  char *path; /* of the case file */
  EmitOutcome outcome;
} Case;

/* The sections of a case file in order: names and texts alternate. */
static GPtrArray *
read_sections (const char *path)
{
  g_autofree char *text = NULL;
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_auto (GStrv) parts = g_strsplit (text, "\n== ", -1);
  GPtrArray *sections = g_ptr_array_new_with_free_func (g_free);
  g_assert_true (g_str_has_prefix (parts[0], "== "));
  for (gsize i = 0; parts[i] != NULL; i++)
    {
      const char *part = i == 0 ? parts[i] + strlen ("== ") : parts[i];
      const char *end = strchr (part, '\n');
      const char *body = end == NULL ? "" : end + 1;
      g_ptr_array_add (sections,
                       end == NULL ? g_strdup (part) : g_strndup (part, (gsize)(end - part)));
      g_ptr_array_add (sections, *body == '\0' || parts[i + 1] == NULL
                                     ? g_strdup (body)
                                     : g_strconcat (body, "\n", NULL));
    }
  return sections;
}

static const char *
find_section (const GPtrArray *sections, const char *name)
{
  for (guint i = 0; i < sections->len; i += 2)
    if (strcmp (sections->pdata[i], name) == 0)
      return sections->pdata[i + 1];
  return "";
}

static void
write_section (const char *path, const char *word, const char *text)
{
  g_autofree char *folder = g_path_get_dirname (path);
  if (g_strcmp0 (word, "-") == 0)
    {
      g_assert_true (zante_fs_remove_tree (path, NULL));
      return;
    }
  g_assert_true (zante_fs_make_dirs (folder, NULL));
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  guint64 mode = word == NULL ? 0644 : g_ascii_strtoull (word, NULL, 8);
  g_assert_cmpint (g_chmod (path, (int)mode), ==, 0);
}

static void
lay_out (const GPtrArray *sections)
{
  for (guint i = 0; i < sections->len; i += 2)
    {
      g_auto (GStrv) words = g_strsplit (sections->pdata[i], " ", 2);
      if (strcmp (words[0], "expected") != 0 && strcmp (words[0], "args") != 0)
        write_section (words[0], words[1], sections->pdata[i + 1]);
    }
}

static void
update_expected (const char *path, const char *expected)
{
  g_autofree char *text = NULL;
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  char *end = strstr (text, "\n== expected\n");
  if (end != NULL)
    end[1] = '\0';
  g_autofree char *updated = g_strconcat (text, "== expected\n", expected, NULL);
  g_assert_true (g_file_set_contents (path, updated, -1, NULL));
}

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
  g_autoptr (GPtrArray) base = read_sections (base_path);
  g_autoptr (GPtrArray) sections = read_sections (test->path);
  g_autofree char *made = g_dir_make_tmp ("zante-test-XXXXXX", NULL);
  g_assert_cmpint (g_chdir (made), ==, 0);
  EmitWorld world = {.folder = g_get_current_dir ()};
  lay_out (base);
  lay_out (sections);
  ZanteRecipeInput input = {.project = world.folder, .distribution = "debian"};
  world.recipe = zante_recipe_load (&input, &world.error);
  add_stages (&world);
  world.args = g_strsplit (find_section (sections, "args"), "\n", -1);
  g_autofree char *text = test->outcome (&world);
  g_autoptr (GString) got = g_string_new (text);
  g_string_replace (got, world.folder, "$PROJECT", 0);
  if (g_getenv ("UPDATE_EXPECTED") != NULL)
    update_expected (test->path, got->str);
  else
    g_assert_cmpstr (got->str, ==, find_section (sections, "expected"));
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
