/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Many objects of a repository by one process, `git cat-file --batch` (git-cat-file(1)). */
#pragma once

#include "base/git/run.h"

typedef struct {
  char *id;         /* NULL: there is none of that name, or several of that short id */
  char *type;       /* "blob", "commit", "tree", "tag", or NULL */
  const char *data; /* of the batch; NULL: not asked for */
  gsize size;
} ZanteGitObject;

typedef struct {
  GPtrArray *objects; /* of ZanteGitObject, one of each name, in their order */
  char *output;
} ZanteGitBatch;
void zante_git_batch_free (ZanteGitBatch *batch);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZanteGitBatch, zante_git_batch_free)

/* The objects that NAMES (of char*, as gitrevisions(7) has them) stand for, and with CONTENTS what
 * they hold. What has a line break in it names none. */
ZanteGitBatch *zante_git_batch_read (const ZanteGit *git, GPtrArray *names, gboolean contents,
                                     GError **error);
