/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One file under way: its .part file, the attempt that runs, what went wrong at each URL. */
#pragma once

#include "base/fs.h"
#include "base/hash.h"
#include "fetch/http/download.h"
#include <curl/curl.h>

typedef enum {
  ZANTE_ATTEMPT_DONE,   /* the file is there */
  ZANTE_ATTEMPT_AGAIN,  /* the same URL at once, from the beginning */
  ZANTE_ATTEMPT_LATER,  /* may pass: the next URL, then this one in the next round */
  ZANTE_ATTEMPT_NEVER,  /* this URL is of no use */
  ZANTE_ATTEMPT_BROKEN, /* a local failure, in `error` */
} ZanteAttempt;

typedef struct {
  ZanteDownload *download;
  const ZanteDownloadOptions *options;
  char *part, *validator; /* PLACE.part, PLACE.tag.part */
  ZanteFd fd;
  guint64 offset;  /* bytes in the .part file */
  ZanteHash *hash; /* of them */
  guint64 resumed; /* where this attempt began */
  gboolean answered;
  gint64 told;   /* last progress event, monotonic us */
  char *problem; /* found while receiving; the attempt is then aborted */
  ZanteAttempt problem_kind;
  GError *error;
  CURL *easy;
  struct curl_slist *headers;
  char message[CURL_ERROR_SIZE];
  /* the way through the URLs */
  guint at, round;
  gboolean started, finished;
  gint64 not_before;  /* monotonic us */
  gboolean *hopeless; /* per URL */
  gboolean *gone;     /* per URL: the server says that there is no such file */
  char **reasons;     /* per URL: the last failure */
} ZanteTransfer;

ZanteTransfer *zante_transfer_new (ZanteDownload *download, const ZanteDownloadOptions *options);
void zante_transfer_free (ZanteTransfer *transfer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZanteTransfer, zante_transfer_free)

/* Prepare `easy` for the current URL. */
gboolean zante_transfer_begin (ZanteTransfer *transfer, GError **error);
/* Whether the .part file has all its bytes already, so that zante_transfer_end (…, CURLE_OK) can
 * follow without a word to the server. */
gboolean zante_transfer_is_whole (ZanteTransfer *transfer);
/* The attempt ended with CODE. `easy` is gone afterwards. */
ZanteAttempt zante_transfer_end (ZanteTransfer *transfer, CURLcode code);
