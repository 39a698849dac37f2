/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One commit with its tree as a file that git can fetch from (gitformat-bundle(5)), without
 * history; the bytes depend on nothing but the commit and its tag. */
#pragma once

#include "base/git/run.h"

/* Write FOLDER/COMMIT.bundle from GIT; the tag object of REF (or NULL) goes along if it is there.
 */
gboolean zante_git_bundle_make (const ZanteGit *git, const char *ref, const char *commit,
                                const char *folder, GError **error);
/* Take COMMIT (and the tag REF, or NULL) from the file BUNDLE into GIT. */
gboolean zante_git_bundle_take (const ZanteGit *git, const char *bundle, const char *ref,
                                const char *commit, GError **error);
