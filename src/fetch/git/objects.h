/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The objects of one commit, each hashed again before it is believed: git itself does not look
 * whether what lies in a repository is still what its name says. */
#pragma once

#include "base/git/run.h"

/* One object. DATA is borrowed from the set. */
typedef struct {
  const char *data;
  gsize size; /* bytes */
} ZanteGitObject;

typedef struct ZanteGitObjects ZanteGitObjects;

/* Read COMMIT with all its trees, and the files in them unless TREES_ONLY. Submodules are not
 * entered. */
ZanteGitObjects *zante_git_objects_read (const ZanteGit *git, const char *commit,
                                         gboolean trees_only, GError **error);
/* Read the one object ID, whatever it is. */
ZanteGitObjects *zante_git_objects_read_one (const ZanteGit *git, const char *id, GError **error);
void zante_git_objects_free (ZanteGitObjects *objects);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZanteGitObjects, zante_git_objects_free)

/* The object ID of TYPE ("commit", "tree", "blob"); ZANTE_ERROR_SOURCE when it is missing or not
 * what its id says. */
gboolean zante_git_objects_get (const ZanteGitObjects *objects, const char *id, const char *type,
                                ZanteGitObject *object, GError **error);
/* Whether all that was read is what its ids say, and COMMIT among it. */
gboolean zante_git_objects_check (const ZanteGitObjects *objects, const char *commit,
                                  GError **error);

/* A commit object taken apart (git-commit-tree(1)): the id of its tree, owned by the caller, and
 * the time of the commit, s since 1970. ZANTE_ERROR_SOURCE when it is malformed. */
char *zante_git_commit_parse (const char *data, gsize size, gint64 *time, GError **error);
