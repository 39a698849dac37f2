/* SPDX-License-Identifier: GPL-2.0-or-later */
/* zante_package_model over whole projects: see emit-fixture.h. The output is the model as text. */
#include <stdlib.h>

#include "emit-fixture.h"

static const char *const comparisons[] = {[ZANTE_COMPARE_NONE] = "",
                                          [ZANTE_COMPARE_LESS] = " <<",
                                          [ZANTE_COMPARE_LESS_EQUAL] = " <=",
                                          [ZANTE_COMPARE_EQUAL] = " =",
                                          [ZANTE_COMPARE_GREATER_EQUAL] = " >=",
                                          [ZANTE_COMPARE_GREATER] = " >>",
                                          [ZANTE_COMPARE_SAME_BUILD] = " same build"};

static void
print_relation (GString *out, const ZanteRelation *relation)
{
  g_string_append_printf (out, "    %s %s%s%s%s%s\n", zante_relation_names[relation->kind],
                          relation->own != NULL ? "own " : "", relation->name,
                          comparisons[relation->comparison], relation->version != NULL ? " " : "",
                          relation->version != NULL ? relation->version : "");
}

static void
print_binary (GString *out, const ZanteBinary *binary)
{
  g_string_append_printf (out, "  %s (%s)%s%s: %s\n", binary->name,
                          binary->section != NULL ? binary->section : "-",
                          binary->all ? " all" : "", binary->meta ? " meta" : "", binary->summary);
  for (guint i = 0; i < binary->relations->len; i++)
    print_relation (out, binary->relations->pdata[i]);
  for (guint i = 0; i < binary->files->len; i++)
    {
      const ZantePackageFile *file = binary->files->pdata[i];
      g_string_append_printf (out, "    %s of %s\n", file->path, file->component->name);
    }
}

static void
print_source (GString *out, const ZanteSourcePackage *source)
{
  g_auto (GStrv) licences = zante_package_licences (source);
  g_autofree char *list = g_strjoinv (", ", licences);
  g_string_append_printf (
      out, "%s %s%s%s-%s (%s)\n", source->name, source->epoch != NULL ? source->epoch : "",
      source->epoch != NULL ? ":" : "", source->upstream, source->revision, list);
  for (guint i = 0; i < source->binaries->len; i++)
    print_binary (out, source->binaries->pdata[i]);
}

static char *
outcome (EmitWorld *world)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ZanteModel) model = emit_model (world, &error);
  if (model == NULL)
    return g_strdup_printf ("error: %s\n", error->message);
  GString *out = g_string_new (NULL);
  for (guint i = 0; i < model->sources->len; i++)
    print_source (out, model->sources->pdata[i]);
  return g_string_free (out, FALSE);
}

int
main (int argc, char **argv)
{
  g_unsetenv ("SOURCE_DATE_EPOCH");
  g_test_init (&argc, &argv, NULL);
  emit_add_cases ("model", 12, outcome);
  return g_test_run ();
}
