/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What git knows of a developer's tree: the commit that is checked out, and what it holds. */
#pragma once

#include <gio/gio.h>

/* The commit that is checked out in the folder TREE, and when it was committed, in seconds since
 * the epoch. NULL when there is none; owned by the caller. */
char *zante_local_head (const char *tree, gint64 *date, GCancellable *cancellable);

/* The files of the commit that is checked out: path → "MODE ID" ("100644 1f2e…"), as git-ls-tree(1)
 * tells them; submodules are left out. NULL when git does not say. */
GHashTable *zante_local_committed (const char *tree, GCancellable *cancellable);
