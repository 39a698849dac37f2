/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which files of a developer's tree are its source: of a git tree those that git tracks or would
 * track, so that what a build by hand left there stays out; of any other tree all of them. */
#pragma once

#include <gio/gio.h>

/* Arguments that begin every call of git in somebody's tree FOLDER; more follow. The tree may
 * belong to another user: only commands that run nothing of what its configuration names are given
 * (no hooks, filters, pagers, signatures). */
#define ZANTE_LOCAL_GIT(folder) "-c", "safe.directory=*", "-C", (folder)

/* Paths below the folder TREE, sorted, each once; char*, owned by the array. Folders are in it
 * where git does not say what is source; files that git tracks may be missing in TREE. What lies
 * below one of the absolute paths SKIP is left out. GIT receives whether git knows TREE, and WHY
 * (owned by the caller) why it does not although it has a .git. */
GPtrArray *zante_local_list (const char *tree, const char *const *skip, GCancellable *cancellable,
                             gboolean *git, char **why, GError **error);
