/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "fetch/http/download.h"

#include <string.h>

#include "base/error.h"
#include "base/late/late.h"
#include "base/outside.h"
#include "fetch/http/transfer.h"

enum { POLL_MS = 200, LONGEST_PAUSE_S = 30 };

static void
url_free (ZanteUrl *url)
{
  g_free (url->url);
  g_free (url->proxy);
  g_free (url);
}

ZanteDownload *
zante_download_new (const char *source, const char *place, guint64 size, const char *sha256)
{
  ZanteDownload *download = g_new0 (ZanteDownload, 1);
  download->source = g_strdup (source);
  download->place = g_strdup (place);
  download->size = size;
  download->sha256 = g_strdup (sha256);
  download->urls = g_ptr_array_new_with_free_func ((GDestroyNotify)url_free);
  return download;
}

void
zante_download_free (ZanteDownload *download)
{
  if (download == NULL)
    return;
  g_free (download->source);
  g_free (download->place);
  g_free (download->sha256);
  g_ptr_array_unref (download->urls);
  g_free (download->hint);
  g_free (download->digest);
  g_free (download);
}

void
zante_download_add_url (ZanteDownload *download, const char *url, const char *proxy)
{
  ZanteUrl *entry = g_new0 (ZanteUrl, 1);
  entry->url = g_strdup (url);
  entry->proxy = g_strdup (proxy);
  g_ptr_array_add (download->urls, entry);
}

const char *
zante_url_redirects (const char *url)
{
  return g_ascii_strncasecmp (url, "https:", 6) == 0 ? "https" : "http,https";
}

/* All downloads under way. */
typedef struct {
  const ZanteDownloadOptions *options;
  CURLM *multi;
  GPtrArray *transfers; /* of ZanteTransfer* */
  guint running;
} Queue;

static void
queue_clear (Queue *queue)
{
  for (guint i = 0; i < queue->transfers->len; i++)
    {
      ZanteTransfer *transfer = g_ptr_array_index (queue->transfers, i);
      if (transfer->easy != NULL)
        curl_multi_remove_handle (queue->multi, transfer->easy);
    }
  g_ptr_array_unref (queue->transfers);
  curl_multi_cleanup (queue->multi);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Queue, queue_clear)

static void
tell (const ZanteTransfer *transfer, const char *event, const char *status)
{
  const ZanteDownload *download = transfer->download;
  g_autofree char *name = g_path_get_basename (download->place);
  ZanteEvent told
      = ZANTE_EVENT (.event = event, .component = download->source, .path = name, .status = status);
  told.done = (gint64)transfer->offset;
  if (download->size > 0)
    told.total = (gint64)download->size;
  zante_log_emit (transfer->options->log, &told);
}

static gboolean
all_gone (const ZanteTransfer *transfer)
{
  for (guint i = 0; i < transfer->download->urls->len; i++)
    if (!transfer->gone[i])
      return FALSE;
  return TRUE;
}

/* No URL is left: say what each one answered. */
static gboolean
give_up (ZanteTransfer *transfer, GError **error)
{
  const ZanteDownload *download = transfer->download;
  g_autofree char *name = g_path_get_basename (download->place);
  g_autofree char *reasons = g_strjoinv ("; ", transfer->reasons);
  gboolean gone = all_gone (transfer);
  tell (transfer, "fetch-end", "failed");
  return zante_error_set (error, ZANTE_ERROR_SOURCE, "source '%s': %s '%s': %s%s%s%s",
                          download->source, gone ? "no server has" : "cannot download", name,
                          download->urls->len == 0 ? "no address is known" : reasons,
                          download->hint == NULL ? "" : " (",
                          download->hint == NULL ? "" : download->hint,
                          download->hint == NULL ? "" : ")");
}

/* When the next round may begin: a pause that doubles, changed by chance so that many clients do
 * not come back at the same moment. */
static gint64
pause_us (const ZanteTransfer *transfer)
{
  guint first = transfer->options->pause_ms == 0 ? 500 : transfer->options->pause_ms;
  double pause
      = first * (double)(1u << MIN (transfer->round, 10)) * g_random_double_range (0.5, 1.5);
  return (gint64)MIN (pause * 1000, LONGEST_PAUSE_S * 1e6);
}

/* Step to the next URL worth trying, in this round or the next. */
static gboolean
step (ZanteTransfer *transfer, GError **error)
{
  guint urls = transfer->download->urls->len;
  guint rounds = transfer->options->rounds == 0 ? 4 : transfer->options->rounds;
  for (transfer->at++; transfer->round < rounds; transfer->at = 0)
    {
      for (; transfer->at < urls; transfer->at++)
        if (!transfer->hopeless[transfer->at])
          return TRUE;
      transfer->not_before = g_get_monotonic_time () + pause_us (transfer);
      transfer->round++;
      gboolean hopeful = FALSE;
      for (guint i = 0; i < urls; i++)
        hopeful = hopeful || !transfer->hopeless[i];
      if (!hopeful)
        break;
    }
  return give_up (transfer, error);
}

/* A server that says when to come back is taken at its word, within limits. */
static void
obey_retry_after (ZanteTransfer *transfer, guint urls, curl_off_t seconds)
{
  if (urls == 1 && seconds > 0)
    transfer->not_before
        = MAX (transfer->not_before,
               g_get_monotonic_time () + MIN (seconds, LONGEST_PAUSE_S) * G_USEC_PER_SEC);
}

