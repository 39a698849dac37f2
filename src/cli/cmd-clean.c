/* SPDX-License-Identifier: GPL-2.0-or-later */
/* zante clean: remove build trees and dist/; the store and the downloads stay. */
#include "base/fs.h"
#include "cli/command.h"

static gboolean
clean_one (ZanteSession *session, const char *name, GError **error)
{
  if (zante_recipe_find (session->raise->recipe, name, error) == NULL)
    return FALSE;
  g_autofree char *path = zante_workspace_work (session->raise->workspace, name, NULL);
  return zante_fs_remove_tree (path, error);
}

static gboolean
run (ZanteSession *session, int argc, char **argv, int *status, GError **error)
{
  g_auto (GStrv) names = zante_command_parse (&zante_command_clean, NULL, argc, argv, 0, -1, error);
  if (names == NULL || zante_raise_recipe (session->raise, error) == NULL)
    return FALSE;
  g_auto (ZanteFd) held = zante_raise_hold (session->raise, error);
  if (held < 0)
    return FALSE;
  for (gsize i = 0; names[i] != NULL; i++)
    if (!clean_one (session, names[i], error))
      return FALSE;
  return names[0] != NULL
         || (zante_fs_remove_tree (session->raise->workspace->work, error)
             && zante_fs_remove_tree (session->raise->workspace->dist, error));
}

const ZanteCommand zante_command_clean
    = {"clean", "[COMPONENT…]", "Remove build trees and dist/; store and downloads stay", run};
