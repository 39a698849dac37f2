/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a folder holds, entry by entry, with modes as they are packed and the digests of its files;
 * and an index file that remembers it, so that unchanged files need not be read again. */
#pragma once

#include <gio/gio.h>
#include <sys/stat.h>

#include "base/hash.h"

typedef struct {
  char *path;                      /* relative to the root of the tree */
  mode_t mode;                     /* type and permissions, see zante_tree_mode */
  guint64 size;                    /* of a regular file */
  char *target;                    /* of a symbolic link, else NULL */
  char digest[ZANTE_HASH_HEX + 1]; /* of a regular file; "" when not hashed */
  mode_t united_mode;              /* of a folder in a union; not remembered */
  guint owner;                     /* of a union: which component it is from */
  /* the file when it was looked at, to notice a later change */
  guint64 inode;
  gint64 mtime, ctime; /* ns since the epoch */
} ZanteTreeEntry;
void zante_tree_entry_free (ZanteTreeEntry *entry);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZanteTreeEntry, zante_tree_entry_free)
ZanteTreeEntry *zante_tree_entry_copy (const ZanteTreeEntry *entry);

/* A staged file's mode, the same whatever umask it was installed with: folders 0755, files 0755 or
 * 0644 by the owner's x bit. Bits of group and others that are missing altogether stay missing (an
 * installer's 0700), set-ID bits of files and the sticky bit of folders stay. */
mode_t zante_tree_mode (mode_t mode);

/* Everything below ROOT, of ZanteTreeEntry*, sorted by path. Nothing is hashed. ZANTE_ERROR_FAILED
 * for what is no file, folder or symbolic link. */
GPtrArray *zante_tree_list (const char *root, GError **error);
/* The same with digests. Those of KNOWN (of ZanteTreeEntry*; or NULL) are taken over where inode,
 * size and both times are the same. */
GPtrArray *zante_tree_scan (const char *root, GPtrArray *known, GError **error);
/* The entry PATH of the sorted array TREE, or NULL. */
const ZanteTreeEntry *zante_tree_find (GPtrArray *tree, const char *path);
/* One digest for everything in a scanned tree: names, modes, targets, contents. */
char *zante_tree_digest (GPtrArray *tree);

/* Remember TREE in the file PATH under a LABEL that says what it is of. */
gboolean zante_tree_save (GPtrArray *tree, const char *label, const char *path, GError **error);
/* What was saved; NULL when there is nothing, it is damaged, or LABEL differs. LABEL NULL: any, and
 * FOUND receives it. */
GPtrArray *zante_tree_load (const char *path, const char *label, char **found);
