/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Whether a tree has what patches change, forwards and backwards, without running anything: the one
 * home of that question. A patch applies as git-apply(1) takes it, at any offset and without fuzz;
 * it is in a tree when it applies backwards. Lines are compared by numbers, so that hundreds of
 * patches and dozens of trees take seconds. Pure. */
#pragma once

#include "series/patch.h"

/* The lines that patches have, each with a number from 1 on. */
typedef struct _ZanteLineBook ZanteLineBook;
ZanteLineBook *zante_line_book_new (void);
void zante_line_book_free (ZanteLineBook *book);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZanteLineBook, zante_line_book_free)

/* The lines of SIZE bytes of TEXT (of guint32): 0 for one that no patch entered in BOOK has. */
GArray *zante_line_book_read (const ZanteLineBook *book, const char *text, gsize size);

typedef struct _ZanteContentPatch ZanteContentPatch;
/* PATCH, whose lines are entered in BOOK. It may end before the result. */
ZanteContentPatch *zante_content_patch_new (ZanteLineBook *book, const ZanteMailedPatch *patch);
void zante_content_patch_free (ZanteContentPatch *patch);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZanteContentPatch, zante_content_patch_free)

/* Whether all of it was understood: no binary file, and some change. */
gboolean zante_content_patch_is_plain (const ZanteContentPatch *patch);
/* Whether it adds a line: what only takes some away is in every tree that never had them. */
gboolean zante_content_patch_adds (const ZanteContentPatch *patch);
/* Add the paths that it names (char*, of PATCH) to PATHS, each once. */
void zante_content_patch_paths (const ZanteContentPatch *patch, GPtrArray *paths);
/* Whether both change the same lines of the same files, wherever they stand: it may be elsewhere in
 * a file. */
gboolean zante_content_patch_same (const ZanteContentPatch *one, const ZanteContentPatch *other);
/* Whether what is around these lines is the same too: git-patch-id(1). */
gboolean zante_content_patch_alike (const ZanteContentPatch *one, const ZanteContentPatch *other);

/* A tree, and what patches made of it. */
typedef struct {
  GHashTable *files; /* path -> GArray of zante_line_book_read; borrowed. Others are not there */
  GHashTable *own;   /* private */
} ZanteContentTree;
void zante_content_tree_init (ZanteContentTree *tree, GHashTable *files);
void zante_content_tree_clear (ZanteContentTree *tree);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ZanteContentTree, zante_content_tree_clear)

/* Apply PATCH to TREE, or with REVERSE take it out. FALSE when it does not fit, and TREE is as it
 * was.
 */
gboolean zante_content_apply (ZanteContentTree *tree, const ZanteContentPatch *patch,
                              gboolean reverse);

/* Whether it would. */
gboolean zante_content_would (const ZanteContentTree *tree, const ZanteContentPatch *patch,
                              gboolean reverse);

/* Whether it says something that what PATCH makes stands in a tree: not where FILES, those before
 * the patch, have a part of it already, such as in a function that is much the same. */
gboolean zante_content_tells (GHashTable *files, const ZanteContentPatch *patch);

typedef enum {
  ZANTE_CONTENT_OTHER,   /* neither: the tree differs */
  ZANTE_CONTENT_APPLIES, /* what the patches change is not in the tree */
  ZANTE_CONTENT_IN,      /* it is */
  ZANTE_CONTENT_BOTH,    /* they fit both ways: nobody can tell */
  ZANTE_CONTENT_ABSENT,  /* the tree has none of their files */
} ZanteContentFit;

/* How PATCHES (of ZanteContentPatch, in order) fit FILES, as ZanteContentTree has them. */
ZanteContentFit zante_content_fit (GHashTable *files, GPtrArray *patches);
