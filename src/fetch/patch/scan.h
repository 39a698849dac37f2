/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which files a unified diff (POSIX diff -u, or git's extended form) touches, read before patch(1)
 * is let loose on a tree. */
#pragma once

#include <glib.h>

typedef struct {
  GPtrArray *paths;   /* char*: without the first path element (-p1), in order, no repetitions */
  GPtrArray *empties; /* char*: files that are new and empty; in `paths` too */
  gboolean changes;   /* there is a hunk, or a change of name or mode */
  gboolean repeated;  /* a file is touched by more than one diff of the patch */
} ZantePatchScan;

/* Scan DATA. A name that is absolute, has ".." or is quoted badly, an ed script, binary parts,
 * symbolic links and submodules are ZANTE_ERROR_SOURCE: patch(1) would run or write what we do not
 * want, would pass over it without a word, or dpkg-source(1) could not do the same. */
ZantePatchScan *zante_patch_scan (const char *data, gsize size, GError **error);
void zante_patch_scan_free (ZantePatchScan *scan);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZantePatchScan, zante_patch_scan_free)
