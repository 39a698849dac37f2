/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "package/rpm/rpm.h"

/* The leading folders of an archive that are dropped. */
static guint64
strip_of (const ZanteSource *source)
{
  return source != NULL && source->archive != NULL ? source->archive->strip : 1;
}

static void
append_sources (ZanteRpm *rpm)
{
  g_string_append_printf (rpm->spec,
                          "%%setup -q -c -T -a 1\n"
                          "mkdir source\n"
                          "tar -xf %%{SOURCE0} -C source --strip-components=%" G_GUINT64_FORMAT
                          "\n",
                          strip_of (rpm->source->source));
  if (rpm->patches->len > 0)
    g_string_append (rpm->spec, "cd source\n%autopatch -p1\ncd ..\n");
}

gboolean
zante_rpm_steps (ZanteRpm *rpm, GError **error)
{
  (void)error;
  if (rpm->programs)
    g_string_append (rpm->spec, "# Fedora's rpm makes debuginfo packages without being told.\n"
                                "%{!?_enable_debug_packages:%debug_package}\n\n");
  g_string_append (rpm->spec, "%prep\n");
  if (rpm->source->source != NULL)
    append_sources (rpm);
  else
    g_string_append (rpm->spec, "%setup -q -c\n");
  g_string_append (rpm->spec,
                   "# --define \"stages DIR\" packs what was built before, DIR/COMPONENT/stage.\n"
                   "%{?stages:cp -a %{stages} build}\n\n"
                   "%build\n"
                   "%make_build\n\n"
                   "%install\n"
                   "%make_install\n\n");
  return TRUE;
}
