/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is known about a build tree between two runs: the state.json beside it. A failed component
 * goes on where it stopped when its key is still the same; a developer's own tree is configured
 * again only when what configures it changed. A damaged or foreign file counts as no file. */
#pragma once

#include "recipe/recipe.h"

typedef struct {
  char *key; /* see zante_work_tree_key; of a local source the name of its copy is behind it */
  gboolean unpacked; /* the source tree is complete */
  gboolean done[ZANTE_N_PHASES];
  gboolean finished;           /* sealed: the tree is kept for people to look at, not to go on in */
  char *stamp[ZANTE_N_PHASES]; /* local: digest of what the phase read in the source; or NULL */
  char *deps;                  /* digest of what was laid out as dependencies; NULL: nothing was */
  char *output;                /* local: digest of the last output; or NULL */
} ZanteWorkState;

ZanteWorkState *zante_work_state_new (const char *key);
void zante_work_state_free (ZanteWorkState *state);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZanteWorkState, zante_work_state_free)

/* SIZE bytes of JSON; NULL when they are no state. */
ZanteWorkState *zante_work_state_parse (const char *data, gsize size);
/* As JSON text; owned by the caller. */
char *zante_work_state_format (const ZanteWorkState *state);

/* The state in PATH, or NULL. */
ZanteWorkState *zante_work_state_load (const char *path);
/* Written atomically, and not at all when PATH holds it already. */
gboolean zante_work_state_save (const ZanteWorkState *state, const char *path, GError **error);
