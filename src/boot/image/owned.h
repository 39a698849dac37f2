/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which files of a system's root belong to Xen's packages: only they are tested. */
#pragma once

#include <glib.h>

/* The paths (with a leading '/', folders too) of the installed packages xen* and libxen* but those
 * for compiling, debugging and reading (boot/installed.h), as dpkg(1) keeps them in
 * /var/lib/dpkg/info/PACKAGE.list and /var/lib/dpkg/status; NULL when ROOT has no such package, and
 * is no system. Owned by the caller. */
GHashTable *zante_owned_paths (const char *root);
/* Whether the relative PATH is one of PATHS; /lib and /usr/lib, and the like, are the same. */
gboolean zante_owned_has (GHashTable *paths, const char *path);
