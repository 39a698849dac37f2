/* SPDX-License-Identifier: GPL-2.0-or-later */
/* zante_package_rpm over whole projects: see emit-fixture.h. The output is every emitted file of
 * every source package, but for what only carries files of components along. */
#include <string.h>

#include "emit-fixture.h"

static const ZanteEmitInput *
input_for (const ZanteModel *model)
{
  static ZanteEmitInput input;
  static char *packaging, *tools;
  if (packaging == NULL)
    {
      packaging = g_test_build_filename (G_TEST_DIST, "..", "packaging", NULL);
      tools = g_test_build_filename (G_TEST_DIST, "..", "packaging", "common", NULL);
    }
  /* 2026-11-22 */
  input = (ZanteEmitInput){.model = model,
                           .tools = tools,
                           .packaging = packaging,
                           .copyright = "copyright",
                           .date = 1795305600};
  return &input;
}

static gboolean
is_shown (const ZanteEmitted *file)
{
  return !file->executable && !g_str_has_suffix (file->path, ".sh");
}

static gboolean
print_source (GString *out, const ZanteModel *model, const ZanteSourcePackage *source)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) emission = zante_package_rpm (input_for (model), source, &error);
  if (emission == NULL)
    {
      g_string_append_printf (out, "error: %s\n", error->message);
      return FALSE;
    }
  for (guint i = 0; i < emission->len; i++)
    {
      const ZanteEmitted *file = emission->pdata[i];
      g_string_append_printf (out, "---- %s/%s%s\n", source->name, file->path,
                              file->executable ? " (executable)" : "");
      if (is_shown (file))
        g_string_append_len (out, file->data, (gssize)file->size);
    }
  return TRUE;
}

static ZanteModel *
make_model (EmitWorld *world, GError **error)
{
  ZantePackageInput input = {.recipe = world->recipe,
                             .distribution = "fedora",
                             .stages = (const ZantePackageStage *)world->stages->data,
                             .n_stages = world->stages->len};
  if (world->recipe != NULL)
    return zante_package_model (&input, error);
  g_propagate_error (error, g_error_copy (world->error));
  return NULL;
}

static char *
outcome (EmitWorld *world)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ZanteModel) model = make_model (world, &error);
  if (model == NULL)
    return g_strdup_printf ("error: %s\n", error->message);
  GString *out = g_string_new (NULL);
  for (guint i = 0; i < model->sources->len; i++)
    if (!print_source (out, model, model->sources->pdata[i]))
      break;
  return g_string_free (out, FALSE);
}

int
main (int argc, char **argv)
{
  g_unsetenv ("SOURCE_DATE_EPOCH");
  g_unsetenv ("DEBEMAIL");
  g_unsetenv ("DEBFULLNAME");
  g_test_init (&argc, &argv, NULL);
  emit_add_cases ("rpm", 9, outcome);
  return g_test_run ();
}
