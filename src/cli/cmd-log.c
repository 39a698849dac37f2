/* SPDX-License-Identifier: GPL-2.0-or-later */
/* zante log: the captured output of a component's last build. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/error.h"
#include "base/show.h"
#include "cli/command.h"

/* What a build printed must not move the terminal. */
static gboolean
copy_to_terminal (FILE *log)
{
  char *line = NULL;
  size_t size = 0;
  while (getline (&line, &size, log) >= 0)
    {
      g_autofree char *shown = zante_show_text (line);
      if (fputs (shown, stdout) == EOF)
        break;
    }
  free (line);
  return ferror (log) == 0;
}

/* FALSE when LOG cannot be read; whether all was printed is seen at the end of the run. */
static gboolean
copy_to_stdout (FILE *log)
{
  if (isatty (STDOUT_FILENO))
    return copy_to_terminal (log);
  char block[65536];
  for (gsize got; (got = fread (block, 1, sizeof block, log)) > 0;)
    if (fwrite (block, 1, got, stdout) != got)
      break;
  return ferror (log) == 0;
}

static gboolean
run (ZanteSession *session, int argc, char **argv, int *status, GError **error)
{
  gboolean path_only = FALSE;
  const GOptionEntry entries[] = {
      {"path", 0, 0, G_OPTION_ARG_NONE, &path_only, "Print where the log is", NULL},
      {0},
  };
  g_auto (GStrv) names = zante_command_parse (&zante_command_log, entries, argc, argv, 1, 1, error);
  const ZanteRecipe *recipe = names == NULL ? NULL : zante_raise_recipe (session->raise, error);
  if (recipe == NULL || zante_recipe_find (recipe, names[0], error) == NULL)
    return FALSE;
  g_autofree char *file = g_strconcat (names[0], ".log", NULL);
  g_autofree char *path = g_build_filename (session->raise->workspace->logs, file, NULL);
  if (path_only)
    {
      printf ("%s\n", path);
      return TRUE;
    }
  FILE *log = fopen (path, "re");
  if (log == NULL)
    return zante_error_set (error, ZANTE_ERROR_INPUT,
                            "no log of '%s': %s (it has not been built here)", names[0],
                            g_strerror (errno));
  gboolean ok = copy_to_stdout (log) || zante_error_errno (error, errno, "cannot read '%s'", path);
  fclose (log);
  return ok;
}

const ZanteCommand zante_command_log
    = {"log", "COMPONENT", "Print the output of a component's last build", run};
