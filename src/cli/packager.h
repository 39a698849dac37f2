/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The options that the commands of packaging formats have in common; each is named like its format
 * (see ZantePackageFormat). */
#pragma once

#include "cli/command.h"

typedef struct {
  const ZanteCommand *command;
  const char *source_help, *recipe_help, *diff_help, *output_help; /* of the options */
} ZantePackageCommand;

/* The command with the arguments ARGV; it writes to a folder that has the command's name unless
 * another is given. */
gboolean zante_package_command_run (const ZantePackageCommand *kind, ZanteSession *session,
                                    int argc, char **argv, GError **error);
