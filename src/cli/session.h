/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One run of zante: the global options, and what commands share, made when it is first asked for.
 */
#pragma once

#include <gio/gio.h>
#include <stdio.h>

#include "base/log.h"
#include "base/workspace.h"
#include "fetch/fetch.h"
#include "recipe/recipe.h"

typedef struct {
  char *directory; /* -C */
  char *stack, *layout;
  char **providers, **settings, **locals;
  char *json; /* file, or "-" */
  gboolean verbose, quiet, version;
} ZanteGlobals;

typedef struct {
  ZanteGlobals globals;
  char *distribution;
  ZanteWorkspace *workspace;
  ZanteLog *log;
  FILE *json;
  GCancellable *cancellable;
  ZanteRecipe *recipe; /* see zante_session_recipe */
} ZanteSession;

/* Take over GLOBALS and open the log. ZANTE_ERROR_USAGE when the JSON file cannot be written. */
ZanteSession *zante_session_new (const ZanteGlobals *globals, GCancellable *cancellable,
                                 GError **error);
void zante_session_free (ZanteSession *session);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZanteSession, zante_session_free)

/* The recipe, read at the first call. Borrowed. */
ZanteRecipe *zante_session_recipe (ZanteSession *session, GError **error);
/* How a zante.yaml here says which stack the recipe, which has been read, is of: by its name where
 * that finds it, else by its path. Borrowed. */
const char *zante_session_stack (const ZanteSession *session);
/* The recipe with the workspace made and held: no other zante works in it until the lock, which the
 * caller closes, is let go. -1 on failure. */
int zante_session_hold (ZanteSession *session, GError **error);

/* What the stage fetch takes, for the sources NAMES (empty or NULL: all that are built). Borrows
 * from SESSION, whose recipe has been read, and from NAMES. */
ZanteFetchInput zante_session_fetch_input (ZanteSession *session, char *const *names);

/* The file of defaults that configure wrote: $ZANTE_DEFAULTS, else beside the executable, else in
 * the data folder; NULL when there is none. Owned by the caller. */
char *zante_session_defaults (void);
/* zante's phase helpers (private-libraries): below the source tree or the data folder. */
char *zante_session_tools (void);
/* What goes into emitted packages as it is: the same, or $ZANTE_PACKAGING. */
char *zante_session_packaging (void);
