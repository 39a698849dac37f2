/* SPDX-License-Identifier: GPL-2.0-or-later */
/* zante rpm: the .spec of each source package, its .src.rpm, and the packages. */
#include "cli/packager.h"

static const ZantePackageCommand command
    = {.command = &zante_command_rpm,
       .source_help = "Make only the .src.rpm",
       .recipe_help = "Write only the .spec and its recipe",
       .diff_help = "Only show what would change in DIR, the folder of a .spec",
       .output_help = "Write to DIR (default: rpm)"};

static gboolean
run (ZanteSession *session, int argc, char **argv, int *status, GError **error)
{
  return zante_package_command_run (&command, session, argc, argv, error);
}

const ZanteCommand zante_command_rpm
    = {"rpm", "[SOURCE-PACKAGE…]", "Make rpm source and binary packages", run};
