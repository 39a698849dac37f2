/* SPDX-License-Identifier: GPL-2.0-or-later */
/* zante install: copy dist/ to its place. */
#include "base/error.h"
#include "base/fs.h"
#include "cli/command.h"
#include "stage/stage.h"

static gboolean
run (ZanteSession *session, int argc, char **argv, int *status, GError **error)
{
  g_autofree char *destdir = NULL;
  const GOptionEntry entries[] = {
      {"destdir", 0, 0, G_OPTION_ARG_FILENAME, &destdir, "Install below DIR; / for this system",
       "DIR"},
      {0},
  };
  g_auto (GStrv) none
      = zante_command_parse (&zante_command_install, entries, argc, argv, 0, 0, error);
  if (none == NULL)
    return FALSE;
  if (destdir == NULL || *destdir == '\0')
    return zante_error_set (error, ZANTE_ERROR_USAGE,
                            "install: --destdir DIR is missing ('/' installs into this system)");
  if (!g_file_test (session->raise->workspace->dist, G_FILE_TEST_IS_DIR))
    return zante_error_set (error, ZANTE_ERROR_INPUT,
                            "nothing to install: '%s' is not there (run 'zante build' first)",
                            session->raise->workspace->dist);
  g_auto (ZanteFd) held = zante_raise_hold (session->raise, error);
  return held >= 0
         && zante_stage_install (session->raise->workspace, destdir, session->raise->cancellable,
                                 error);
}

const ZanteCommand zante_command_install
    = {"install", "--destdir DIR", "Copy dist/ below a folder", run};
