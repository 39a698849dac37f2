/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What `zante deb` and `zante rpm` have in common: options, and the way from what is staged to a
 * recipe and its packages. */
#pragma once

#include "cli/command.h"
#include "package/package.h"

typedef struct {
  const ZanteCommand *command;
  const char *distribution; /* whose package names are used */
  const char *layout;       /* where files go unless the user says so; NULL: the recipe's */
  gint64 day;               /* a changelog counts in these many seconds */
  const char *source_help, *recipe_help, *diff_help, *output_help; /* of the options */
  GPtrArray *(*emit) (const ZanteEmitInput *input, const ZanteSourcePackage *source,
                      GError **error);
  gboolean (*build) (const ZantePackageBuild *build, GPtrArray **made, GError **error);
} ZantePackager;

/* The command with the arguments ARGV; it writes to a folder that has the command's name unless
 * another is given. */
gboolean zante_packager_run (const ZantePackager *packager, ZanteSession *session, int argc,
                             char **argv, GError **error);
