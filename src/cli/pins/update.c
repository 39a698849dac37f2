/* SPDX-License-Identifier: GPL-2.0-or-later */
/* zante update: move to another release: pins, lock, recipes and their changelogs. */
#include "cli/command.h"

static gboolean
run (ZanteSession *session, int argc, char **argv, int *status, GError **error)
{
  g_autofree char *changelog = NULL;
  const GOptionEntry entries[] = {
      {"changelog", 0, 0, G_OPTION_ARG_STRING, &changelog,
       "What changed, instead of zante.yaml's packaging.changelog", "TEXT"},
      {0},
  };
  g_auto (GStrv) words
      = zante_command_parse (&zante_command_update, entries, argc, argv, 0, -1, error);
  ZanteUpdateOptions options = {.words = words, .changelog = changelog};
  return words != NULL && zante_update_run (session->raise, &options, error);
}

const ZanteCommand zante_command_update = {
    "update", "[SOURCE[=TAG]…]", "Move to another release: pins, lock and recipes together", run};
