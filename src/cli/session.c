/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/session.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"

void
zante_globals_clear (ZanteGlobals *globals)
{
  g_free (globals->directory);
  g_free (globals->stack);
  g_free (globals->layout);
  g_free (globals->store);
  g_free (globals->json);
  g_strfreev (globals->providers);
  g_strfreev (globals->settings);
  g_strfreev (globals->locals);
  *globals = (ZanteGlobals){0};
}

void
zante_session_free (ZanteSession *session)
{
  if (session == NULL)
    return;
  zante_raise_free (session->raise);
  zante_log_free (session->log);
  if (session->json != NULL && session->json != stdout)
    fclose (session->json);
  zante_globals_clear (&session->globals);
  g_free (session);
}

/* A pipe that nobody reads would be waited for. */
static FILE *
open_file (const char *path)
{
  int fd = open (path, O_WRONLY | O_CREAT | O_TRUNC | O_NONBLOCK | O_CLOEXEC, 0666);
  FILE *file = fd < 0 || fcntl (fd, F_SETFL, 0) != 0 ? NULL : fdopen (fd, "w");
  if (file == NULL && fd >= 0)
    close (fd);
  return file;
}

static gboolean
open_json (ZanteSession *session, GError **error)
{
  const char *path = session->globals.json;
  if (path == NULL)
    return TRUE;
  if (strcmp (path, "-") == 0)
    session->json = stdout;
  else
    session->json = open_file (path);
  if (session->json != NULL)
    return TRUE;
  return zante_error_set (error, ZANTE_ERROR_USAGE, "cannot write the events to '%s': %s", path,
                          g_strerror (errno));
}

static ZanteLog *
open_log (const ZanteSession *session)
{
  const ZanteGlobals *globals = &session->globals;
  ZanteLogLevel level = globals->quiet     ? ZANTE_LOG_WARNING
                        : globals->verbose ? ZANTE_LOG_INFO
                                           : ZANTE_LOG_NOTICE;
  gboolean terminal = isatty (STDERR_FILENO) && !globals->quiet;
  return zante_log_new (stderr, terminal, level, session->json);
}

/* The conductor's context, with the choices of the command line. */
static ZanteRaise *
new_raise (ZanteSession *session, GCancellable *cancellable)
{
  ZanteGlobals *globals = &session->globals;
  const char *directory = globals->directory != NULL ? globals->directory : ".";
  ZanteRaise *raise = zante_raise_new (directory, session->log, cancellable);
  raise->workspace->adopt = globals->adopt;
  raise->stack = g_steal_pointer (&globals->stack);
  raise->layout = g_steal_pointer (&globals->layout);
  raise->store = g_steal_pointer (&globals->store);
  raise->providers = g_steal_pointer (&globals->providers);
  raise->settings = g_steal_pointer (&globals->settings);
  raise->locals = g_steal_pointer (&globals->locals);
  return raise;
}

ZanteSession *
zante_session_new (ZanteGlobals *globals, GCancellable *cancellable, GError **error)
{
  g_autoptr (ZanteSession) session = g_new0 (ZanteSession, 1);
  session->globals = *globals;
  *globals = (ZanteGlobals){0};
  if (!open_json (session, error))
    return NULL;
  session->log = open_log (session);
  session->raise = new_raise (session, cancellable);
  return zante_workspace_check (session->raise->workspace, error) ? g_steal_pointer (&session)
                                                                  : NULL;
}
