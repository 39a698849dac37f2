/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/cli.h"

#include "base/error.h"

int
zante_cli_run (int argc, char **argv, GError **error)
{
  if (argc < 2)
    g_set_error_literal (error, ZANTE_ERROR, ZANTE_ERROR_USAGE, "no command (try 'zante --help')");
  return zante_error_exit_status (error == NULL ? NULL : *error);
}
