/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/strings.h"
#include "package/rpm/rpm.h"

/* The text of the licence, as the components with files in PACKAGE say where it is. */
static void
append_licence_files (ZanteRpm *rpm, const ZanteRpmPackage *package)
{
  static char *const usual[] = {"COPYING*", NULL};
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  for (guint i = 0; i < rpm->source->components->len; i++)
    {
      const ZanteComponent *component = rpm->source->components->pdata[i];
      char *const *files = component->licence_files != NULL ? component->licence_files : usual;
      for (; zante_rpm_has_files (package, component) && *files != NULL; files++)
        if (!zante_strings_has (names, *files))
          g_ptr_array_add (names, *files);
    }
  for (guint i = 0; i < names->len; i++)
    g_string_append_printf (rpm->spec, "%%license source/%s\n", (char *)names->pdata[i]);
}

gboolean
zante_rpm_lists (ZanteRpm *rpm, GError **error)
{
  (void)error;
  for (guint i = 0; i < rpm->packages->len; i++)
    {
      const ZanteRpmPackage *package = rpm->packages->pdata[i];
      g_autofree char *suffix = zante_rpm_suffix (rpm, package);
      g_autoptr (GPtrArray) lines = zante_rpm_files (rpm, package);
      g_string_append_printf (rpm->spec, "%%files%s\n", suffix);
      if (lines->len > 0 && rpm->source->source != NULL)
        append_licence_files (rpm, package);
      for (guint j = 0; j < lines->len; j++)
        g_string_append_printf (rpm->spec, "%s\n", (char *)lines->pdata[j]);
      g_string_append_c (rpm->spec, '\n');
    }
  return TRUE;
}
