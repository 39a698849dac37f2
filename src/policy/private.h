/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the name of a file says about private libraries. */
#pragma once

#include "policy/rules.h"

/* "libxenctrl" of libxenctrl.so, libxenctrl.so.4.17.0 and libxenctrl.a; NULL when NAME is not that
 * of a library. Owned by the caller. */
char *zante_private_stem (const char *name);
/* "4.17" of /usr/lib/xen-4.17/lib: the release in an element of DIR, or NULL. Owned by the caller.
 */
char *zante_private_version (const char *dir);
