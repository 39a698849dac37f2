/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "fetch/http/transfer.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "base/show.h"

enum { MAX_REDIRECTS = 8, PROGRESS_US = 200 * 1000 };

#define DEFAULT_MAX_BYTES (G_GUINT64_CONSTANT (8) << 30)

ZanteTransfer *
zante_transfer_new (ZanteDownload *download, const ZanteDownloadOptions *options)
{
  ZanteTransfer *transfer = g_new0 (ZanteTransfer, 1);
  transfer->download = download;
  transfer->options = options;
  transfer->part = g_strconcat (download->place, ".part", NULL);
  transfer->validator = g_strconcat (download->place, ".tag.part", NULL);
  transfer->fd = -1;
  transfer->hopeless = g_new0 (gboolean, download->urls->len + 1);
  transfer->gone = g_new0 (gboolean, download->urls->len + 1);
  transfer->reasons = g_new0 (char *, download->urls->len + 1);
  return transfer;
}

static void
drop_attempt (ZanteTransfer *transfer)
{
  g_clear_pointer (&transfer->easy, curl_easy_cleanup);
  g_clear_pointer (&transfer->headers, curl_slist_free_all);
  g_clear_pointer (&transfer->problem, g_free);
}

void
zante_transfer_free (ZanteTransfer *transfer)
{
  if (transfer == NULL)
    return;
  drop_attempt (transfer);
  zante_fd_close (transfer->fd);
  g_clear_pointer (&transfer->hash, zante_hash_free);
  g_clear_error (&transfer->error);
  for (guint i = 0; i < transfer->download->urls->len; i++)
    g_free (transfer->reasons[i]);
  g_free (transfer->reasons);
  g_free (transfer->hopeless);
  g_free (transfer->gone);
  g_free (transfer->part);
  g_free (transfer->validator);
  g_free (transfer);
}

static const ZanteUrl *
current_url (const ZanteTransfer *transfer)
{
  return g_ptr_array_index (transfer->download->urls, transfer->at);
}

static gboolean
is_http (const char *url)
{
  return g_ascii_strncasecmp (url, "http", 4) == 0;
}

/* Begin the .part file anew. */
static gboolean
start_over (ZanteTransfer *transfer, GError **error)
{
  g_clear_pointer (&transfer->hash, zante_hash_free);
  transfer->hash = zante_hash_new ();
  transfer->offset = 0;
  transfer->resumed = 0;
  g_unlink (transfer->validator);
  if (ftruncate (transfer->fd, 0) != 0)
    return zante_error_errno (error, errno, "cannot write '%s'", transfer->part);
  return TRUE;
}

/* Feed what the .part file already holds to the hash. */
static gboolean
take_up (ZanteTransfer *transfer, GError **error)
{
  g_autofree char *block = g_malloc (64 * 1024);
  for (;;)
    {
      ssize_t got
          = TEMP_FAILURE_RETRY (pread (transfer->fd, block, 64 * 1024, (off_t)transfer->offset));
      if (got < 0)
        return zante_error_errno (error, errno, "cannot read '%s'", transfer->part);
      if (got == 0)
        return TRUE;
      zante_hash_update (transfer->hash, block, (gsize)got);
      transfer->offset += (guint64)got;
    }
}

static gboolean
open_part (ZanteTransfer *transfer, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (transfer->part);
  if (!zante_fs_make_dirs (folder, error))
    return FALSE;
  transfer->fd = open (transfer->part, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0644);
  if (transfer->fd < 0)
    return zante_error_errno (error, errno, "cannot write '%s'", transfer->part);
  transfer->hash = zante_hash_new ();
  if (!take_up (transfer, error))
    return FALSE;
  guint64 size = transfer->download->size;
  return size == 0 || transfer->offset <= size || start_over (transfer, error);
}

/* The validator (RFC 9110, 8.8) that came with the bytes in the .part file, if they came from URL.
 */
static char *
saved_validator (const ZanteTransfer *transfer, const char *url)
{
  g_autofree char *data = NULL;
  if (!g_file_get_contents (transfer->validator, &data, NULL, NULL))
    return NULL;
  g_auto (GStrv) lines = g_strsplit (data, "\n", 3);
  if (g_strv_length (lines) < 2 || strcmp (lines[0], url) != 0 || *lines[1] == '\0')
    return NULL;
  return g_strdup (lines[1]);
}

