/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One run of zante: the global options, the log, and the conductor that commands give orders to. */
#pragma once

#include <gio/gio.h>
#include <stdio.h>

#include "base/log.h"
#include "raise/raise.h"

typedef struct {
  char *directory; /* -C */
  char *stack, *layout, *store;
  char **providers, **settings, **locals;
  char *json; /* file, or "-" */
  gboolean adopt, verbose, quiet, version;
} ZanteGlobals;
void zante_globals_clear (ZanteGlobals *globals);

typedef struct {
  ZanteGlobals globals; /* without what RAISE took over */
  ZanteLog *log;
  FILE *json;
  ZanteRaise *raise;
} ZanteSession;

/* Take over GLOBALS, whatever happens, and open the log. ZANTE_ERROR_USAGE when the JSON file
 * cannot be written. */
ZanteSession *zante_session_new (ZanteGlobals *globals, GCancellable *cancellable, GError **error);
void zante_session_free (ZanteSession *session);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZanteSession, zante_session_free)
