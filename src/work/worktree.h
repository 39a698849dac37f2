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
} ZanteWorkTree;

ZanteWorkTree *zante_work_tree_new (const ZanteBuildInput *input, const ZanteComponent *component);
void zante_work_tree_free (ZanteWorkTree *tree);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZanteWorkTree, zante_work_tree_free)

/* Hold the tree against other processes until the descriptor is closed; -1 on failure. */
int zante_work_tree_lock (const ZanteWorkTree *tree, const ZanteBuildInput *input, const char *name,
                          GCancellable *cancellable, GError **error);

/* Make the tree ready for the first phase that is not done. The state of an earlier run is taken up
 * when it fits NODE, else everything is laid out anew. */
ZanteWorkState *zante_work_tree_prepare (ZanteWorkTree *tree, const ZanteBuildInput *input,
                                         const ZanteNode *node, GCancellable *cancellable,
                                         GError **error);
/* The part of it for local sources: bring the copy up to date. */
ZanteWorkState *zante_work_tree_follow (ZanteWorkTree *tree, const ZanteBuildInput *input,
                                        const ZanteNode *node, GCancellable *cancellable,
                                        GError **error);
/* Remove all of the tree but the log. */
gboolean zante_work_tree_start_anew (const ZanteWorkTree *tree, GError **error);
/* What the tree belongs to: NODE's key; of a local source its path and what of NODE's inputs make
 * does not see for itself. */
char *zante_work_tree_key (const ZanteWorkTree *tree, const ZanteNode *node);
/* The variables ENV (taken) with what is known of a developer's tree. */
char **zante_work_tree_environment (const ZanteWorkTree *tree, char **env);
/* The digest of what prepare and configure read in a developer's tree. Owned by the caller. */
char *zante_work_tree_stamp (const ZanteWorkTree *tree, const ZanteComponent *component);
/* Whether all is there that configure makes, as far as COMPONENT says. */
gboolean zante_work_tree_is_configured (const ZanteWorkTree *tree, const ZanteComponent *component);

/* Lay out what NODE needs, unless STATE says that just that is there. A tree that stays is told
 * that its dependencies are new by their times. */
gboolean zante_work_tree_provide (const ZanteWorkTree *tree, const ZanteBuildInput *input,
                                  const ZanteNode *node, ZanteWorkState *state, GError **error);
/* An empty stage. */
gboolean zante_work_tree_wipe_stage (const ZanteWorkTree *tree, GError **error);
/* Write the files of the phases. */
gboolean zante_work_tree_write_phases (const ZanteWorkTree *tree, const ZanteComponent *component,
                                       GError **error);
