/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Bare repositories below the workspace's git/, one per URL, holding no more history than what the
 * server lets us leave out. A commit that is here for good has the ref refs/zante/pin/ID. */
#pragma once

#include "base/workspace.h"
#include "fetch/git/run.h"
#include <gio/gio.h>

/* Where the objects of one repository come from. */
typedef struct {
  const char *url;
  const char *const *mirrors; /* tried after URL, in order; or NULL */
} ZanteGitPlace;

/* The repository for URL, made when MAKE is set. */
gboolean zante_git_open (ZanteGit *git, const ZanteWorkspace *workspace, const char *url,
                         gboolean make, GCancellable *cancellable, GError **error);

/* Remove what a git that was killed left behind: its locks, which would stop every later one, and
 * half-written packs. Nobody else may be writing here. */
gboolean zante_git_recover (const ZanteGit *git, GError **error);

/* The commit that REF ("refs/tags/…", "refs/heads/…") is at PLACE now; owned by the caller. */
char *zante_git_resolve (const ZanteGit *git, const ZanteGitPlace *place, const char *ref,
                         GError **error);

/* Whether COMMIT with its whole tree is here. */
gboolean zante_git_has (const ZanteGit *git, const char *commit);
/* Whether the tag REF was brought here and is of COMMIT. */
gboolean zante_git_has_tag (const ZanteGit *git, const char *ref, const char *commit);
/* Remember that COMMIT with its whole tree is here. */
gboolean zante_git_pin (const ZanteGit *git, const char *commit, GError **error);
/* Bring COMMIT here. REF (or NULL) is where it was found: a tag that is another commit now is
 * ZANTE_ERROR_SOURCE naming both; a branch may have moved on. */
gboolean zante_git_bring (const ZanteGit *git, const ZanteGitPlace *place, const char *ref,
                          const char *commit, GError **error);
/* Where the tag object of REF lies after zante_git_bring. Owned by the caller. */
char *zante_git_local_ref (const char *ref);
