/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The newest stretch of a branch: its commits along first parents, and which blob each of some
 * paths was in each of them. One walk of git-log(1) says it for all paths together, in a fifth of a
 * second over 4,000 commits of Xen. */
#pragma once

#include "base/git/run.h"

typedef struct {
  guint from, to; /* positions: from the newer one to before the older one */
  char *blob;     /* what the path was there; NULL: it was not */
} ZanteStretch;

typedef struct {
  char *ref;
  GPtrArray *commits; /* ids, the newest first */
  GArray *dates;      /* gint64, s since the epoch, of the commits */
  GHashTable *paths;  /* path -> GArray of ZanteStretch, from the newest on, without a gap */
  gboolean whole;     /* it goes back to the first commit there is */
} ZanteHistory;
void zante_history_free (ZanteHistory *history);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZanteHistory, zante_history_free)

/* The newest WINDOW commits of REF in the repository of GIT, with PATHS (of char*). */
ZanteHistory *zante_history_read (const ZanteGit *git, const char *ref, guint window,
                                  GPtrArray *paths, GError **error);
