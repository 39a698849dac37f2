/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The build tree of one component: where its parts lie, whether an earlier run can be gone on with,
 * and how it is laid out: its own copy of the source, its dependencies, the text of its phases. */
#pragma once

#include "work/resume.h"
#include "work/work.h"

/* Absolute paths, all below WORK/NAME except src of a local source. Owned. */
typedef struct {
  char *root;
  char *src;
  char *stage;
  char *deps;
  char *usr_mount; /* empty: mount point of the overlay over /usr */
  char *home;      /* HOME of plain mode */
  char *phases;    /* one file per phase, as people wrote it */
  char *state;     /* state.json */
  char *running;   /* exists while a phase runs; still there: it was killed outright */
  char *log;
  const ZanteSource *source; /* borrowed; NULL: the component has none */
  gboolean local;            /* src is a developer's own tree */
} ZanteTree;

ZanteTree *zante_tree_new (const ZanteBuildInput *input, const ZanteComponent *component);
void zante_tree_free (ZanteTree *tree);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZanteTree, zante_tree_free)

/* Hold the tree against other processes until the descriptor is closed; -1 on failure. */
int zante_tree_lock (const ZanteTree *tree, const ZanteBuildInput *input, const char *name,
                     GCancellable *cancellable, GError **error);

/* Make the tree ready for the first phase that is not done. KEY says what it belongs to. The state
 * of an earlier run is taken up when it fits, else everything is laid out anew. */
ZanteTreeState *zante_tree_prepare (const ZanteTree *tree, const ZanteBuildInput *input,
                                    const ZanteComponent *component, const char *key,
                                    GCancellable *cancellable, GError **error);
/* What the tree of COMPONENT belongs to: NODE_KEY, or for a local source its path. */
char *zante_tree_key (const ZanteTree *tree, const char *node_key);

/* Lay out what NODE needs, unless STATE says that just that is there. A tree that stays is told
 * that its dependencies are new by their times. */
gboolean zante_tree_provide (const ZanteTree *tree, const ZanteBuildInput *input,
                             const ZanteNode *node, ZanteTreeState *state, GError **error);
/* An empty stage. */
gboolean zante_tree_wipe_stage (const ZanteTree *tree, GError **error);
/* Write the files of the phases. */
gboolean zante_tree_write_phases (const ZanteTree *tree, const ZanteComponent *component,
                                  GError **error);
