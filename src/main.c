/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Run a command, print the one error, exit with its status. */
#include <glib.h>
#include <locale.h>
#include <sys/stat.h>

#include "base/error.h"
#include "base/show.h"
#include "cli/cli.h"

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  setlocale (LC_ALL, "");
  umask (022); /* builds run as another user, who has to read what we lay out for them */
  int status = zante_cli_run (argc, argv, &error);
  if (error == NULL)
    return status;
  g_autofree char *shown = zante_show (error->message);
  g_printerr ("zante: %s\n", shown);
  return zante_error_exit_status (error);
}
