/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/late/late.h"

/* What is defined here is for zante alone: the library's own calls are of its own. */
#pragma GCC visibility push(hidden)
#define CURL_DISABLE_TYPECHECK
#include <curl/curl.h>
#pragma GCC visibility pop
#undef curl_easy_getinfo
#undef curl_easy_setopt
#include <stdarg.h>

#include "base/late/load.h"

#define FUNCTIONS(LATE)                                                                            \
  LATE (void, curl_easy_cleanup, (CURL * easy), (easy))                                            \
  LATE (CURLHcode, curl_easy_header,                                                               \
        (CURL * easy, const char *name, size_t index, unsigned origin, int request,                \
         struct curl_header **header),                                                             \
        (easy, name, index, origin, request, header))                                              \
  LATE (CURL *, curl_easy_init, (void), ())                                                        \
  LATE (CURLcode, curl_easy_perform, (CURL * easy), (easy))                                        \
  LATE (void, curl_easy_reset, (CURL * easy), (easy))                                              \
  LATE (const char *, curl_easy_strerror, (CURLcode code), (code))                                 \
  LATE (time_t, curl_getdate, (const char *date, const time_t *unused), (date, unused))            \
  LATE (CURLcode, curl_global_init, (long flags), (flags))                                         \
  LATE (CURLMcode, curl_multi_add_handle, (CURLM * multi, CURL * easy), (multi, easy))             \
  LATE (CURLMcode, curl_multi_cleanup, (CURLM * multi), (multi))                                   \
  LATE (CURLMsg *, curl_multi_info_read, (CURLM * multi, int *left), (multi, left))                \
  LATE (CURLM *, curl_multi_init, (void), ())                                                      \
  LATE (CURLMcode, curl_multi_perform, (CURLM * multi, int *running), (multi, running))            \
  LATE (CURLMcode, curl_multi_poll,                                                                \
        (CURLM * multi, struct curl_waitfd * fds, unsigned n, int ms, int *ready),                 \
        (multi, fds, n, ms, ready))                                                                \
  LATE (CURLMcode, curl_multi_remove_handle, (CURLM * multi, CURL * easy), (multi, easy))          \
  LATE (struct curl_slist *, curl_slist_append, (struct curl_slist * list, const char *text),      \
        (list, text))                                                                              \
  LATE (void, curl_slist_free_all, (struct curl_slist * list), (list))
#define VARIADIC(LATE)                                                                             \
  LATE (CURLcode, curl_easy_getinfo, , )                                                           \
  LATE (CURLcode, curl_easy_setopt, , )

static struct {
  FUNCTIONS (ZANTE_LATE_POINTER)
  VARIADIC (ZANTE_LATE_POINTER)
} real;

static const ZanteLateFunction functions[] = {FUNCTIONS (ZANTE_LATE_ROW) VARIADIC (ZANTE_LATE_ROW)};

static ZanteLate late = {CURL_SONAME, functions, G_N_ELEMENTS (functions)};

FUNCTIONS (ZANTE_LATE_CALL)

/* curl_easy_getinfo(3): the one argument more is always a pointer. */
CURLcode
curl_easy_getinfo (CURL *easy, CURLINFO info, ...)
{
  va_list args;
  va_start (args, info);
  void *place = va_arg (args, void *);
  va_end (args);
  zante_late_need (&late);
  return real.curl_easy_getinfo (easy, info, place);
}

/* curl/curl.h: an option's number says of which type its one argument is. */
CURLcode
curl_easy_setopt (CURL *easy, CURLoption option, ...)
{
  CURLcode code;
  va_list args;
  va_start (args, option);
  zante_late_need (&late);
  if (option < CURLOPTTYPE_OBJECTPOINT)
    code = real.curl_easy_setopt (easy, option, va_arg (args, long));
  else if (option >= CURLOPTTYPE_OFF_T && option < CURLOPTTYPE_BLOB)
    code = real.curl_easy_setopt (easy, option, va_arg (args, curl_off_t));
  else
    code = real.curl_easy_setopt (easy, option, va_arg (args, void *));
  va_end (args);
  return code;
}

gboolean
zante_late_curl (GError **error)
{
  return zante_late_load (&late, error);
}
