/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What content.h compares, read from a repository: a few processes of git for any number of trees
 * and commits. */
#pragma once

#include "base/git/run.h"
#include "series/content.h"

/* Some files of a tree. */
typedef struct {
  char *commit;      /* or a tree */
  GPtrArray *paths;  /* of char*, owned by others */
  GHashTable *known; /* private: the same, to find them */
  GHashTable *files; /* what zante_content_read makes of them, as ZanteContentTree has it */
} ZanteContentSource;
ZanteContentSource *zante_content_source_new (const char *commit);
void zante_content_source_free (ZanteContentSource *source);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZanteContentSource, zante_content_source_free)
/* Add PATH, which must outlive SOURCE, once. */
void zante_content_source_add (ZanteContentSource *source, const char *path);

/* Read the files of all SOURCES (of ZanteContentSource), each blob once. The patches that they are
 * to be compared with must be entered in BOOK before. */
gboolean zante_content_read (const ZanteGit *git, const ZanteLineBook *book, GPtrArray *sources,
                             GError **error);

/* What each of the commits IDS (of char*, full ids) changes, in PATHS (of char*) alone unless that
 * is NULL: id -> ZanteContentPatch. Of merges nothing is known, and they have none. */
GHashTable *zante_content_commits (const ZanteGit *git, ZanteLineBook *book, GPtrArray *ids,
                                   GPtrArray *paths, GError **error);
