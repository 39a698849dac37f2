/* SPDX-License-Identifier: GPL-2.0-or-later */
/* zante_package_deb over whole projects: see emit-fixture.h. "args" has the source package and
 * then, one a line, the files of debian/ to show; without any, the list of all of them. */
#include <stdlib.h>
#include <string.h>

#include "emit-fixture.h"

static const ZanteSourcePackage *
find_source (const ZanteModel *model, const char *name)
{
  for (guint i = 0; i < model->sources->len; i++)
    {
      const ZanteSourcePackage *source = model->sources->pdata[i];
      if (strcmp (source->name, name) == 0)
        return source;
    }
  g_assert_not_reached ();
}

static void
show (GString *out, const GPtrArray *emission, char **names)
{
  for (guint i = 0; i < emission->len; i++)
    {
      const ZanteEmitted *file = emission->pdata[i];
      const char *name = file->path + strlen ("debian/");
      g_autofree char *text = g_strndup (file->data, file->size);
      if (names[0] == NULL || *names[0] == '\0')
        g_string_append_printf (out, "%s%s\n", file->path, file->executable ? " *" : "");
      else if (g_strv_contains ((const char *const *)names, name))
        g_string_append_printf (out, "--- %s\n%s", file->path, text);
    }
}

static char *
outcome (EmitWorld *world)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ZanteModel) model = emit_model (world, &error);
  g_autofree char *tools = g_test_build_filename (G_TEST_DIST, "..", "packaging", "common", NULL);
  g_autofree char *packaging = g_test_build_filename (G_TEST_DIST, "..", "packaging", NULL);
  g_assert_no_error (error);
  ZanteEmitInput input = {.model = model,
                          .tools = tools,
                          .packaging = packaging,
                          .copyright = "copyright",
                          .others = "debian-files",
                          .date = 1763772000};
  g_autoptr (GPtrArray) emission
      = zante_package_deb (&input, find_source (model, world->args[0]), &error);
  if (emission == NULL)
    return g_strdup_printf ("error: %s\n", error->message);
  GString *out = g_string_new (NULL);
  show (out, emission, world->args + 1);
  return g_string_free (out, FALSE);
}

int
main (int argc, char **argv)
{
  g_unsetenv ("SOURCE_DATE_EPOCH");
  g_unsetenv ("DEBFULLNAME");
  g_unsetenv ("DEBEMAIL");
  g_test_init (&argc, &argv, NULL);
  emit_add_cases ("deb", 12, outcome);
  return g_test_run ();
}
