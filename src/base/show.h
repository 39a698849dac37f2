/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What text of others (names of files, output of builds, servers' answers, URLs) looks like when it
 * goes out: every stream for people and programs takes its text through here. Pure functions. */
#pragma once

#include <glib.h>

/* TEXT without what lets in: the user name and password of every URL in it are left out, the query
 * of a URL ("?token=...") becomes "?...". Owned by the caller; NULL stays NULL. */
char *zante_show_redact (const char *text);

/* TEXT, redacted, so that a terminal only prints it: control characters (ECMA-48's C0, DEL, C1),
 * characters that turn the direction of writing (UAX 9) and bytes that are no UTF-8 become "\x1b"
 * and the like, except tabs; lines after the first are indented, so that a line break in a name
 * cannot make up a message. Owned by the caller. */
char *zante_show (const char *text);

/* The same for a name or a cell of a table: what comes out is one line. */
char *zante_show_name (const char *text);

/* The same for text whose lines are its own, such as a log: line breaks stay. */
char *zante_show_text (const char *text);
