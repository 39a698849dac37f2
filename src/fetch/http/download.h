/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Download files side by side by libcurl: several URLs in order, resumed where they stopped, tried
 * again with growing pauses, and given their name only when size and digest are right. */
#pragma once

#include "base/log.h"
#include <gio/gio.h>

/* One file. Everything is owned. */
typedef struct {
  char *source;    /* of the recipe, for events and messages */
  char *place;     /* absolute path; PLACE.part while under way; its folder is made */
  guint64 size;    /* bytes; 0: not known */
  char *sha256;    /* NULL: not known; then `digest` is the answer */
  GPtrArray *urls; /* of ZanteUrl* */
  char *hint;      /* what to do when no server has the file any more, or NULL */
  char *digest;    /* set on success */
} ZanteDownload;

typedef struct {
  char *url;
  char *proxy; /* a URL; "": none; NULL: as the environment says */
} ZanteUrl;

ZanteDownload *zante_download_new (const char *source, const char *place, guint64 size,
                                   const char *sha256);
void zante_download_free (ZanteDownload *download);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZanteDownload, zante_download_free)
void zante_download_add_url (ZanteDownload *download, const char *url, const char *proxy);

/* Zero means the default that stands beside the member. */
typedef struct {
  guint parallel;      /* 4 */
  guint rounds;        /* 4: how often each URL is tried when its failure may pass */
  guint pause_ms;      /* 500: before the second round; doubled each time, +/- 50 % */
  guint connect_ms;    /* 15000 */
  guint stall_seconds; /* 30: without a byte */
  guint64 max_bytes;   /* 8 GiB: for files of unknown size */
  ZanteLog *log;
  GCancellable *cancellable;
} ZanteDownloadOptions;

/* Fetch all of DOWNLOADS (ZanteDownload*). The first that fails for good stops the others, whose
 * PLACE.part files stay for the next time. ZANTE_ERROR_SOURCE with every URL that was tried. */
gboolean zante_download_all (GPtrArray *downloads, const ZanteDownloadOptions *options,
                             GError **error);

/* The protocols that a redirect from URL may lead to: what began encrypted stays so. */
const char *zante_url_redirects (const char *url);
