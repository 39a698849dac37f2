/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/workspace.h"

#include <errno.h>
#include <gio/gio.h>
#include <sys/stat.h>

#include "base/error.h"
#include "base/fs.h"

ZanteWorkspace *
zante_workspace_new (const char *project)
{
  ZanteWorkspace *workspace = g_new0 (ZanteWorkspace, 1);
  workspace->project = g_canonicalize_filename (project, NULL);
  workspace->root = g_build_filename (workspace->project, ".zante", NULL);
  workspace->downloads = g_build_filename (workspace->root, "downloads", NULL);
  workspace->git = g_build_filename (workspace->root, "git", NULL);
  workspace->store = g_build_filename (workspace->root, "store", NULL);
  workspace->work = g_build_filename (workspace->root, "work", NULL);
  workspace->logs = g_build_filename (workspace->root, "log", NULL);
  workspace->state = g_build_filename (workspace->root, "state", NULL);
  workspace->dist = g_build_filename (workspace->project, "dist", NULL);
  return workspace;
}

void
zante_workspace_free (ZanteWorkspace *workspace)
{
  if (workspace == NULL)
    return;
  g_free (workspace->project);
  g_free (workspace->root);
  g_free (workspace->downloads);
  g_free (workspace->git);
  g_free (workspace->store);
  g_free (workspace->work);
  g_free (workspace->logs);
  g_free (workspace->state);
  g_free (workspace->dist);
  g_free (workspace);
}

static gboolean
ignore_in_git (const ZanteWorkspace *workspace, GError **error)
{
  g_autofree char *path = g_build_filename (workspace->root, ".gitignore", NULL);
  if (g_file_test (path, G_FILE_TEST_EXISTS))
    return TRUE;
  return zante_fs_write (path, "*\n", -1, error);
}

/* Nobody else's business. The project above is made as any folder is. */
static gboolean
make_root (const ZanteWorkspace *workspace, GError **error)
{
  if (!zante_fs_make_dirs (workspace->project, error))
    return FALSE;
  if (mkdir (workspace->root, 0700) != 0 && errno != EEXIST)
    return zante_error_errno (error, errno, "cannot make the directory '%s'", workspace->root);
  return zante_workspace_mark (workspace, error);
}

gboolean
zante_workspace_make (const ZanteWorkspace *workspace, GError **error)
{
  const char *const dirs[] = {workspace->downloads, workspace->git,  workspace->store,
                              workspace->work,      workspace->logs, workspace->state};
  g_autoptr (GError) local = NULL;
  if (!zante_workspace_check (workspace, error))
    return FALSE;
  make_root (workspace, &local);
  for (gsize i = 0; i < G_N_ELEMENTS (dirs) && local == NULL; i++)
    zante_fs_make_dirs (dirs[i], &local);
  if (local == NULL && ignore_in_git (workspace, &local))
    return TRUE;
  return zante_error_set (error, ZANTE_ERROR_HOST,
                          "cannot write in the project '%s': %s (choose another with -C DIR)",
                          workspace->project, local->message);
}

char *
zante_workspace_work (const ZanteWorkspace *workspace, const char *name, const char *sub)
{
  return g_build_filename (workspace->work, name, sub, NULL);
}
