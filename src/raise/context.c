/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "raise/context.h"

#include <string.h>

#include "base/error.h"
#include "base/fs.h"
#include "base/lock.h"

ZanteRaise *
zante_raise_new (const char *directory, ZanteLog *log, GCancellable *cancellable)
{
  ZanteRaise *raise = g_new0 (ZanteRaise, 1);
  raise->distribution = g_strdup (zante_recipe_distribution ());
  raise->workspace = zante_workspace_new (directory);
  raise->log = log;
  raise->cancellable = g_object_ref (cancellable);
  return raise;
}

ZanteRaise *
zante_raise_again (const ZanteRaise *raise)
{
  ZanteRaise *again = zante_raise_new (raise->workspace->project, raise->log, raise->cancellable);
  again->stack = g_strdup (raise->stack);
  again->layout = g_strdup (raise->layout);
  again->providers = g_strdupv (raise->providers);
  again->settings = g_strdupv (raise->settings);
  again->locals = g_strdupv (raise->locals);
  again->workspace->adopt = raise->workspace->adopt;
  g_free (again->distribution);
  again->distribution = g_strdup (raise->distribution);
  return again;
}

void
zante_raise_free (ZanteRaise *raise)
{
  if (raise == NULL)
    return;
  zante_recipe_free (raise->recipe);
  zante_workspace_free (raise->workspace);
  g_clear_object (&raise->cancellable);
  g_free (raise->distribution);
  g_free (raise->stack);
  g_free (raise->layout);
  g_free (raise->store);
  g_strfreev (raise->providers);
  g_strfreev (raise->settings);
  g_strfreev (raise->locals);
  g_free (raise);
}

/* The folder of the running executable, or NULL. */
static char *
executable_folder (void)
{
  g_autofree char *path = g_file_read_link ("/proc/self/exe", NULL);
  return path == NULL ? NULL : g_path_get_dirname (path);
}

static char *
existing (char *path)
{
  if (g_file_test (path, G_FILE_TEST_EXISTS))
    return path;
  g_free (path);
  return NULL;
}

char *
zante_raise_defaults (void)
{
  const char *given = g_getenv ("ZANTE_DEFAULTS");
  g_autofree char *folder = executable_folder ();
  char *found = NULL;
  if (given != NULL)
    return g_strdup (given);
  if (folder != NULL)
    found = existing (g_build_filename (folder, "defaults.yaml", NULL));
  return found != NULL ? found : existing (g_build_filename (PKGDATADIR, "defaults.yaml", NULL));
}

/* An executable beside its defaults.yaml was not installed: its data are in the source tree. */
static char *
data_folder (const char *variable, const char *in_source, const char *installed)
{
  const char *given = g_getenv (variable);
  g_autofree char *folder = executable_folder ();
  if (given != NULL)
    return g_strdup (given);
  if (folder != NULL)
    {
      g_autofree char *beside = existing (g_build_filename (folder, "defaults.yaml", NULL));
      if (beside != NULL)
        return g_build_filename (SRCDIR, in_source, NULL);
    }
  return g_build_filename (PKGDATADIR, installed, NULL);
}

char *
zante_raise_tools (void)
{
  return data_folder ("ZANTE_TOOLS", "packaging/common", "tools");
}

char *
zante_raise_packaging (void)
{
  return data_folder ("ZANTE_PACKAGING", "packaging", "packaging");
}

char *
zante_raise_domains (void)
{
  return data_folder ("ZANTE_DOMAINS", "domains", "domains");
}

static ZanteRecipe *
load_recipe (const ZanteRaise *raise, const char *stack, GError **error)
{
  g_autofree char *defaults = zante_raise_defaults ();
  ZanteRecipeInput input = {
      .project = raise->workspace->project,
      .defaults = defaults,
      .distribution = raise->distribution,
      .overrides = {.stack = stack,
                    .layout = raise->layout,
                    .providers = (const char *const *)raise->providers,
                    .settings = (const char *const *)raise->settings,
                    .locals = (const char *const *)raise->locals},
  };
  return zante_recipe_load (&input, error);
}

ZanteRecipe *
zante_raise_recipe (ZanteRaise *raise, GError **error)
{
  if (raise->recipe == NULL)
    raise->recipe = load_recipe (raise, raise->stack, error);
  return raise->recipe;
}

const char *
zante_raise_stack (const ZanteRaise *raise)
{
  const ZanteRecipe *recipe = raise->recipe;
  g_autoptr (ZanteRecipe) found = load_recipe (raise, recipe->stack, NULL);
  gboolean same = found != NULL && strcmp (found->stack_file, recipe->stack_file) == 0;
  return same ? recipe->stack : recipe->stack_file;
}

int
zante_raise_hold (ZanteRaise *raise, GError **error)
{
  if (!zante_workspace_make (raise->workspace, error))
    return -1;
  g_autofree char *path = g_build_filename (raise->workspace->state, "lock", NULL);
  return zante_lock_hold (path, raise->log, raise->cancellable, error);
}

ZanteFetchInput
zante_raise_fetch_input (ZanteRaise *raise, char *const *names)
{
  gboolean named = names != NULL && names[0] != NULL;
  return (ZanteFetchInput){.workspace = raise->workspace,
                           .recipe = raise->recipe,
                           .names = named ? (const char *const *)names : NULL,
                           .log = raise->log,
                           .cancellable = raise->cancellable};
}
