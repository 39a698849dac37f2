/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <archive.h>
#include <curl/curl.h>
#include <string.h>

#include "base/error.h"
#include "base/late/late.h"
#include "base/late/load.h"

static void
test_load (void)
{
  g_autoptr (GError) error = NULL;
  for (guint round = 0; round < 2; round++)
    {
      zante_late_archive (&error);
      g_assert_no_error (error);
      zante_late_curl (&error);
      g_assert_no_error (error);
    }
}

/* Each kind of argument arrives, and the library's own calls with it. */
static void
test_curl_arguments (void)
{
  CURL *easy = curl_easy_init ();
  char place = 0, *found = NULL;
  g_assert_nonnull (easy);
  g_assert_cmpint (curl_easy_setopt (easy, CURLOPT_PRIVATE, &place), ==, CURLE_OK);
  g_assert_cmpint (curl_easy_getinfo (easy, CURLINFO_PRIVATE, &found), ==, CURLE_OK);
  g_assert_true (found == &place);
  g_assert_cmpint (curl_easy_setopt (easy, CURLOPT_MAXREDIRS, -1L), ==, CURLE_OK);
  g_assert_cmpint (curl_easy_setopt (easy, CURLOPT_MAXREDIRS, -2L), !=, CURLE_OK);
  curl_off_t large = G_GINT64_CONSTANT (5) << 30;
  g_assert_cmpint (curl_easy_setopt (easy, CURLOPT_MAXFILESIZE_LARGE, large), ==, CURLE_OK);
  g_assert_cmpint (curl_easy_setopt (easy, CURLOPT_MAXFILESIZE_LARGE, -large), !=, CURLE_OK);
  curl_easy_cleanup (easy);
}

static void
test_archive_error (void)
{
  struct archive *archive = archive_read_new ();
  g_assert_nonnull (archive);
  archive_set_error (archive, ENOENT, "%d %s", 7, "100%s");
  g_assert_cmpstr (archive_error_string (archive), ==, "7 100%s");
  g_assert_cmpint (archive_errno (archive), ==, ENOENT);
  archive_read_free (archive);
}

static gpointer
count_links (gpointer data)
{
  (*(struct curl_slist **)data) = curl_slist_append (NULL, "one");
  return NULL;
}

static void
test_threads (void)
{
  GThread *threads[8];
  struct curl_slist *lists[G_N_ELEMENTS (threads)] = {NULL};
  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("late", count_links, &lists[i]);
  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    {
      g_thread_join (threads[i]);
      g_assert_cmpstr (lists[i]->data, ==, "one");
      curl_slist_free_all (lists[i]);
    }
}

/* What is not there -------------------------------------------------------------------------- */

static void
check_fails (const char *soname, const char *name, const char *wanted)
{
  void *place = NULL;
  const ZanteLateFunction function = {name, &place};
  ZanteLate late = {soname, &function, 1};
  for (guint round = 0; round < 2; round++)
    {
      g_autoptr (GError) error = NULL;
      g_assert_false (zante_late_load (&late, &error));
      g_assert_error (error, ZANTE_ERROR, ZANTE_ERROR_HOST);
      g_assert_nonnull (strstr (error->message, wanted));
    }
  g_assert_null (place);
}

static void
test_no_library (void)
{
  check_fails ("libzante-none.so.1", "none",
               "cannot load the library 'libzante-none.so.1': libzante-none.so.1: ");
}

static void
test_no_function (void)
{
  check_fails (ARCHIVE_SONAME, "archive_of_noah",
               "' has no 'archive_of_noah': install the version");
}

static void
test_need (void)
{
  if (g_test_subprocess ())
    {
      ZanteLate late = {"libzante-none.so.1"};
      zante_late_need (&late);
      return;
    }
  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
  g_test_trap_assert_failed ();
  g_test_trap_assert_stderr ("*cannot load the library 'libzante-none.so.1': *(install it)*");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/late/threads", test_threads);
  g_test_add_func ("/late/load", test_load);
  g_test_add_func ("/late/curl-arguments", test_curl_arguments);
  g_test_add_func ("/late/archive-error", test_archive_error);
  g_test_add_func ("/late/no-library", test_no_library);
  g_test_add_func ("/late/no-function", test_no_function);
  g_test_add_func ("/late/need", test_need);
  return g_test_run ();
}
