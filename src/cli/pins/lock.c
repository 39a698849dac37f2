/* SPDX-License-Identifier: GPL-2.0-or-later */
/* zante lock: pin every source in zante.lock. */
#include "cli/command.h"

static gboolean
run (ZanteSession *session, int argc, char **argv, int *status, GError **error)
{
  gboolean update = FALSE, follow = FALSE;
  const GOptionEntry entries[] = {
      {"update", 0, 0, G_OPTION_ARG_NONE, &update, "Look for newer versions of what is pinned",
       NULL},
      {"follow", 0, 0, G_OPTION_ARG_NONE, &follow,
       "Look for a newer version only where the Debian archive dropped what is pinned", NULL},
      {0},
  };
  g_auto (GStrv) names
      = zante_command_parse (&zante_command_lock, entries, argc, argv, 0, -1, error);
  ZanteLockMode mode = update ? ZANTE_LOCK_UPDATE : follow ? ZANTE_LOCK_FOLLOW : ZANTE_LOCK_KEEP;
  return names != NULL && zante_raise_lock (session->raise, names, mode, error);
}

const ZanteCommand zante_command_lock
    = {"lock", "[SOURCE…]", "Pin every source by commit or SHA-256 in zante.lock", run};
