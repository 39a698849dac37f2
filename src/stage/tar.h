/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Write a compressed tar whose bytes depend on nothing but its content: GNU format (names pass as
 * they are, whatever the locale), owner 0:0 without names, one time for all. Its digest is computed
 * as it is written. */
#pragma once

#include "stage/stage.h"
#include "stage/tree.h"

typedef struct _ZanteTar ZanteTar;

typedef struct {
  const char *path; /* a new file */
  ZanteTarFormat format;
  int level;        /* of the compressor */
  gboolean threads; /* compress with several; the bytes do not depend on how many */
  gint64 mtime;     /* of every entry */
  GCancellable *cancellable;
} ZanteTarOptions;

ZanteTar *zante_tar_new (const ZanteTarOptions *options, GError **error);
/* Ends without a usable file if zante_tar_finish was not reached. */
void zante_tar_free (ZanteTar *tar);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZanteTar, zante_tar_free)
/* Append ENTRY with the content it has below ROOT. A second name of a file already appended becomes
 * a hard link to the first. DIGEST, if not NULL, receives the SHA-256 of a regular file's content,
 * owned by the caller (NULL for others). */
gboolean zante_tar_add (ZanteTar *tar, const char *root, const ZanteTreeEntry *entry, char **digest,
                        GError **error);
/* Write the end and sync the file to the disk. Returns its digest; its bytes in SIZE. */
char *zante_tar_finish (ZanteTar *tar, guint64 *size, GError **error);
