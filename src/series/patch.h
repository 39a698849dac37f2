/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A mailed patch: what its subject says of the series it belongs to, its message, and its
 * differences, in git's format (git-format-patch(1), git-diff(1)) or as diff -u writes them. Pure.
 */
#pragma once

#include "series/mail.h"
#include "series/subject.h"

/* Where a file is changed. */
typedef struct {
  guint start;      /* its first line in the file before, from 1; 0: it has none */
  guint after;      /* the same of the file after */
  guint line;       /* of the "@@" in the mailbox */
  guint at;         /* its place among the lines of the mail */
  GPtrArray *lines; /* " kept", "-gone", "+new": of the mail */
} ZanteHunk;

typedef struct {
  char *before, *after; /* the paths; NULL: there is none before, after */
  char *id, *made;      /* the blobs' ids, shortened as the mail has them, or NULL */
  guint line;           /* where it begins in the mailbox */
  gboolean binary;      /* without what can be read here */
  GPtrArray *hunks;     /* of ZanteHunk, owned */
} ZanteFileDiff;

typedef struct {
  const ZanteMail *mail; /* borrowed */
  ZanteSubject subject;
  char *base;       /* what "base-commit:" says, or NULL */
  GPtrArray *files; /* of ZanteFileDiff, owned; none: no patch */
  GString *text;    /* the differences alone, for git-apply(1) */
} ZanteMailedPatch;
void zante_mailed_patch_free (ZanteMailedPatch *patch);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZanteMailedPatch, zante_mailed_patch_free)

/* What MAIL holds; it must outlive the patch. */
ZanteMailedPatch *zante_mailed_patch_read (const ZanteMail *mail);