static gboolean
attempt_ended (ZanteTransfer *transfer, CURLcode code, GError **error)
{
  curl_off_t retry_after = 0;
  if (transfer->easy != NULL)
    curl_easy_getinfo (transfer->easy, CURLINFO_RETRY_AFTER, &retry_after);
  guint at = transfer->at;
  switch (zante_transfer_end (transfer, code))
    {
    case ZANTE_ATTEMPT_DONE:
      transfer->finished = TRUE;
      tell (transfer, "fetch-end", "downloaded");
      return TRUE;
    case ZANTE_ATTEMPT_AGAIN:
      return TRUE;
    case ZANTE_ATTEMPT_BROKEN:
      tell (transfer, "fetch-end", "failed");
      g_propagate_error (error, g_steal_pointer (&transfer->error));
      return FALSE;
    case ZANTE_ATTEMPT_NEVER:
      transfer->hopeless[at] = TRUE;
      break;
    case ZANTE_ATTEMPT_LATER:
      break;
    }
  if (transfer->reasons[at] != NULL)
    zante_log_message (transfer->options->log, ZANTE_LOG_INFO, "%s", transfer->reasons[at]);
  if (!step (transfer, error))
    return FALSE;
  obey_retry_after (transfer, transfer->download->urls->len, retry_after);
  return TRUE;
}

/* curl opens what a file: URL names, and would wait for whoever writes to a FIFO. */
static gboolean
check_file (const ZanteTransfer *transfer, GError **error)
{
  const ZanteUrl *url = g_ptr_array_index (transfer->download->urls, transfer->at);
  g_autofree char *file = g_filename_from_uri (url->url, NULL, NULL); /* NULL: another scheme */
  return file == NULL || zante_outside_check (file, error);
}

static gboolean
start (Queue *queue, ZanteTransfer *transfer, GError **error)
{
  if (transfer->download->urls->len == 0)
    return give_up (transfer, error);
  if (!check_file (transfer, error) || !zante_transfer_begin (transfer, error))
    return FALSE;
  if (!transfer->started)
    tell (transfer, "fetch-start", NULL);
  transfer->started = TRUE;
  if (zante_transfer_is_whole (transfer))
    return attempt_ended (transfer, CURLE_OK, error);
  curl_multi_add_handle (queue->multi, transfer->easy);
  queue->running++;
  return TRUE;
}

static gboolean
start_some (Queue *queue, GError **error)
{
  guint parallel = queue->options->parallel == 0 ? 4 : queue->options->parallel;
  gint64 now = g_get_monotonic_time ();
  for (guint i = 0; i < queue->transfers->len && queue->running < parallel; i++)
    {
      ZanteTransfer *transfer = g_ptr_array_index (queue->transfers, i);
      if (!transfer->finished && transfer->easy == NULL && transfer->not_before <= now
          && !start (queue, transfer, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
is_finished (const Queue *queue)
{
  for (guint i = 0; i < queue->transfers->len; i++)
    if (!((ZanteTransfer *)g_ptr_array_index (queue->transfers, i))->finished)
      return FALSE;
  return TRUE;
}

static gboolean
take_results (Queue *queue, GError **error)
{
  int left;
  for (CURLMsg *message = curl_multi_info_read (queue->multi, &left); message != NULL;
       message = curl_multi_info_read (queue->multi, &left))
    {
      if (message->msg != CURLMSG_DONE)
        continue;
      ZanteTransfer *transfer = NULL;
      CURLcode code = message->data.result;
      curl_easy_getinfo (message->easy_handle, CURLINFO_PRIVATE, (char **)&transfer);
      curl_multi_remove_handle (queue->multi, message->easy_handle);
      queue->running--;
      if (!attempt_ended (transfer, code, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
run (Queue *queue, GError **error)
{
  while (!is_finished (queue))
    {
      int running;
      if (g_cancellable_set_error_if_cancelled (queue->options->cancellable, error)
          || !start_some (queue, error))
        return FALSE;
      curl_multi_perform (queue->multi, &running);
      if (!take_results (queue, error))
        return FALSE;
      if (!is_finished (queue))
        curl_multi_poll (queue->multi, NULL, 0, queue->running == 0 ? POLL_MS / 4 : POLL_MS, NULL);
    }
  return TRUE;
}

gboolean
zante_download_all (GPtrArray *downloads, const ZanteDownloadOptions *options, GError **error)
{
  static gsize initialised;
  if (!zante_late_curl (error))
    return FALSE;
  if (g_once_init_enter (&initialised))
    {
      curl_global_init (CURL_GLOBAL_DEFAULT);
      g_once_init_leave (&initialised, 1);
    }
  g_auto (Queue) queue = {.options = options, .multi = curl_multi_init ()};
  queue.transfers = g_ptr_array_new_with_free_func ((GDestroyNotify)zante_transfer_free);
  for (guint i = 0; i < downloads->len; i++)
    g_ptr_array_add (queue.transfers,
                     zante_transfer_new (g_ptr_array_index (downloads, i), options));
  return run (&queue, error);
}
