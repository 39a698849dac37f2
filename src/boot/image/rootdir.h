/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A folder that is the root of a system: dist/, unpacked packages, or "/". Paths in it are looked
 * up as a process inside would see them. */
#pragma once

#include <glib.h>

/* The file or folder on this machine that the absolute PATH is below ROOT, links followed inside of
 * ROOT (/lib and the like also where they are not merged); NULL when there is none. Owned by the
 * caller. */
char *zante_rootdir_find (const char *root, const char *path);
/* The paths below ROOT that match PATTERN, absolute as a process inside would name them (char*,
 * sorted within each folder); '*' and '?' match within a name. No link leads out of ROOT. */
GPtrArray *zante_rootdir_glob (const char *root, const char *pattern);
