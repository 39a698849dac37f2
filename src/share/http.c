/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A shared store behind HTTP: GET, HEAD and PUT (RFC 9110), each answer bounded in length and time.
 * No redirect is followed: what is asked for is there, or is not. */
#include <curl/curl.h>
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "share/transport.h"

enum {
  CONNECT_MS = 5000,
  QUICK_MS = 10000,       /* for all of a small file */
  SLOW_BYTES = 16 * 1024, /* a second, on average over … */
  SLOW_SECONDS = 10,
  MAX_PAGE = 64 * 1024, /* of an answer's head, or of the page that goes with an error */
};

/* One request. */
typedef struct {
  ZanteRemote *remote;
  CURL *easy;
  int fd;       /* where the body goes, or comes from */
  guint64 max;  /* of the body */
  guint64 done; /* bytes of the body */
  guint64 head; /* bytes of the head, and of a page that nobody wants */
  gboolean put; /* the body is sent, and every page that comes back is one that nobody wants */
  gboolean too_long, unwritten;
  int saved_errno;
  char message[CURL_ERROR_SIZE];
} Request;

/* Callbacks of libcurl ----------------------------------------------------------------------- */

static long
status_of (const Request *request)
{
  long status = 0;
  curl_easy_getinfo (request->easy, CURLINFO_RESPONSE_CODE, &status);
  return status;
}

/* Count bytes that nothing is done with. */
static size_t
pass_over (Request *request, gsize size)
{
  request->head += size;
  return request->head <= MAX_PAGE ? size : 0;
}

static size_t
take_header (char *data, size_t unit, size_t count, void *user_data)
{
  return pass_over (user_data, unit * count);
}

static size_t
take_body (char *data, size_t unit, size_t count, void *user_data)
{
  Request *request = user_data;
  gsize size = unit * count;
  if (request->put || request->fd < 0 || status_of (request) != 200)
    return pass_over (request, size);
  request->done += size;
  request->too_long = request->done > request->max;
  for (gsize put = 0; put < size && !request->too_long;)
    {
      ssize_t part = TEMP_FAILURE_RETRY (write (request->fd, data + put, size - put));
      if (part < 0)
        {
          request->unwritten = TRUE;
          request->saved_errno = errno;
          return 0;
        }
      put += (gsize)part;
    }
  return request->too_long ? 0 : size;
}

static size_t
give_body (char *data, size_t unit, size_t count, void *user_data)
{
  Request *request = user_data;
  ssize_t got = TEMP_FAILURE_RETRY (pread (request->fd, data, unit * count, (off_t)request->done));
  if (got < 0)
    {
      request->unwritten = TRUE;
      request->saved_errno = errno;
      return CURL_READFUNC_ABORT;
    }
  request->done += (guint64)got;
  return (size_t)got;
}

/* A body may have to be sent again, after an answer that asks for a password. */
static int
seek_body (void *user_data, curl_off_t offset, int origin)
{
  Request *request = user_data;
  if (origin != SEEK_SET || offset < 0)
    return CURL_SEEKFUNC_CANTSEEK;
  request->done = (guint64)offset;
  return CURL_SEEKFUNC_OK;
}

static int
watch (void *user_data, curl_off_t a, curl_off_t b, curl_off_t c, curl_off_t d)
{
  const Request *request = user_data;
  return g_cancellable_is_cancelled (request->remote->cancellable);
}

/* Requests ----------------------------------------------------------------------------------- */

static CURL *
take_handle (ZanteRemote *remote)
{
  static gsize initialised;
  if (g_once_init_enter (&initialised))
    {
      curl_global_init (CURL_GLOBAL_DEFAULT);
      g_once_init_leave (&initialised, 1);
    }
  CURL *easy = g_async_queue_try_pop (remote->idle);
  return easy != NULL ? easy : curl_easy_init ();
}

static void
set_limits (CURL *easy, gboolean quick)
{
  curl_easy_setopt (easy, CURLOPT_CONNECTTIMEOUT_MS, (long)CONNECT_MS);
  curl_easy_setopt (easy, CURLOPT_LOW_SPEED_LIMIT, (long)SLOW_BYTES);
  curl_easy_setopt (easy, CURLOPT_LOW_SPEED_TIME, (long)SLOW_SECONDS);
  if (quick)
    curl_easy_setopt (easy, CURLOPT_TIMEOUT_MS, (long)QUICK_MS);
}

