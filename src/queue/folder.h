/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A queue: patches over a pinned source, in order, kept as files in a folder as quilt(1) does it:
 * the patches, "series" with their names, "base" with the commit that they are made on, and
 * "applied" with how many of them are pushed. git is run on an index and a store of objects of its
 * own: the repository, its index and its work tree are only read. Whatever is written is written as
 * a whole. */
#pragma once

#include "base/git/run.h"
#include "series/series.h"

typedef struct {
  char *name;                    /* of the file, plain */
  char *text;                    /* all of it */
  ZanteMailbox *mail;            /* TEXT, read */
  const ZanteMailedPatch *patch; /* of MAIL */
} ZanteQueuePatch;

typedef struct {
  char *folder;       /* absolute */
  char *base;         /* full id, or NULL: there is none yet */
  guint applied;      /* how many of the patches are pushed */
  GPtrArray *patches; /* of ZanteQueuePatch, owned */
} ZanteQueue;
void zante_queue_free (ZanteQueue *queue);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZanteQueue, zante_queue_free)

/* The queue in FOLDER; an empty one where there is no such folder. ZANTE_ERROR_INPUT naming the
 * file that cannot be right. */
ZanteQueue *zante_queue_load (const char *folder, GError **error);
/* Put QUEUE in the place of what its folder has, in one step. Files there that are not the queue's
 * stay. */
gboolean zante_queue_save (const ZanteQueue *queue, GError **error);
/* The same where nothing but APPLIED is new. */
gboolean zante_queue_save_applied (const ZanteQueue *queue, GError **error);
/* A patch of TEXT called NAME, which must be one; ZANTE_ERROR_INPUT otherwise. TEXT is taken over.
 */
ZanteQueuePatch *zante_queue_patch_new (const char *name, char *text, GError **error);
void zante_queue_patch_free (ZanteQueuePatch *patch);
/* The text of PATCH with DIFF in the place of its differences. Owned by the caller. */
char *zante_queue_patch_text (const ZanteQueuePatch *patch, const char *diff);

/* Add the patches of MAILBOX (PATH: where it came from) at the end of QUEUE. Names come from PATH
 * where it is a patch, else from the subjects. How many were added; 0 and an error for none, or for
 * a name that is there. */
guint zante_queue_import (ZanteQueue *queue, const ZanteMailbox *mailbox, const char *path,
                          GError **error);

/* A tree of its own that patches are applied to by git-apply(1), without fuzz. */
typedef struct {
  ZanteGit git;
  char *folder, *tree; /* the latter is an id */
} ZanteQueueTree;
void zante_queue_tree_clear (ZanteQueueTree *tree);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ZanteQueueTree, zante_queue_tree_clear)
/* Make TREE that of COMMIT. */
gboolean zante_queue_tree_open (ZanteQueueTree *tree, const ZanteGit *git, const char *commit,
                                GError **error);
/* Apply PATCH; DIFF (may be NULL) is what it changes, with the very places and ids; g_free.
 * ZANTE_ERROR_SOURCE naming the patch and git's reason when it does not apply. */
gboolean zante_queue_tree_apply (ZanteQueueTree *tree, const ZanteQueuePatch *patch, char **diff,
                                 GError **error);
/* What turns TREE into that of COMMIT. Owned by the caller. */
char *zante_queue_tree_diff (const ZanteQueueTree *tree, const char *commit, GError **error);
/* Apply the first N patches of QUEUE to TREE, that of its base. */
gboolean zante_queue_tree_push (ZanteQueueTree *tree, const ZanteGit *git, const ZanteQueue *queue,
                                guint n, GError **error);
