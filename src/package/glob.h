/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The patterns of `packages`, private to this stage. */
#pragma once

#include <glib.h>

/* Whether PATTERN matches the whole of PATH: '?' is any character and '*' any number of them but
 * '/', "**" any number of any. */
gboolean zante_glob_match (const char *pattern, const char *path);
/* Whether PATTERN has a wildcard at all. */
gboolean zante_glob_is_pattern (const char *pattern);

/* PATTERN as dh_install(1) and rpmbuild's %files read it as one: '?' for what would split, quote or
 * be special to them alone. Owned by the caller. */
char *zante_glob_word (const char *pattern);
/* A pattern for the file PATH, whatever its name is. Owned by the caller. */
char *zante_glob_of (const char *path);
