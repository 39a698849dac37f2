/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The build tree of one component: where its parts lie, whether an earlier run can be gone on with,
 * and how it is laid out: its own copy of the source, its dependencies, the text of its phases. A
 * developer's own tree is copied too, and the copy follows it from then on: each component has its
 * own, and what they generate stays out of the developer's. */
#pragma once

#include "work/resume.h"
#include "work/work.h"

/* Absolute paths, all below WORK/NAME. Owned. */
typedef struct {
  char *root;
  char *src;
  char *stage;
  char *deps;
  char *usr_mount; /* empty: mount point of the overlay over /usr */
  char *home;      /* HOME of plain mode */
  char *phases;    /* one file per phase, as people wrote it */
  char *component; /* where the component's own folder is read; not always below; or NULL */
  char *state;     /* state.json */
  char *running;   /* exists while a phase runs; still there: it was killed outright */
  char *log;
  const ZanteSource *source; /* borrowed; NULL: the component has none */
  gboolean local;            /* src follows a developer's own tree */
  ZanteLocalTree *copied;    /* that tree as it was copied; NULL: not yet, or not local */
} ZanteTree;

ZanteTree *zante_tree_new (const ZanteBuildInput *input, const ZanteComponent *component);
void zante_tree_free (ZanteTree *tree);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZanteTree, zante_tree_free)

/* Hold the tree against other processes until the descriptor is closed; -1 on failure. */
int zante_tree_lock (const ZanteTree *tree, const ZanteBuildInput *input, const char *name,
                     GCancellable *cancellable, GError **error);

/* Make the tree ready for the first phase that is not done. The state of an earlier run is taken up
 * when it fits NODE, else everything is laid out anew. */
ZanteTreeState *zante_tree_prepare (ZanteTree *tree, const ZanteBuildInput *input,
                                    const ZanteNode *node, GCancellable *cancellable,
                                    GError **error);
/* The part of it for local sources: bring the copy up to date. */
ZanteTreeState *zante_tree_follow (ZanteTree *tree, const ZanteBuildInput *input,
                                   const ZanteNode *node, GCancellable *cancellable,
                                   GError **error);
/* Remove all of the tree but the log. */
gboolean zante_tree_start_anew (const ZanteTree *tree, GError **error);
/* What the tree belongs to: NODE's key; of a local source its path and what of NODE's inputs make
 * does not see for itself. */
char *zante_tree_key (const ZanteTree *tree, const ZanteNode *node);
/* The variables ENV (taken) with what is known of a developer's tree. */
char **zante_tree_environment (const ZanteTree *tree, char **env);
/* The digest of what prepare and configure read in a developer's tree. Owned by the caller. */
char *zante_tree_stamp (const ZanteTree *tree, const ZanteComponent *component);
/* Whether all is there that configure makes, as far as COMPONENT says. */
gboolean zante_tree_is_configured (const ZanteTree *tree, const ZanteComponent *component);

/* Lay out what NODE needs, unless STATE says that just that is there. A tree that stays is told
 * that its dependencies are new by their times. */
gboolean zante_tree_provide (const ZanteTree *tree, const ZanteBuildInput *input,
                             const ZanteNode *node, ZanteTreeState *state, GError **error);
/* An empty stage. */
gboolean zante_tree_wipe_stage (const ZanteTree *tree, GError **error);
/* Write the files of the phases. */
gboolean zante_tree_write_phases (const ZanteTree *tree, const ZanteComponent *component,
                                  GError **error);
