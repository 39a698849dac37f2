/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Paragraphs of "Field: value" lines (deb822(5)): Sources indices, .dsc files, apt's .sources
 * files. All of it is outside data: sizes are limited, duplicates and nonsense refused. */
#pragma once

#include <glib.h>

/* The paragraphs of DATA in order: an array of GHashTable, lower-case field name → value with its
 * continuation lines after '\n' (leading blank kept off). Lines beginning with '#' are comments; a
 * paragraph of comments alone is none. An inline OpenPGP signature around the data (RFC 9580,
 * section 7) is taken off, not verified. LABEL names the data in messages. ZANTE_ERROR_SOURCE. */
GPtrArray *zante_deb822_parse (const char *data, gsize size, const char *label, GError **error);

/* FIELD (any case) of PARAGRAPH, or NULL. Borrowed. */
const char *zante_deb822_get (GHashTable *paragraph, const char *field);

/* The list "Checksums-Sha256" of a .dsc or a Sources paragraph (Debian Policy 5.6.24) as an array
 * of ZanteLockFile whose paths are plain file names. ZANTE_ERROR_SOURCE when it is missing or
 * wrong. */
GPtrArray *zante_deb822_files (GHashTable *paragraph, const char *label, GError **error);
