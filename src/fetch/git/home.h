/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The folder of a bare repository: nothing in it but objects and refs decides what git does. */
#pragma once

#include "base/git/run.h"

/* Make GIT's folder ours, if it is there: its configuration is written anew, and what else could
 * make git run a program, follow a link or look elsewhere is removed (gitrepository-layout(5)). */
gboolean zante_git_home_own (const ZanteGit *git, GError **error);
/* The same, and it is made if it is missing. From the user's configuration for URL come the proxy
 * and the list of repositories that they trust though they are somebody else's. */
gboolean zante_git_home_make (ZanteGit *git, const char *url, GError **error);

/* Remove what a git that was killed left behind: its locks, which would stop every later one, and
 * half-written packs. Nobody else may be writing here. */
gboolean zante_git_home_recover (const ZanteGit *git, GError **error);

/* Whether git finds nothing damaged in all that is here. Slow: for when something failed. */
gboolean zante_git_home_is_sound (const ZanteGit *git);
/* Begin anew with an empty repository. */
gboolean zante_git_home_reset (const ZanteGit *git, GError **error);