static char *
header (ZanteTransfer *transfer, const char *name)
{
  struct curl_header *found;
  if (curl_easy_header (transfer->easy, name, 0, CURLH_HEADER, -1, &found) != CURLHE_OK)
    return NULL;
  return g_strdup (found->value);
}

/* A weak tag does not promise equal bytes, so it must not be used with If-Range (RFC 9110, 13.1.5).
 */
static void
save_validator (ZanteTransfer *transfer)
{
  g_autofree char *tag = header (transfer, "ETag");
  g_autofree char *date = header (transfer, "Last-Modified");
  const char *validator = tag != NULL && tag[0] == '"' ? tag : date;
  if (validator == NULL)
    return;
  g_autofree char *text = g_strdup_printf ("%s\n%s\n", current_url (transfer)->url, validator);
  zante_fs_write (transfer->validator, text, -1, NULL);
}

static void
object_to (ZanteTransfer *transfer, ZanteAttempt kind, char *problem)
{
  g_free (transfer->problem);
  transfer->problem = problem;
  transfer->problem_kind = kind;
}

static gboolean
range_continues (ZanteTransfer *transfer)
{
  g_autofree char *range = header (transfer, "Content-Range");
  guint64 first = G_MAXUINT64;
  if (range != NULL && g_ascii_strncasecmp (range, "bytes ", 6) == 0)
    first = g_ascii_strtoull (range + 6, NULL, 10);
  return first == transfer->offset;
}

/* Look at the answer once its first byte is here: does it continue or start over? */
static gboolean
check_answer (ZanteTransfer *transfer)
{
  long status = 0;
  curl_off_t length = -1;
  transfer->answered = TRUE;
  curl_easy_getinfo (transfer->easy, CURLINFO_RESPONSE_CODE, &status);
  curl_easy_getinfo (transfer->easy, CURLINFO_CONTENT_LENGTH_DOWNLOAD_T, &length);
  gboolean usable = status == 200 || status == 206 || !is_http (current_url (transfer)->url);
  if (!usable || (status == 206 && !range_continues (transfer)))
    {
      object_to (transfer, transfer->offset > 0 ? ZANTE_ATTEMPT_AGAIN : ZANTE_ATTEMPT_NEVER,
                 g_strdup_printf ("HTTP status %ld and not the bytes asked for", status));
      return FALSE;
    }
  if (status != 206 && transfer->offset > 0 && !start_over (transfer, &transfer->error))
    return FALSE;
  if (status == 200)
    save_validator (transfer);
  guint64 size = transfer->download->size;
  if (size == 0 || length < 0 || transfer->offset + (guint64)length == size)
    return TRUE;
  object_to (transfer, transfer->offset > 0 ? ZANTE_ATTEMPT_AGAIN : ZANTE_ATTEMPT_NEVER,
             g_strdup_printf ("has %" G_GUINT64_FORMAT " bytes instead of %" G_GUINT64_FORMAT,
                              transfer->offset + (guint64)length, size));
  return FALSE;
}

static gboolean
has_room (ZanteTransfer *transfer, gsize more)
{
  guint64 limit = transfer->download->size;
  if (limit == 0)
    limit = transfer->options->max_bytes == 0 ? DEFAULT_MAX_BYTES : transfer->options->max_bytes;
  if (transfer->offset + more <= limit)
    return TRUE;
  object_to (transfer, ZANTE_ATTEMPT_NEVER,
             g_strdup_printf ("sends more than %" G_GUINT64_FORMAT " bytes", limit));
  return FALSE;
}

static void
tell_progress (ZanteTransfer *transfer)
{
  gint64 now = g_get_monotonic_time ();
  if (now - transfer->told < PROGRESS_US)
    return;
  transfer->told = now;
  g_autofree char *name = g_path_get_basename (transfer->download->place);
  ZanteEvent event = ZANTE_EVENT (.event = "fetch-progress", .path = name,
                                  .component = transfer->download->source);
  event.done = (gint64)transfer->offset;
  if (transfer->download->size > 0)
    event.total = (gint64)transfer->download->size;
  zante_log_emit (transfer->options->log, &event);
}

static gboolean
keep (ZanteTransfer *transfer, const char *data, gsize size)
{
  for (gsize done = 0; done < size;)
    {
      ssize_t put = TEMP_FAILURE_RETRY (
          pwrite (transfer->fd, data + done, size - done, (off_t)(transfer->offset + done)));
      if (put <= 0)
        return zante_error_errno (&transfer->error, errno, "cannot write '%s'", transfer->part);
      done += (gsize)put;
    }
  zante_hash_update (transfer->hash, data, size);
  transfer->offset += size;
  return TRUE;
}

