/* SPDX-License-Identifier: GPL-2.0-or-later */
/* zante builddep: the distribution's packages that are missing, as one command line. */
#include <stdio.h>
#include <unistd.h>

#include "base/error.h"
#include "base/proc.h"
#include "cli/command.h"
#include "cli/signals.h"
#include "raise/raise.h"

static gboolean
install (ZanteSession *session, char **command, GError **error)
{
  ZanteProcResult result;
  g_auto (GStrv) variables
      = g_environ_setenv (g_get_environ (), "DEBIAN_FRONTEND", "noninteractive", FALSE);
  ZanteProc proc = {.argv = (const char *const *)command,
                    .environ = (const char *const *)variables,
                    .terminal = TRUE,
                    .cancellable = session->raise->cancellable};
  zante_log_pause (session->raise->log);
  zante_signals_be_patient ();
  if (!zante_proc_run (&proc, &result, error))
    return FALSE;
  if (result.status == 0)
    return TRUE;
  return zante_error_set (
      error, ZANTE_ERROR_HOST,
      "'%s' ended with status %d; what is missing was not installed (are the package "
      "lists up to date?)",
      command[0], result.status);
}

static gboolean
run (ZanteSession *session, int argc, char **argv, int *status, GError **error)
{
  gboolean do_install = FALSE, words = FALSE;
  const GOptionEntry entries[] = {
      {"install", 0, 0, G_OPTION_ARG_NONE, &do_install,
       "Install it (through sudo for ordinary users)", NULL},
      {"words", 0, 0, G_OPTION_ARG_NONE, &words, "Print the command one word a line, for scripts",
       NULL},
      {0},
  };
  g_auto (GStrv) names
      = zante_command_parse (&zante_command_builddep, entries, argc, argv, 0, -1, error);
  const ZanteRecipe *recipe = names == NULL ? NULL : zante_raise_recipe (session->raise, error);
  if (recipe == NULL)
    return FALSE;
  for (gsize i = 0; names[i] != NULL; i++)
    if (zante_recipe_find (recipe, names[i], error) == NULL)
      return FALSE;
  g_autoptr (GPtrArray) missing = zante_packages_missing (
      session->raise, names[0] == NULL ? NULL : (const char *const *)names, ZANTE_PACKAGES_ALL,
      error);
  if (missing == NULL)
    return FALSE;
  if (missing->len == 0)
    {
      zante_log_message (session->raise->log, ZANTE_LOG_NOTICE,
                         "every build dependency is installed");
      return TRUE;
    }
  gboolean unprivileged = geteuid () != 0;
  g_auto (GStrv) command
      = zante_packages_command (session->raise->distribution, missing, unprivileged);
  g_autofree char *line = words ? g_strjoinv ("\n", command) : zante_packages_line (command);
  printf ("%s\n", line);
  fflush (stdout);
  return !do_install || install (session, command, error);
}

const ZanteCommand zante_command_builddep
    = {"builddep", "[COMPONENT…]", "Tell (or install) the distribution's packages that are missing",
       run};
