/* SPDX-License-Identifier: GPL-2.0-or-later */
/* zante deb: debian/ of each source package, its .dsc, and the binary packages. */
#include "cli/packager.h"

static const ZantePackageCommand command
    = {.command = &zante_command_deb,
       .source_help = "Make only the .dsc",
       .recipe_help = "Write only debian/",
       .diff_help = "Only show what would change in DIR, the parent of a debian/",
       .output_help = "Write to DIR (default: deb)"};

static gboolean
run (ZanteSession *session, int argc, char **argv, int *status, GError **error)
{
  return zante_package_command_run (&command, session, argc, argv, error);
}

const ZanteCommand zante_command_deb
    = {"deb", "[SOURCE-PACKAGE…]", "Make Debian source and binary packages", run};
