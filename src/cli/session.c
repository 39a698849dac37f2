/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/session.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "base/fs.h"

void
zante_session_free (ZanteSession *session)
{
  if (session == NULL)
    return;
  zante_log_free (session->log);
  if (session->json != NULL && session->json != stdout)
    fclose (session->json);
  zante_recipe_free (session->recipe);
  zante_workspace_free (session->workspace);
  g_clear_object (&session->cancellable);
  g_free (session->distribution);
  g_free (session->globals.directory);
  g_free (session->globals.stack);
  g_free (session->globals.layout);
  g_free (session->globals.json);
  g_strfreev (session->globals.providers);
  g_strfreev (session->globals.settings);
  g_strfreev (session->globals.locals);
  g_free (session);
}

static gboolean
open_json (ZanteSession *session, GError **error)
{
  const char *path = session->globals.json;
  if (path == NULL)
    return TRUE;
  session->json = strcmp (path, "-") == 0 ? stdout : fopen (path, "we");
  if (session->json != NULL)
    return TRUE;
  g_set_error (error, ZANTE_ERROR, ZANTE_ERROR_USAGE, "cannot write the events to '%s': %s", path,
               g_strerror (errno));
  return FALSE;
}

ZanteSession *
zante_session_new (const ZanteGlobals *globals, GCancellable *cancellable, GError **error)
{
  g_autoptr (ZanteSession) session = g_new0 (ZanteSession, 1);
  session->globals = *globals;
  session->cancellable = g_object_ref (cancellable);
  session->distribution = g_strdup (zante_recipe_distribution ());
  session->workspace = zante_workspace_new (globals->directory != NULL ? globals->directory : ".");
  if (!open_json (session, error))
    return NULL;
  ZanteLogLevel level = globals->quiet     ? ZANTE_LOG_WARNING
                        : globals->verbose ? ZANTE_LOG_INFO
                                           : ZANTE_LOG_NOTICE;
  gboolean terminal = isatty (STDERR_FILENO) && !globals->quiet;
  session->log = zante_log_new (stderr, terminal, level, session->json);
  return g_steal_pointer (&session);
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
zante_session_defaults (void)
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
zante_session_tools (void)
{
  return data_folder ("ZANTE_TOOLS", "packaging/common", "tools");
}

char *
zante_session_packaging (void)
{
  return data_folder ("ZANTE_PACKAGING", "packaging", "packaging");
}

static ZanteRecipe *
load_recipe (const ZanteSession *session, const char *stack, GError **error)
{
  const ZanteGlobals *globals = &session->globals;
  g_autofree char *defaults = zante_session_defaults ();
  ZanteRecipeInput input = {
      .project = session->workspace->project,
      .defaults = defaults,
      .distribution = session->distribution,
      .overrides = {.stack = stack,
                    .layout = globals->layout,
                    .providers = (const char *const *)globals->providers,
                    .settings = (const char *const *)globals->settings,
                    .locals = (const char *const *)globals->locals},
  };
  return zante_recipe_load (&input, error);
}

ZanteRecipe *
zante_session_recipe (ZanteSession *session, GError **error)
{
  if (session->recipe == NULL)
    session->recipe = load_recipe (session, session->globals.stack, error);
  return session->recipe;
}

const char *
zante_session_stack (const ZanteSession *session)
{
  const ZanteRecipe *recipe = session->recipe;
  g_autoptr (ZanteRecipe) found = load_recipe (session, recipe->stack, NULL);
  gboolean same = found != NULL && strcmp (found->stack_file, recipe->stack_file) == 0;
  return same ? recipe->stack : recipe->stack_file;
}

static void
say_waiting (const char *path, gpointer user_data)
{
  zante_log_message (user_data, ZANTE_LOG_NOTICE,
                     "another zante works in this project; waiting for it (%s)", path);
}

int
zante_session_hold (ZanteSession *session, GError **error)
{
  if (!zante_workspace_make (session->workspace, error))
    return -1;
  g_autofree char *path = g_build_filename (session->workspace->state, "lock", NULL);
  return zante_fs_lock (path, say_waiting, session->log, session->cancellable, error);
}

ZanteFetchInput
zante_session_fetch_input (ZanteSession *session, char *const *names)
{
  gboolean named = names != NULL && names[0] != NULL;
  return (ZanteFetchInput){.workspace = session->workspace,
                           .recipe = session->recipe,
                           .names = named ? (const char *const *)names : NULL,
                           .log = session->log,
                           .cancellable = session->cancellable};
}
