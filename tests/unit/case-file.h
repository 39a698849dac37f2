/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Files of cases, NAME.case: sections "== NAME" and text below. Most are files of a small project,
 * laid over those of base.case; "args" and "expected" are what a test is given and what comes of
 * it. */
#pragma once

#include <glib.h>

/* The sections of PATH in order: names and texts alternate (char*). */
GPtrArray *case_file_read (const char *path);
/* The text of the section NAME, or "". */
const char *case_file_find (const GPtrArray *sections, const char *name);
/* Write the files in the current folder: "== PATH", "== PATH MODE", and "== PATH -" removes one. */
void case_file_lay_out (const GPtrArray *sections);
/* GOT is what is expected; with UPDATE_EXPECTED=1 it becomes that, in the file PATH. */
void case_file_compare (const char *path, const GPtrArray *sections, const char *got);
