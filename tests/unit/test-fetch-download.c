/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Downloads from a real server that misbehaves. */
#include <string.h>

#include "base/error.h"
#include "base/hash.h"
#include "fetch-fixture.h"
#include "fetch/http/download.h"

enum { SIZE = 400000 };

static const char *const needed[] = {"python3", NULL};

/* One download of the file "data" into "got/data", tried at the NULL-terminated HOWS. */
static gboolean
download (const Fixture *fixture, const char *digest, guint64 size, const char *const *hows,
          GError **error)
{
  g_autofree char *place = fixture_path (fixture, "got/data");
  g_autoptr (GPtrArray) downloads
      = g_ptr_array_new_with_free_func ((GDestroyNotify)zante_download_free);
  ZanteDownload *one = zante_download_new ("src", place, size, digest);
  g_ptr_array_add (downloads, one);
  for (; *hows != NULL; hows++)
    {
      g_autofree char *url = strstr (*hows, "://") != NULL
                                 ? g_strdup (*hows)
                                 : g_strdup_printf ("%s/%s/data", fixture->url, *hows);
      zante_download_add_url (one, url, NULL);
    }
  ZanteDownloadOptions options = {.rounds = 3,
                                  .pause_ms = 10,
                                  .connect_ms = 2000,
                                  .stall_seconds = 1,
                                  .max_bytes = 4 * SIZE,
                                  .log = fixture->input.log,
                                  .cancellable = fixture->input.cancellable};
  return zante_download_all (downloads, &options, error);
}

static char *
prepare (Fixture *fixture)
{
  fixture_init (fixture);
  fixture_serve (fixture);
  return fixture_noise (fixture, "data", SIZE);
}

static void
assert_got (const Fixture *fixture, const char *digest)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *place = fixture_path (fixture, "got/data");
  g_autofree char *found = zante_hash_file (place, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (found, ==, digest);
  g_assert_false (fixture_has (fixture, "got/data.part"));
  g_assert_false (fixture_has (fixture, "got/data.tag.part"));
}

/* What works in the end, and what the server saw on the way. */
static const struct {
  const char *name;
  const char *hows[3];
  const char *seen; /* in so many requests … */
  guint times;
} good[] = {
    {"/fetch/download/plain", {"ok"}, "GET", 1},
    {"/fetch/download/redirect", {"redirect"}, "GET /ok/data", 1},
    {"/fetch/download/flaky", {"flaky/2"}, "GET", 3},
    {"/fetch/download/resumed", {"cut/2"}, "bytes=100000- \"one\"", 1},
    {"/fetch/download/stalled", {"stall/1"}, "bytes=200000-", 1},
    {"/fetch/download/no-ranges", {"norange"}, "GET", 2},
    {"/fetch/download/bad-range", {"stall/1", "badrange"}, "GET /badrange", 2},
    {"/fetch/download/dead-mirror", {"http://127.0.0.1:1/x", "ok"}, "GET /ok", 1},
    {"/fetch/download/missing-on-first", {"(a file that is not there)", "ok"}, "GET /ok/data", 1},
    {"/fetch/download/wrong-on-first", {"wrong", "ok"}, "GET", 2},
    {"/fetch/download/short-on-first", {"short", "ok"}, "GET", 2},
    {"/fetch/download/resume-elsewhere", {"cut/1", "ok"}, "GET /ok/data bytes=100000- -", 1},
};

static void
test_good (gconstpointer data)
{
  gsize at = GPOINTER_TO_SIZE (data);
  g_autoptr (GError) error = NULL;
  if (!fixture_needs (needed))
    return;
  g_auto (Fixture) fixture = {0};
  g_autofree char *digest = prepare (&fixture);
  const char *hows[4] = {good[at].hows[0], good[at].hows[1], good[at].hows[2], NULL};
  g_autofree char *missing = g_strconcat (fixture.url, "/ok/nothing", NULL);
  if (strstr (good[at].name, "missing") != NULL)
    hows[0] = missing;
  download (&fixture, digest, SIZE, hows, &error);
  g_assert_no_error (error);
  assert_got (&fixture, digest);
  g_assert_cmpuint (fixture_requests (&fixture, good[at].seen), ==, good[at].times);
}

/* What must fail, with which words, and what stays behind. */
static const struct {
  const char *name;
  const char *hows[3];
  guint64 size;
  const char *pattern;
  gboolean part_stays;
} bad[] = {
    {"/fetch/download/wrong",
     {"wrong"},
     SIZE,
     "source 'src': cannot download 'data': http://*/wrong/data: its SHA-256 is * instead of *",
     FALSE},
    {"/fetch/download/short", {"short"}, SIZE, "*has 399999 bytes instead of 400000*", FALSE},
    {"/fetch/download/endless", {"endless"}, 0, "*sends more than 1600000 bytes*", FALSE},
    {"/fetch/download/longer-than-pinned",
     {"endless"},
     SIZE,
     "*sends more than 400000 bytes*",
     FALSE},
    {"/fetch/download/always-cut", {"cut/99"}, SIZE, "*cannot download 'data'*", TRUE},
    {"/fetch/download/redirect-to-file", {"redirect/file"}, 0, "*cannot download*", FALSE},
    {"/fetch/download/dead", {"http://127.0.0.1:1/x"}, SIZE, "*127.0.0.1:1/x: *onnect*", FALSE},
    {"/fetch/download/password",
     {"http://me:secret@127.0.0.1:1/x"},
     SIZE,
     "*http://127.0.0.1:1/x: *",
     FALSE},
    {"/fetch/download/no-protocol",
     {"scp://127.0.0.1/x"},
     SIZE,
     "*scp://127.0.0.1/x: *rotocol*",
     FALSE},
};