/* CURLOPT_WRITEFUNCTION: anything but the full size aborts the attempt. */
static size_t
receive (char *data, size_t unit, size_t count, void *user_data)
{
  ZanteTransfer *transfer = user_data;
  gsize size = unit * count;
  if (!transfer->answered && !check_answer (transfer))
    return 0;
  if (size == 0)
    return 0;
  if (!has_room (transfer, size) || !keep (transfer, data, size))
    return 0;
  tell_progress (transfer);
  return size;
}

/* Ask for the rest: safely where the digest is known anyway or the server can tell that its file is
 * still the same. */
static gboolean
ask_for_rest (ZanteTransfer *transfer, const char *url, GError **error)
{
  if (transfer->offset == 0)
    return TRUE;
  g_autofree char *validator = saved_validator (transfer, url);
  if (!is_http (url) || (validator == NULL && transfer->download->sha256 == NULL))
    return start_over (transfer, error);
  g_autofree char *range = g_strdup_printf ("%" G_GUINT64_FORMAT "-", transfer->offset);
  curl_easy_setopt (transfer->easy, CURLOPT_RANGE, range);
  transfer->resumed = transfer->offset;
  if (validator == NULL)
    return TRUE;
  g_autofree char *condition = g_strconcat ("If-Range: ", validator, NULL);
  transfer->headers = curl_slist_append (transfer->headers, condition);
  curl_easy_setopt (transfer->easy, CURLOPT_HTTPHEADER, transfer->headers);
  return TRUE;
}

