/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The tree of a commit, byte for byte as it was committed: no attribute, no filter and no
 * configuration has a say. */
#pragma once

#include "fetch/git/objects.h"

typedef enum {
  ZANTE_GIT_FILE,
  ZANTE_GIT_PROGRAM, /* a file that is executable */
  ZANTE_GIT_LINK,
  ZANTE_GIT_FOLDER,
  ZANTE_GIT_MODULE, /* a submodule: a commit of another repository */
} ZanteGitEntryKind;

/* One entry of a tree object. Everything is owned. */
typedef struct {
  ZanteGitEntryKind kind;
  char *name; /* one element, safe to be a file's name */
  char *id;
} ZanteGitEntry;
void zante_git_entry_free (ZanteGitEntry *entry);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZanteGitEntry, zante_git_entry_free)

/* The entries of a tree object, whose ids have ID_BYTES bytes (20 or 32), as an array of
 * ZanteGitEntry*. ZANTE_ERROR_SOURCE for what `git fsck` calls an error: a name that is empty, ".",
 * "..", ".git" in any case or has a slash, a name twice, a mode that is none of the above. */
GPtrArray *zante_git_tree_parse (const char *data, gsize size, gsize id_bytes, GError **error);

/* PATH is from the top of the tree. */
typedef gboolean (*ZanteGitVisit) (const ZanteGitEntry *entry, const char *path, gpointer user_data,
                                   GError **error);
typedef struct {
  ZanteGitVisit visit;
  gpointer user_data;
  gint64 time;   /* filled in before the first visit: of the commit, s since 1970 */
  guint entries; /* filled in: so many were visited; more than 500000 are refused */
} ZanteGitWalk;

/* Visit every entry of COMMIT, folders before what is in them; every tree is verified. */
gboolean zante_git_walk (const ZanteGitObjects *objects, const char *commit, ZanteGitWalk *walk,
                         GError **error);

/* The file PATH of COMMIT of GIT, of at most 1 MiB, each object on the way to it verified. Owned by
 * the caller, NUL-terminated. ZANTE_ERROR_SOURCE. */
char *zante_git_read_file (const ZanteGit *git, const char *commit, const char *path,
                           GError **error);

/* Lay out COMMIT of GIT as PREFIX ("" or a relative path) of the folder DEST. The same commit
 * always gives the same files and times. A submodule becomes an empty folder. */
gboolean zante_git_lay_out (const ZanteGit *git, const char *commit, const char *dest,
                            const char *prefix, GError **error);
