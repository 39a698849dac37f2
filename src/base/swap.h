/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Put a new folder in the place of an old one. */
#pragma once

#include <glib.h>

/* The folder DEST becomes FRESH in one step; FRESH is then the old one, or gone when there was
 * none. Where the file system cannot exchange (renameat2(2), RENAME_EXCHANGE), the old one moves to
 * FRESH.old first. */
gboolean zante_swap (const char *fresh, const char *dest, GError **error);
