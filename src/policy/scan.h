/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Find words that no file may contain in any bytes: a whole path ("/build/src", but not
 * "/usr/build/src" or "/build/srcs") or a whole name. A name that could be a word of a language or
 * of a program (letters alone, or letters and digits and shorter than 8) counts only where a build
 * writes the name of its machine: who@name, and the value of something called host. gzip files are
 * looked into; archives (ar) are told by member. */
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
