/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which files of a system's root belong to which packages: only those of Xen's are tested. */
#pragma once

#include <glib.h>

/* The paths (with a leading '/', folders too) of the installed packages xen* and libxen* but those
 * for compiling, debugging and reading (boot/installed.h), as dpkg(1) keeps them in
 * /var/lib/dpkg/info/PACKAGE.list and /var/lib/dpkg/status; NULL when ROOT has no such package, and
 * is no system. Owned by the caller. */
GHashTable *zante_owned_paths (const char *root);
/* The paths of the packages NAMES (a NULL-terminated list) in each of ROOTS, likewise; empty where
 * dpkg keeps no records. Owned by the caller. */
GHashTable *zante_owned_files (const char *const *roots, const char *const *names);
/* Remember that the package NAME has the paths LIST ("/usr/bin/x" lines) in ROOT, where dpkg would
 * have unpacked it. */
gboolean zante_owned_remember (const char *root, const char *name, const char *list,
                               GError **error);
/* Whether the relative PATH is one of PATHS; /lib and /usr/lib, and the like, are the same. */
gboolean zante_owned_has (GHashTable *paths, const char *path);
