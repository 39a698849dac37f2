/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Open a path below a folder without ever leaving it, whatever symbolic links are on the way
 * (openat2(2); where the kernel lacks it, any link on the way is refused). */
#pragma once

#include <glib.h>

/* The folder PATH ("" for ROOT itself) below the folder ROOT; -1 with errno, EXDEV or ELOOP when it
 * leads out. WHOLE_SYSTEM: ROOT is "/", so absolute links are at home too. */
int zante_beneath_open (int root, const char *path, gboolean whole_system);
