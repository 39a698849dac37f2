/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Bare repositories below the workspace's git/, one per URL, holding no more history than what the
 * server lets us leave out. A commit that is here for good has the ref refs/zante/pin/ID. */
#pragma once

#include "base/git/run.h"
#include "base/workspace.h"
#include <gio/gio.h>

/* Where the objects of one repository come from. */
typedef struct {
  const char *url;
  const char *const *mirrors; /* tried after URL, in order; or NULL */
} ZanteGitPlace;

/* The repository for URL, made when MAKE is set; it is ours in any case (git-home.h). */
gboolean zante_git_open (ZanteGit *git, const ZanteWorkspace *workspace, const char *url,
                         gboolean make, GCancellable *cancellable, GError **error);

/* The commit that REF ("refs/tags/…", "refs/heads/…") is at PLACE now; owned by the caller. */
char *zante_git_resolve (const ZanteGit *git, const ZanteGitPlace *place, const char *ref,
                         GError **error);

/* Whether COMMIT with its whole tree was brought here. */
gboolean zante_git_has (const ZanteGit *git, const char *commit);
/* Whether all of COMMIT that is here is what its id says: every tree and file is hashed. */
gboolean zante_git_verify (const ZanteGit *git, const char *commit, GError **error);
/* Whether the tag REF was brought here and is of COMMIT. */
gboolean zante_git_has_tag (const ZanteGit *git, const char *ref, const char *commit);
/* When COMMIT, which is here, was committed, in seconds since the epoch; 0 when it does not say. */
guint64 zante_git_date (const ZanteGit *git, const char *commit);
/* Remember that COMMIT with its whole tree is here. */
gboolean zante_git_pin (const ZanteGit *git, const char *commit, GError **error);
/* Bring COMMIT here. REF (or NULL) is where it was found: a tag that is another commit now is
 * ZANTE_ERROR_SOURCE naming both; a branch may have moved on. */
gboolean zante_git_bring (const ZanteGit *git, const ZanteGitPlace *place, const char *ref,
                          const char *commit, GError **error);
/* Where the tag object of REF lies after zante_git_bring. Owned by the caller. */
char *zante_git_local_ref (const char *ref);
