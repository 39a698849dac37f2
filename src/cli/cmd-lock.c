/* SPDX-License-Identifier: GPL-2.0-or-later */
/* zante lock: pin every source in zante.lock. */
#include "base/fs.h"
#include "cli/command.h"
#include "fetch/fetch.h"

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
  const ZanteRecipe *recipe = names == NULL ? NULL : zante_raise_recipe (session->raise, error);
  g_auto (ZanteFd) held = recipe == NULL ? -1 : zante_raise_hold (session->raise, error);
  if (held < 0)
    return FALSE;
  ZanteFetchInput input = zante_raise_fetch_input (session->raise, names);
  ZanteLockMode mode = update ? ZANTE_LOCK_UPDATE : follow ? ZANTE_LOCK_FOLLOW : ZANTE_LOCK_KEEP;
  g_autoptr (ZanteLock) lock = zante_fetch_lock (&input, mode, error);
  g_autofree char *path = g_build_filename (session->raise->workspace->project, "zante.lock", NULL);
  if (lock == NULL || !zante_lock_save (lock, path, error))
    return FALSE;
  zante_log_message (session->raise->log, ZANTE_LOG_NOTICE, "wrote %s", path);
  return TRUE;
}

const ZanteCommand zante_command_lock
    = {"lock", "[SOURCE…]", "Pin every source by commit or SHA-256 in zante.lock", run};
