/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The tree under test in memory, and paths looked up in it as they will be after installation: the
 * tree laid over the system, every symbolic link followed inside that union. */
#pragma once

#include <gio/gio.h>

#include "policy/file.h"

typedef enum {
  ZANTE_PLACE_NOWHERE,
  ZANTE_PLACE_LOOP,    /* symbolic links that never end */
  ZANTE_PLACE_OUTSIDE, /* a ".." above the root */
  ZANTE_PLACE_TREE,
  ZANTE_PLACE_SYSTEM,
} ZantePlace;

typedef struct {
  ZantePlace place;
  char *path;                  /* where all links lead: a key, or a path of the system */
  const ZantePolicyFile *file; /* in the tree */
  char *host_path;             /* on this machine, when in the system */
} ZanteFound;
void zante_found_clear (ZanteFound *found);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ZanteFound, zante_found_clear)
gboolean zante_found_exists (const ZanteFound *found);

typedef struct _ZantePolicyTree ZantePolicyTree;

/* List the folder ROOT and read what the rules need of every file, in threads. FORBIDDEN are the
 * words to look for; the absolute path of ROOT is always one. SYSTEM_ROOTS NULL means "/". */
ZantePolicyTree *zante_policy_tree_new (const char *root, const char *const *system_roots,
                                        const char *const *forbidden, GCancellable *cancellable,
                                        GError **error);
void zante_policy_tree_free (ZantePolicyTree *tree);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZantePolicyTree, zante_policy_tree_free)

/* Of ZantePolicyFile*, sorted by path; borrowed. */
const GPtrArray *zante_policy_tree_files (const ZantePolicyTree *tree);
const char *const *zante_policy_tree_roots (const ZantePolicyTree *tree);
/* The words that were looked for; borrowed. */
const GPtrArray *zante_policy_tree_words (const ZantePolicyTree *tree);

/* Look up the absolute PATH, or the relative one from the directory FROM (a key); all links are
 * followed. A directory in both is the tree's. */
ZanteFound zante_policy_tree_find (ZantePolicyTree *tree, const char *from, const char *path);
/* The key of the directory PATH, or PATH normalised when there is none; owned by the caller. */
char *zante_policy_tree_key (ZantePolicyTree *tree, const char *path);
