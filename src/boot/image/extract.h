/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Compressed files and binary packages of the two families, opened by libarchive, without their
 * package managers. */
#pragma once

#include <gio/gio.h>

/* The bytes of the file PATH, decompressed when it is of a format of base/filters.h; MAX bytes at
 * most. */
GBytes *zante_extract_file (const char *path, gsize max, GError **error);
/* The control file of the Debian package PATH (deb(5)), as it stands; NULL when it has none. */
char *zante_extract_control (const char *path);
/* Unpack the files of the package PATH (deb(5), or an RPM package) below the folder DEST, which is
 * made if missing. No maintainer script runs, and nothing there is set-user-ID. PATHS, if not NULL,
 * receives the path of each file and folder (char*). ZANTE_ERROR_INPUT when it is neither. */
gboolean zante_extract_package (const char *path, const char *dest, GPtrArray *paths,
                                GCancellable *cancellable, GError **error);
