/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A folder that is the root of a system: dist/, unpacked packages, or "/". Paths in it are looked
 * up as a process inside would see them. */
#pragma once

#include <glib.h>

/* The file or folder on this machine that the absolute PATH is below ROOT, links followed inside of
 * ROOT (/lib and the like also where they are not merged); NULL when there is none. Owned by the
 * caller. */
char *zante_rootdir_find (const char *root, const char *path);
/* The first match, in the order of names, of the glob(7) PATTERN below ROOT, as a path on this
 * machine; NULL when there is none. Owned by the caller. */
char *zante_rootdir_glob (const char *root, const char *pattern);
/* HOST, a path below ROOT, as the absolute path inside. Owned by the caller. */
char *zante_rootdir_inside (const char *root, const char *host);
