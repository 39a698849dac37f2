/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the parts of one run of fetch share. It holds the workspace's fetch lock, so that two zantes
 * do not write the same files. Not thread-safe: each call of the public interface makes its own. */
#pragma once

#include "fetch/fetch.h"
#include "fetch/http/download.h"

typedef struct {
  const ZanteFetchInput *input;
  int lock_fd;
  GPtrArray *mirrors;       /* of ZanteMirror*, once asked for */
  char *bundle;             /* folder of the bundle, or NULL */
  char *scratch;            /* where it was unpacked, removed at the end; or NULL */
  GHashTable *apt_warnings; /* suite ("": apt's own) whose private indices are up to date → GString:
                             * what apt complained about */
} ZanteFetchContext;

ZanteFetchContext *zante_fetch_context_new (const ZanteFetchInput *input, GError **error);
void zante_fetch_context_free (ZanteFetchContext *context);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZanteFetchContext, zante_fetch_context_free)

/* Roots of Debian archives (ZanteMirror*), looked up once. Borrowed. */
GPtrArray *zante_fetch_mirrors (ZanteFetchContext *context, GError **error);
/* Run DOWNLOADS with the options of the input. */
gboolean zante_fetch_download (ZanteFetchContext *context, GPtrArray *downloads, GError **error);
/* The path of the file NAME (relative) in the bundle, or NULL. Owned by the caller. */
char *zante_fetch_bundled (const ZanteFetchContext *context, const char *name);
