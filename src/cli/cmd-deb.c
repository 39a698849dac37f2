/* SPDX-License-Identifier: GPL-2.0-or-later */
/* zante deb: debian/ of each source package, its .dsc, and the binary packages. */
#include "cli/packager.h"

static const ZantePackager packager
    = {.command = &zante_command_deb,
       .distribution = "debian",
       .day = 1,
       .source_help = "Make only the .dsc",
       .recipe_help = "Write only debian/",
       .diff_help = "Only show what would change in DIR, the parent of a debian/",
       .output_help = "Write to DIR (default: deb)",
       .emit = zante_package_deb,
       .build = zante_package_deb_build};

static gboolean
run (ZanteSession *session, int argc, char **argv, int *status, GError **error)
{
  return zante_packager_run (&packager, session, argc, argv, error);
}

const ZanteCommand zante_command_deb
    = {"deb", "[SOURCE-PACKAGE…]", "Make Debian source and binary packages", run};
