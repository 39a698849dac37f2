/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The lines of unified diffs, as POSIX's diff -u and git-diff(1) write and patch(1) reads them: the
 * one home for whoever reads a patch. Pure. */
#pragma once

#include <glib.h>

/* A hunk, of which some lines are still to come. */
typedef struct {
  guint start;         /* its first line in the file before, from 1; 0: it has none */
  guint start_after;   /* the same of the file after */
  guint before, after; /* lines that are still to come, of the file before and after */
} ZanteDiffHunk;

/* Read "@@ -A[,B] +C[,D] @@"; FALSE when LINE is none, and HUNK is as it was. Numbers beyond
 * G_MAXINT are taken for that. */
gboolean zante_diff_hunk_begin (ZanteDiffHunk *hunk, const char *line);
gboolean zante_diff_hunk_is_open (const ZanteDiffHunk *hunk);
/* Take a line of the open HUNK whose first character is KIND: an empty one lost its blank on the
 * way, and so did one that begins with a tab. FALSE when it is no line of a hunk, which then is cut
 * short.
 */
gboolean zante_diff_hunk_take (ZanteDiffHunk *hunk, char kind);

/* The name on a header line, TEXT being what stands behind "--- ", "rename to " and their like: up
 * to a tab (diff -u has a date behind it), or quoted with C escapes as git does (quote.c there).
 * Owned by the caller; NULL when it is quoted badly, which patch(1) would read in its own way. */
char *zante_diff_name (const char *text);
/* NAME without its first element, as patch -p1 has it, in the same string; NULL: it has but one. */
const char *zante_diff_strip (const char *name);
/* The one file of "diff --git a/NAME b/NAME", NAMES being what stands behind "--git ", as "b/NAME".
 * Owned by the caller; NULL when it has two names. */
char *zante_diff_git_name (const char *names);
