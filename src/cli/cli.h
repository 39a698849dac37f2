/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The command line: global options, the table of commands, one file per command. */
#pragma once

#include <glib.h>

/* Run the command line and return the exit status. On failure ERROR, which must not be NULL, holds
 * the one message to print. */
int zante_cli_run (int argc, char **argv, GError **error);
