/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The patterns of `packages`, private to this stage. */
#pragma once

#include <glib.h>

/* Whether PATTERN matches the whole of PATH: '?' is any character and '*' any number of them but
 * '/', "**" any number of any. */
gboolean zante_glob_match (const char *pattern, const char *path);
/* Whether PATTERN has a wildcard at all. */
gboolean zante_glob_is_pattern (const char *pattern);
