/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is raised and where: the choices laid over the project's zante.yaml, the workspace, and the
 * recipe, read when it is first asked for. */
#pragma once

#include <gio/gio.h>

#include "base/log.h"
#include "base/workspace.h"
#include "fetch/fetch.h"
#include "recipe/recipe.h"

typedef struct {
  char *stack, *layout; /* NULL: as zante.yaml says */
  char **providers, **settings, **locals;
  char *distribution;
  char *store; /* instead of the recipe's: a URL, a path, or "none" */
  ZanteWorkspace *workspace;
  ZanteLog *log; /* borrowed */
  GCancellable *cancellable;
  ZanteRecipe *recipe; /* see zante_raise_recipe */
} ZanteRaise;

/* A context without choices for the project in DIRECTORY. LOG must outlive it. */
ZanteRaise *zante_raise_new (const char *directory, ZanteLog *log, GCancellable *cancellable);
/* One with the choices of RAISE, whose files are read again. */
ZanteRaise *zante_raise_again (const ZanteRaise *raise);
void zante_raise_free (ZanteRaise *raise);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZanteRaise, zante_raise_free)

/* The recipe, read at the first call. Borrowed. */
ZanteRecipe *zante_raise_recipe (ZanteRaise *raise, GError **error);
/* How a zante.yaml here says which stack the recipe, which has been read, is of: by its name where
 * that finds it, else by its path. Borrowed. */
const char *zante_raise_stack (const ZanteRaise *raise);
/* The recipe's workspace made and held: no other zante works in it until the lock, which the caller
 * closes, is let go. -1 on failure. */
int zante_raise_hold (ZanteRaise *raise, GError **error);

/* What the stage fetch takes, for the sources NAMES (empty or NULL: all that are built). Borrows
 * from RAISE, whose recipe has been read, and from NAMES. */
ZanteFetchInput zante_raise_fetch_input (ZanteRaise *raise, char *const *names);

/* The file of defaults that configure wrote: $ZANTE_DEFAULTS, else beside the executable, else in
 * the data folder; NULL when there is none. Owned by the caller. */
char *zante_raise_defaults (void);
/* zante's phase helpers (private-libraries): below the source tree or the data folder. */
char *zante_raise_tools (void);
/* What goes into emitted packages as it is: the same, or $ZANTE_PACKAGING. */
char *zante_raise_packaging (void);
/* What is started when the stack is booted: dom0's part and the guests; or $ZANTE_DOMAINS. */
char *zante_raise_domains (void);
