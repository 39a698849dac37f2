/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/quote.h"
#include "package/rpm/rpm.h"

/* Where a component does not say where the text of its licence is, it is looked for under the usual
 * name (lists.c); what has none has its name, and rpmbuild a file. */
static void
append_licence (ZanteRpm *rpm)
{
  gboolean usual = FALSE;
  for (guint i = 0; i < rpm->source->components->len; i++)
    usual |= ((ZanteComponent *)rpm->source->components->pdata[i])->licence_files == NULL;
  g_autofree char *licence = zante_rpm_licence (rpm, NULL);
  g_autofree char *quoted = zante_shell_quote (licence), *escaped = zante_rpm_escape (quoted);
  if (usual)
    g_string_append_printf (
        rpm->spec, "ls source/COPYING* >/dev/null 2>&1 || echo %s >source/COPYING\n", escaped);
}

static void
append_sources (ZanteRpm *rpm)
{
  g_string_append (rpm->spec, "%setup -q -c -T -a 1\n"
                              "mkdir source\n"
                              "tar -xf %{SOURCE0} -C source --strip-components=1\n");
  if (rpm->patches->len > 0)
    g_string_append (rpm->spec, "cd source\n%autopatch -p1\ncd ..\n");
  append_licence (rpm);
}

gboolean
zante_rpm_steps (ZanteRpm *rpm, GError **error)
{
  (void)error;
  if (rpm->programs)
    g_string_append (rpm->spec, "# Fedora's rpm makes debuginfo packages without being told.\n"
                                "%{!?_enable_debug_packages:%debug_package}\n\n");
  g_string_append (
      rpm->spec, "# Programs take the distribution's flags, in the quotes that rpm itself has for "
                 "them. rpm\n# without any, such as Debian's, has none for linking; then dpkg is "
                 "asked.\n"
                 "%{?build_ldflags:%global package_flags export "
                 "package_cflags=\"%{build_cflags}\" package_ldflags=\"%{build_ldflags}\"}\n\n"
                 "%prep\n");
  if (rpm->source->source != NULL)
    append_sources (rpm);
  else
    g_string_append (rpm->spec, "%setup -q -c\n");
  g_string_append (rpm->spec,
                   "# --define \"stages DIR\" packs what was built before, DIR/COMPONENT/stage.\n"
                   "%{?stages:cp -a %{stages} build}\n\n"
                   "%build\n"
                   "%{?package_flags}\n"
                   "%make_build\n\n"
                   "%install\n"
                   "%make_install\n\n"
                   "%check\n"
                   "%{?package_flags}\n"
                   "%{!?stages:%make_build check}\n\n");
  return TRUE;
}