static void
set_options (ZanteTransfer *transfer, const ZanteUrl *url)
{
  const ZanteDownloadOptions *options = transfer->options;
  CURL *easy = transfer->easy;
  curl_easy_setopt (easy, CURLOPT_URL, url->url);
  curl_easy_setopt (easy, CURLOPT_PRIVATE, transfer);
  curl_easy_setopt (easy, CURLOPT_ERRORBUFFER, transfer->message);
  curl_easy_setopt (easy, CURLOPT_WRITEFUNCTION, receive);
  curl_easy_setopt (easy, CURLOPT_WRITEDATA, transfer);
  curl_easy_setopt (easy, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt (easy, CURLOPT_FAILONERROR, 1L);
  curl_easy_setopt (easy, CURLOPT_USERAGENT, PACKAGE_NAME "/" PACKAGE_VERSION);
  curl_easy_setopt (easy, CURLOPT_PROTOCOLS_STR,
                    is_http (url->url)                      ? "http,https"
                    : g_str_has_prefix (url->url, "ftp://") ? "ftp"
                                                            : "file");
  curl_easy_setopt (easy, CURLOPT_REDIR_PROTOCOLS_STR, zante_url_redirects (url->url));
  curl_easy_setopt (easy, CURLOPT_FOLLOWLOCATION, 1L);
  curl_easy_setopt (easy, CURLOPT_MAXREDIRS, (long)MAX_REDIRECTS);
  curl_easy_setopt (easy, CURLOPT_CONNECTTIMEOUT_MS,
                    (long)(options->connect_ms == 0 ? 15000 : options->connect_ms));
  curl_easy_setopt (easy, CURLOPT_LOW_SPEED_LIMIT, 1L);
  curl_easy_setopt (easy, CURLOPT_LOW_SPEED_TIME,
                    (long)(options->stall_seconds == 0 ? 30 : options->stall_seconds));
  if (url->proxy != NULL)
    curl_easy_setopt (easy, CURLOPT_PROXY, url->proxy);
}

gboolean
zante_transfer_begin (ZanteTransfer *transfer, GError **error)
{
  const ZanteUrl *url = current_url (transfer);
  if (transfer->fd < 0 && !open_part (transfer, error))
    return FALSE;
  drop_attempt (transfer);
  transfer->message[0] = '\0';
  transfer->answered = FALSE;
  transfer->resumed = 0;
  transfer->easy = curl_easy_init ();
  set_options (transfer, url);
  return ask_for_rest (transfer, url->url, error);
}

gboolean
zante_transfer_is_whole (ZanteTransfer *transfer)
{
  guint64 size = transfer->download->size;
  transfer->answered = size > 0 && transfer->offset == size;
  transfer->resumed = transfer->answered ? size : transfer->resumed;
  return transfer->answered;
}

/* Whether a failed attempt may go better later. */
static gboolean
may_pass (CURLcode code, long status)
{
  switch (code)
    {
    case CURLE_HTTP_RETURNED_ERROR:
      return status >= 500 || status == 408 || status == 425 || status == 429;
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_RESOLVE_PROXY:
    case CURLE_COULDNT_CONNECT:
    case CURLE_OPERATION_TIMEDOUT:
    case CURLE_PARTIAL_FILE:
    case CURLE_GOT_NOTHING:
    case CURLE_SEND_ERROR:
    case CURLE_RECV_ERROR:
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_HTTP2:
    case CURLE_HTTP2_STREAM:
    case CURLE_WEIRD_SERVER_REPLY:
      return TRUE;
    default:
      return FALSE;
    }
}

static void
set_reason (ZanteTransfer *transfer, const char *reason)
{
  g_autofree char *url = zante_show_redact (current_url (transfer)->url);
  g_free (transfer->reasons[transfer->at]);
  transfer->reasons[transfer->at] = g_strdup_printf ("%s: %s", url, reason);
}

static ZanteAttempt
judge_failure (ZanteTransfer *transfer, CURLcode code)
{
  long status = 0;
  curl_easy_getinfo (transfer->easy, CURLINFO_RESPONSE_CODE, &status);
  if (status == 416 && transfer->offset > 0)
    return ZANTE_ATTEMPT_AGAIN;
  transfer->gone[transfer->at]
      = status == 404 || status == 410 || code == CURLE_FILE_COULDNT_READ_FILE;
  g_autofree char *reason
      = code == CURLE_HTTP_RETURNED_ERROR
            ? g_strdup_printf ("HTTP status %ld", status)
            : g_strdup (transfer->message[0] != '\0' ? transfer->message
                                                     : curl_easy_strerror (code));
  set_reason (transfer, reason);
  return may_pass (code, status) ? ZANTE_ATTEMPT_LATER : ZANTE_ATTEMPT_NEVER;
}

static ZanteAttempt
judge_problem (ZanteTransfer *transfer)
{
  set_reason (transfer, transfer->problem);
  return transfer->problem_kind;
}

/* Every byte is here: give the file its name. */
static ZanteAttempt
finish (ZanteTransfer *transfer, char *digest)
{
  ZanteDownload *download = transfer->download;
  if (fsync (transfer->fd) != 0 || g_rename (transfer->part, download->place) != 0)
    {
      zante_error_errno (&transfer->error, errno, "cannot write '%s'", download->place);
      g_free (digest);
      return ZANTE_ATTEMPT_BROKEN;
    }
  g_unlink (transfer->validator);
  download->digest = digest;
  return ZANTE_ATTEMPT_DONE;
}

static ZanteAttempt
judge_content (ZanteTransfer *transfer)
{
  const ZanteDownload *download = transfer->download;
  if (transfer->offset < download->size)
    {
      set_reason (transfer, "the file ended early");
      return ZANTE_ATTEMPT_LATER;
    }
  g_autofree char *digest = zante_hash_finish (transfer->hash);
  if (download->sha256 == NULL || strcmp (digest, download->sha256) == 0)
    return finish (transfer, g_steal_pointer (&digest));
  gboolean resumed = transfer->resumed > 0;
  g_autofree char *reason
      = g_strdup_printf ("its SHA-256 is %s instead of %s", digest, download->sha256);
  set_reason (transfer, reason);
  if (!start_over (transfer, &transfer->error))
    return ZANTE_ATTEMPT_BROKEN;
  return resumed ? ZANTE_ATTEMPT_AGAIN : ZANTE_ATTEMPT_NEVER;
}

ZanteAttempt
zante_transfer_end (ZanteTransfer *transfer, CURLcode code)
{
  ZanteAttempt attempt;
  if (code == CURLE_OK && !transfer->answered)
    check_answer (transfer); /* an empty file */
  if (transfer->error != NULL)
    attempt = ZANTE_ATTEMPT_BROKEN;
  else if (transfer->problem != NULL)
    attempt = judge_problem (transfer);
  else
    attempt = code == CURLE_OK ? judge_content (transfer) : judge_failure (transfer, code);
  if (attempt == ZANTE_ATTEMPT_AGAIN && !start_over (transfer, &transfer->error))
    attempt = ZANTE_ATTEMPT_BROKEN;
  drop_attempt (transfer);
  return attempt;
}
