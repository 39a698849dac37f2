/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Text for people in lines of at most 78 characters, as Debian's files and spec files have it. */
#pragma once

#include <glib.h>

/* Append TEXT to OUT, its words in lines that begin with FIRST, then with FURTHER. */
void zante_wrap_append (GString *out, const char *text, const char *first, const char *further);
/* The paragraphs of TEXT, separated by empty lines or begun by "- " items, each filled; owned by
 * the caller (g_strfreev). */
char **zante_wrap_paragraphs (const char *text);
