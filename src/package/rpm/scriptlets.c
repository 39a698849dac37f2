/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "base/error.h"
#include "package/rpm/rpm.h"

static const char *const kinds[] = {"pretrans",
                                    "pre",
                                    "post",
                                    "preun",
                                    "postun",
                                    "posttrans",
                                    "transfiletriggerin",
                                    "transfiletriggerpostun",
                                    NULL};

/* packaging/rpm/NAME.KIND, where V in NAME stands for the version of Xen; NULL when there is none.
 */
static char *
read_scriptlet (const ZanteRpm *rpm, const ZanteRpmPackage *package, const char *kind)
{
  g_autoptr (GString) name = g_string_new (package->name);
  g_autofree char *version = g_strconcat ("-", rpm->recipe->xen_version, NULL);
  char *text = NULL;
  g_string_replace (name, version, "-V", 0);
  g_string_append_printf (name, ".%s", kind);
  g_autofree char *path = g_build_filename (rpm->input->packaging, "rpm", name->str, NULL);
  return g_file_get_contents (path, &text, NULL, NULL) ? text : NULL;
}

/* " -- /usr/lib64 /boot": what it is run for, of the packages in PACKAGE. Words are dpkg's. */
static char *
triggers_of (const ZanteRpmPackage *package)
{
  GString *list = g_string_new (NULL);
  for (guint i = 0; i < package->binaries->len; i++)
    {
      const ZanteBinary *binary = package->binaries->pdata[i];
      for (guint j = 0; j < binary->triggers->len; j++)
        if (*(const char *)binary->triggers->pdata[j] == '/')
          g_string_append_printf (list, "%s %s", list->len == 0 ? " --" : "",
                                  (const char *)binary->triggers->pdata[j]);
    }
  return g_string_free (list, FALSE);
}

/* Whether KIND is there and can be: a trigger without paths would be an error of rpmbuild's. */
static gboolean
is_wanted (const char *kind, const char *text, const char *triggers)
{
  return text != NULL && (!g_str_has_prefix (kind, "transfile") || *triggers != '\0');
}

/* The licence comment is for our own tree; the rest is the spec's. */
static void
append_scriptlet (ZanteRpm *rpm, const char *kind, const char *suffix, const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  g_string_append_printf (rpm->spec, "%%%s%s\n", kind, suffix);
  for (char **line = lines; *line != NULL; line++)
    {
      if (g_str_has_prefix (*line, "# SPDX") || (line[1] == NULL && **line == '\0'))
        continue;
      g_string_append_printf (rpm->spec, "%s\n", *line);
    }
  g_string_append_c (rpm->spec, '\n');
  g_string_replace (rpm->spec, "@XEN_VERSION@", "%{xen_version}", 0);
}

gboolean
zante_rpm_scriptlets (ZanteRpm *rpm, GError **error)
{
  (void)error;
  for (guint i = 0; i < rpm->packages->len; i++)
    for (const char *const *kind = kinds; *kind != NULL; kind++)
      {
        const ZanteRpmPackage *package = rpm->packages->pdata[i];
        g_autofree char *text = read_scriptlet (rpm, package, *kind);
        g_autofree char *suffix = zante_rpm_suffix (rpm, package);
        g_autofree char *triggers = triggers_of (package);
        g_autofree char *head
            = g_strconcat (suffix, g_str_has_prefix (*kind, "transfile") ? triggers : "", NULL);
        if (is_wanted (*kind, text, triggers))
          append_scriptlet (rpm, *kind, head, text);
      }
  return TRUE;
}
