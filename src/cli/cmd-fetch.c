/* SPDX-License-Identifier: GPL-2.0-or-later */
/* zante fetch: download and verify the sources, and nothing else. */
#include "base/fs.h"
#include "cli/command.h"
#include "fetch/fetch.h"

static gboolean
run (ZanteSession *session, int argc, char **argv, int *status, GError **error)
{
  gboolean offline = FALSE;
  g_autofree char *bundle = NULL;
  const GOptionEntry entries[] = {
      {"offline", 0, 0, G_OPTION_ARG_NONE, &offline, "Use no network: only verify what is there",
       NULL},
      {"from-bundle", 0, 0, G_OPTION_ARG_FILENAME, &bundle, "Take the files from a bundle", "FILE"},
      {0},
  };
  g_auto (GStrv) names
      = zante_command_parse (&zante_command_fetch, entries, argc, argv, 0, -1, error);
  const ZanteRecipe *recipe = names == NULL ? NULL : zante_raise_recipe (session->raise, error);
  g_auto (ZanteFd) held = recipe == NULL ? -1 : zante_raise_hold (session->raise, error);
  if (held < 0)
    return FALSE;
  ZanteFetchInput input = zante_raise_fetch_input (session->raise, names);
  input.offline = offline;
  input.bundle = bundle;
  return zante_fetch_run (&input, error);
}

const ZanteCommand zante_command_fetch
    = {"fetch", "[SOURCE…]", "Download and verify the sources", run};