static void
test_bad (gconstpointer data)
{
  gsize at = GPOINTER_TO_SIZE (data);
  g_autoptr (GError) error = NULL;
  if (!fixture_needs (needed))
    return;
  g_auto (Fixture) fixture = {0};
  g_autofree char *digest = prepare (&fixture);
  const char *hows[4] = {bad[at].hows[0], bad[at].hows[1], bad[at].hows[2], NULL};
  g_assert_false (
      download (&fixture, bad[at].size == 0 ? NULL : digest, bad[at].size, hows, &error));
  fixture_assert_error (error, ZANTE_ERROR_SOURCE, bad[at].pattern);
  g_assert_null (strstr (error->message, "secret"));
  g_assert_false (fixture_has (&fixture, "got/data"));
  if (bad[at].part_stays)
    g_assert_true (fixture_has (&fixture, "got/data.part"));
}

static void
test_gone (void)
{
  g_autoptr (GError) error = NULL;
  if (!fixture_needs (needed))
    return;
  g_auto (Fixture) fixture = {0};
  g_autofree char *digest = prepare (&fixture);
  g_autofree char *first = g_strconcat (fixture.url, "/ok/a", NULL);
  g_autofree char *second = g_strconcat (fixture.url, "/ok/b", NULL);
  const char *hows[] = {first, second, NULL};
  g_assert_false (download (&fixture, digest, SIZE, hows, &error));
  fixture_assert_error (
      error, ZANTE_ERROR_SOURCE,
      "source 'src': no server has 'data': */ok/a: HTTP status 404; */ok/b: *404*");
}

/* Bytes of an earlier run are taken up; when they are wrong, the file is fetched afresh. */
static void
test_take_up (void)
{
  g_autoptr (GError) error = NULL;
  if (!fixture_needs (needed))
    return;
  g_auto (Fixture) fixture = {0};
  g_autofree char *digest = prepare (&fixture);
  g_autofree char *data = fixture_read (&fixture, "data");
  const char *hows[] = {"ok", NULL};
  fixture_write (&fixture, "got/data.part", data, 123456);
  download (&fixture, digest, SIZE, hows, &error);
  g_assert_no_error (error);
  assert_got (&fixture, digest);
  g_assert_cmpuint (fixture_requests (&fixture, "bytes=123456- -"), ==, 1);
  fixture_write (&fixture, "got/data.part", "rubbish", -1);
  download (&fixture, digest, SIZE, hows, &error);
  g_assert_no_error (error);
  assert_got (&fixture, digest);
  fixture_write (&fixture, "got/data.part", data, SIZE);
  guint before = fixture_requests (&fixture, "GET");
  download (&fixture, digest, SIZE, hows, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (fixture_requests (&fixture, "GET"), ==, before);
}

/* Without a digest to go by, old bytes are kept only if the server says that its file is the same.
 */
static void
test_changed (void)
{
  g_autoptr (GError) error = NULL;
  if (!fixture_needs (needed))
    return;
  g_auto (Fixture) fixture = {0};
  g_autofree char *digest = prepare (&fixture);
  const char *hows[] = {"changed", NULL};
  download (&fixture, NULL, 0, hows, &error);
  g_assert_no_error (error);
  assert_got (&fixture, digest);
  g_assert_cmpuint (fixture_requests (&fixture, "bytes=200000- \"old\""), ==, 1);
}

static gpointer
cancel_soon (gpointer cancellable)
{
  g_usleep (200 * 1000);
  g_cancellable_cancel (cancellable);
  return NULL;
}

static void
test_cancelled (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  if (!fixture_needs (needed))
    return;
  g_auto (Fixture) fixture = {0};
  g_autofree char *digest = prepare (&fixture);
  fixture.input.cancellable = cancellable;
  GThread *thread = g_thread_new ("cancel", cancel_soon, cancellable);
  const char *hows[] = {"stall/9", NULL};
  g_assert_false (download (&fixture, digest, SIZE, hows, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_true (fixture_has (&fixture, "got/data.part"));
  g_thread_join (thread);
}

/* What began encrypted stays so. */
static void
test_redirects (void)
{
  g_assert_cmpstr (zante_url_redirects ("https://h/x"), ==, "https");
  g_assert_cmpstr (zante_url_redirects ("HTTPS://h/x"), ==, "https");
  g_assert_cmpstr (zante_url_redirects ("http://h/x"), ==, "http,https");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (good); i++)
    g_test_add_data_func (good[i].name, GSIZE_TO_POINTER (i), test_good);
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    g_test_add_data_func (bad[i].name, GSIZE_TO_POINTER (i), test_bad);
  g_test_add_func ("/fetch/download/gone-everywhere", test_gone);
  g_test_add_func ("/fetch/download/take-up", test_take_up);
  g_test_add_func ("/fetch/download/changed", test_changed);
  g_test_add_func ("/fetch/download/cancelled", test_cancelled);
  g_test_add_func ("/fetch/download/redirects", test_redirects);
  return g_test_run ();
}
