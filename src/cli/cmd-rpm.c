/* SPDX-License-Identifier: GPL-2.0-or-later */
/* zante rpm: the .spec of each source package, its .src.rpm, and the packages. */
#include "cli/packager.h"

/* The macros of a .spec are those of Fedora, so its files are where Fedora has them. */
static const ZantePackager packager
    = {.command = &zante_command_rpm,
       .distribution = "fedora",
       .layout = "fedora",
       .day = 24 * 60 * 60,
       .source_help = "Make only the .src.rpm",
       .recipe_help = "Write only the .spec and its recipe",
       .diff_help = "Only show what would change in DIR, the folder of a .spec",
       .output_help = "Write to DIR (default: rpm)",
       .emit = zante_package_rpm,
       .build = zante_package_rpm_build};

static gboolean
run (ZanteSession *session, int argc, char **argv, int *status, GError **error)
{
  return zante_packager_run (&packager, session, argc, argv, error);
}

const ZanteCommand zante_command_rpm
    = {"rpm", "[SOURCE-PACKAGE…]", "Make rpm source and binary packages", run};
