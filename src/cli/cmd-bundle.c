/* SPDX-License-Identifier: GPL-2.0-or-later */
/* zante bundle: everything that a build without network needs, in one file. */
#include "base/fs.h"
#include "cli/command.h"
#include "fetch/fetch.h"

static gboolean
run (ZanteSession *session, int argc, char **argv, int *status, GError **error)
{
  g_auto (GStrv) operands
      = zante_command_parse (&zante_command_bundle, NULL, argc, argv, 1, 1, error);
  const ZanteRecipe *recipe = operands == NULL ? NULL : zante_raise_recipe (session->raise, error);
  g_auto (ZanteFd) held = recipe == NULL ? -1 : zante_raise_hold (session->raise, error);
  if (held < 0)
    return FALSE;
  ZanteFetchInput input = zante_raise_fetch_input (session->raise, NULL);
  if (!zante_fetch_run (&input, error) || !zante_fetch_bundle (&input, operands[0], error))
    return FALSE;
  zante_log_message (session->raise->log, ZANTE_LOG_NOTICE,
                     "wrote %s; elsewhere: zante build --from-bundle %s", operands[0], operands[0]);
  return TRUE;
}

const ZanteCommand zante_command_bundle
    = {"bundle", "FILE", "Write all sources to one file for a build without network", run};
