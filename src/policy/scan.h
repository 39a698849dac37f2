/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Find words that no file may contain in any bytes: a whole path ("/build/src", but not
 * "/usr/build/src" or "/build/srcs") or a whole name. A name that could be an ordinary word (only
 * letters and shorter than 8, or "localhost") counts only as "@name", the way who@host is written.
 * gzip files are looked into; archives (ar) are told by member. */
#pragma once

#include <glib.h>

/* The words, cleaned: paths without a trailing '/', empty ones and "/" left out, sorted, each once.
 * An array of char*. */
GPtrArray *zante_scan_words (const char *const *forbidden, const char *extra);

/* The SIZE bytes at DATA, unpacked when they are a gzip file: as much as is well-formed, at most
 * 64 MiB. NULL when they are none. */
GByteArray *zante_scan_unpack (const char *data, gsize size);

/* Append one message (char*) to LEAKS for each of WORDS that the SIZE bytes at DATA contain, with
 * the first place of it. */
void zante_scan_bytes (const GPtrArray *words, const char *data, gsize size, GPtrArray *leaks);
