/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "base/strings.h"
#include "package/rpm/rpm.h"

/* "libxenctrl" of "libxenctrl.so.4.17.0" when the file lies in the directory of the private
 * libraries itself; NULL otherwise. */
static char *
private_library (const ZanteRpm *rpm, const ZantePackageFile *file)
{
  const char *dir = g_hash_table_lookup (rpm->recipe->layout->dirs, "private_libdir");
  g_autofree char *folder = g_path_get_dirname (file->path);
  g_autofree char *name = g_path_get_basename (file->path);
  char *so = strstr (name, ".so.");
  if (strcmp (folder, dir) != 0 || so == NULL || !g_str_has_prefix (name, "lib"))
    return NULL;
  *so = '\0';
  return g_strdup (name + strlen ("lib"));
}

static GPtrArray *
private_libraries (const ZanteRpm *rpm)
{
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < rpm->source->binaries->len; i++)
    {
      const ZanteBinary *binary = rpm->source->binaries->pdata[i];
      for (guint j = 0; j < binary->files->len; j++)
        {
          g_autofree char *name = private_library (rpm, binary->files->pdata[j]);
          if (name != NULL)
            zante_strings_add (names, name);
        }
    }
  g_ptr_array_sort (names, zante_strings_compare);
  return names;
}

static void
append_private_libraries (ZanteRpm *rpm)
{
  g_autoptr (GPtrArray) names = private_libraries (rpm);
  if (names->len == 0)
    return;
  g_string_append (rpm->spec,
                   "# The libraries without a stable ABI have no SONAME and are found by the "
                   "RUNPATH of\n# what needs them. The package that has them is required by name "
                   "and version\n# instead.\n"
                   "%global __provides_exclude_from ^%{private_dir}/.*\\\\.so\n"
                   "%global __requires_exclude ^lib(");
  for (guint i = 0; i < names->len; i++)
    g_string_append_printf (rpm->spec, "%s%s", i == 0 ? "" : "|", (char *)names->pdata[i]);
  g_string_append (rpm->spec, ")\\\\.so\n\n");
}

static void
append_debuginfo (ZanteRpm *rpm)
{
  if (rpm->programs)
    g_string_append (rpm->spec,
                     "# Firmware is linked of the same objects, which no linker plug-in reads.\n"
                     "%global _lto_cflags %{nil}\n\n"
                     "# Debugging information names files relative to the source tree: there are "
                     "no\n# sources to pack.\n"
                     "%undefine _debugsource_packages\n\n"
                     "# rpm itself would take their x bits from shared libraries, which Fedora's "
                     "does not.\n"
                     "%undefine __brp_elfperms\n\n");
  else
    g_string_append (rpm->spec, "# Nothing here runs on the system itself.\n"
                                "%global debug_package %{nil}\n\n");
  g_string_append (rpm->spec, "# Firmware stays as it was linked; programs are stripped for the "
                              "debuginfo package.\n"
                              "%undefine __brp_strip\n"
                              "%undefine __brp_strip_comment_note\n\n");
}

static void
append_directories (ZanteRpm *rpm, const char *rest)
{
  const ZanteLayout *layout = rpm->recipe->layout;
  g_autofree char *libexecdir
      = zante_rpm_path (layout, g_hash_table_lookup (layout->dirs, "libexecdir"));
  gboolean libraries = strstr (rest, "%{private_libdir}") != NULL;
  gboolean directory = libraries || strstr (rest, "%{private_dir}") != NULL;
  if (directory || strstr (rest, "%{xen_version}") != NULL)
    g_string_append_printf (rpm->spec, "%%global xen_version %s\n", rpm->recipe->xen_version);
  if (directory)
    g_string_append_printf (rpm->spec,
                            "# What every version of Xen has lies in a directory of its own, so "
                            "that several can\n# be installed.\n"
                            "%%global private_dir %s/xen-%%{xen_version}\n",
                            libexecdir);
  if (libraries)
    g_string_append (rpm->spec, "%global private_libdir %{private_dir}/lib\n");
  if (rpm->spec->len > 0)
    g_string_append_c (rpm->spec, '\n');
}

/* The head of the file comes last: it has what the rest of it uses. */
gboolean
zante_rpm_globals (ZanteRpm *rpm, GError **error)
{
  g_autoptr (GString) rest = g_steal_pointer (&rpm->spec);
  g_autofree char *fallbacks = zante_rpm_fallbacks (rest->str);
  (void)error;
  rpm->spec = g_string_new (NULL);
  append_directories (rpm, rest->str);
  append_private_libraries (rpm);
  append_debuginfo (rpm);
  g_string_append (rpm->spec, "# Two builds give the same packages, as Fedora's do by default.\n"
                              "%global source_date_epoch_from_changelog 1\n"
                              "%global use_source_date_epoch_as_buildtime 1\n"
                              "%global clamp_mtime_to_source_date_epoch 1\n\n");
  if (*fallbacks != '\0')
    g_string_append_printf (rpm->spec, "# For rpm without Fedora's macros.\n%s\n", fallbacks);
  g_string_append (rpm->spec, rest->str);
  return TRUE;
}
