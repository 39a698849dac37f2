/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "package/carried.h"
#include "package/deb/deb.h"

/* Set by debian/component itself, or by dpkg-buildpackage. */
static const char *const unset[] = {"LC_ALL", "TZ", "SOURCE_DATE_EPOCH", "name", NULL};

static const char make_private[]
    = "\n"
      "# Libraries without a stable ABI lose their SONAME, and what needs them gets a\n"
      "# RUNPATH: see debian/private-libraries.\n"
      "\"$tools/private-libraries\" \"$DESTDIR\" \"$private_libdir\"\n";

gboolean
zante_deb_components (ZanteDeb *deb, GError **error)
{
  ZanteCarried carried = {.recipe = deb->recipe,
                          .distribution = deb->model->distribution,
                          .source = deb->source,
                          .emission = deb->emission,
                          .tuple = "$DEB_HOST_MULTIARCH",
                          .folder = "debian/components",
                          .unset = unset,
                          .further = make_private};
  g_autofree char *script = g_build_filename (deb->input->packaging, "deb", "component", NULL);
  g_autofree char *helper = g_build_filename (deb->input->tools, "private-libraries", NULL);
  return zante_carried_emit (&carried, error)
         && zante_carried_program (&carried, script, "debian/component", error)
         && (!zante_carried_has_private_libraries (deb->source)
             || zante_carried_program (&carried, helper, "debian/private-libraries", error));
}