static void
begin (Request *request, const char *path, gboolean quick)
{
  g_autofree char *url = g_strconcat (request->remote->url, "/", path, NULL);
  CURL *easy = request->easy = take_handle (request->remote);
  set_limits (easy, quick);
  curl_easy_setopt (easy, CURLOPT_URL, url);
  curl_easy_setopt (easy, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt (easy, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt (easy, CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt (easy, CURLOPT_USERAGENT, PACKAGE_NAME "/" PACKAGE_VERSION);
  curl_easy_setopt (easy, CURLOPT_ERRORBUFFER, request->message);
  curl_easy_setopt (easy, CURLOPT_HEADERFUNCTION, take_header);
  curl_easy_setopt (easy, CURLOPT_HEADERDATA, request);
  curl_easy_setopt (easy, CURLOPT_WRITEFUNCTION, take_body);
  curl_easy_setopt (easy, CURLOPT_WRITEDATA, request);
  curl_easy_setopt (easy, CURLOPT_XFERINFOFUNCTION, watch);
  curl_easy_setopt (easy, CURLOPT_XFERINFODATA, request);
  curl_easy_setopt (easy, CURLOPT_NOPROGRESS, 0L);
}

static ZanteAnswer
answer (ZanteAnswer kind, char **why, char *reason)
{
  *why = reason;
  return kind;
}

static ZanteAnswer
judge_code (const Request *request, CURLcode code, char **why)
{
  if (request->unwritten)
    return answer (ZANTE_ANSWER_LOCAL, why, g_strdup (g_strerror (request->saved_errno)));
  if (code == CURLE_ABORTED_BY_CALLBACK)
    return answer (ZANTE_ANSWER_LOCAL, why, g_strdup ("interrupted"));
  if (request->too_long)
    return answer (
        ZANTE_ANSWER_BAD, why,
        g_strdup_printf ("it sends more than %" G_GUINT64_FORMAT " bytes", request->max));
  if (code == CURLE_PARTIAL_FILE)
    return answer (ZANTE_ANSWER_BAD, why, g_strdup ("its answer ended early"));
  if (code == CURLE_WRITE_ERROR)
    return answer (ZANTE_ANSWER_DOWN, why, g_strdup ("its answer has no end"));
  return answer (
      ZANTE_ANSWER_DOWN, why,
      g_strdup (*request->message != '\0' ? request->message : curl_easy_strerror (code)));
}

/* The password in netrc(5) is sent with a file alone, see http_put. */
static const char *
advice (const Request *request, long status)
{
  if (status != 401 && status != 403)
    return "";
  return request->put ? ": it wants a password, which ~/.netrc may have"
                      : ": not everybody may read it, and a password for that is only taken from "
                        "the store's URL";
}

static ZanteAnswer
judge_status (const Request *request, char **why)
{
  const char *location = NULL;
  long status = status_of (request);
  curl_easy_getinfo (request->easy, CURLINFO_REDIRECT_URL, &location);
  if (status == 404 || status == 410)
    return ZANTE_ANSWER_MISSING;
  if (status == 412)
    return ZANTE_ANSWER_THERE;
  if (status == 413)
    return answer (ZANTE_ANSWER_BAD, why, g_strdup ("HTTP status 413: it takes no file as large"));
  if (status / 100 == 3)
    return answer (ZANTE_ANSWER_DOWN, why,
                   g_strdup_printf ("HTTP status %ld: it points to '%s', which is not followed",
                                    status, location != NULL ? location : "nowhere"));
  return answer (ZANTE_ANSWER_DOWN, why,
                 g_strdup_printf ("HTTP status %ld%s", status, advice (request, status)));
}

/* Run REQUEST to its end; DONE: its status is one of success. */
static ZanteAnswer
finish (Request *request, char **why)
{
  CURLcode code = curl_easy_perform (request->easy);
  long status = status_of (request);
  ZanteAnswer result = code != CURLE_OK ? judge_code (request, code, why)
                       : status == 200 || status == 201 || status == 204
                           ? ZANTE_ANSWER_DONE
                           : judge_status (request, why);
  curl_easy_reset (request->easy); /* nothing of REQUEST; its connection stays */
  if (code == CURLE_OK)
    g_async_queue_push (request->remote->idle, request->easy);
  else
    curl_easy_cleanup (request->easy);
  return result;
}

static ZanteAnswer
http_get (ZanteRemote *remote, const char *path, guint64 max, gboolean quick, int fd, char **why)
{
  Request request = {.remote = remote, .fd = fd, .max = max};
  begin (&request, path, quick);
  return finish (&request, why);
}

static ZanteAnswer
http_find (ZanteRemote *remote, const char *path, char **why)
{
  Request request = {.remote = remote, .fd = -1};
  begin (&request, path, TRUE);
  curl_easy_setopt (request.easy, CURLOPT_NOBODY, 1L);
  return finish (&request, why);
}

/* The password is in netrc(5), or in the URL: reading needs none. */
static ZanteAnswer
http_put (ZanteRemote *remote, const char *path, int fd, guint64 size, char **why)
{
  Request request = {.remote = remote, .fd = fd, .put = TRUE};
  begin (&request, path, FALSE);
  curl_easy_setopt (request.easy, CURLOPT_UPLOAD, 1L);
  curl_easy_setopt (request.easy, CURLOPT_NETRC, (long)CURL_NETRC_OPTIONAL);
  curl_easy_setopt (request.easy, CURLOPT_READFUNCTION, give_body);
  curl_easy_setopt (request.easy, CURLOPT_READDATA, &request);
  curl_easy_setopt (request.easy, CURLOPT_SEEKFUNCTION, seek_body);
  curl_easy_setopt (request.easy, CURLOPT_SEEKDATA, &request);
  curl_easy_setopt (request.easy, CURLOPT_INFILESIZE_LARGE, (curl_off_t)size);
  return finish (&request, why);
}

void
zante_transport_http_end (ZanteRemote *remote)
{
  for (CURL *easy; (easy = g_async_queue_try_pop (remote->idle)) != NULL;)
    curl_easy_cleanup (easy);
}

const ZanteTransport zante_transport_http = {http_get, http_find, http_put};
