/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "base/fs.h"
#include "base/hash.h"
#include "base/json.h"
#include "base/lock.h"
#include "base/log.h"
#include "base/number.h"
#include "base/proc.h"
#include "base/walk.h"

static void
test_suggest (void)
{
  const char *const names[] = {"patches", "phases", "packages", NULL};
  g_assert_cmpstr (zante_error_suggest ("patchs", names), ==, "patches");
  g_assert_cmpstr (zante_error_suggest ("phaess", names), ==, "phases");
  g_assert_null (zante_error_suggest ("licence", names));
  g_autofree char *near = zante_error_hint ("patchs", names, " (none)");
  g_autofree char *none = zante_error_hint ("licence", names, " (none)");
  g_assert_cmpstr (near, ==, " (did you mean 'patches'?)");
  g_assert_cmpstr (none, ==, " (none)");
}

static void
test_hash (void)
{
  g_autofree char *empty = zante_hash_bytes ("", 0);
  g_assert_cmpstr (empty, ==, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  g_autoptr (ZanteHash) one = zante_hash_new (), two = zante_hash_new ();
  zante_hash_update_string (one, "ab");
  zante_hash_update_string (one, "c");
  zante_hash_update_string (two, "a");
  zante_hash_update_string (two, "bc");
  g_autofree char *first = zante_hash_finish (one), *second = zante_hash_finish (two);
  g_assert_cmpstr (first, !=, second);
  g_assert_true (zante_hash_is_valid (first));
  g_assert_false (zante_hash_is_valid ("e3b0"));
}

static void
test_fs_tree (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *root = g_dir_make_tmp ("zante-XXXXXX", &error);
  g_assert_no_error (error);
  g_autofree char *deep = g_build_filename (root, "a b", "c\n", NULL);
  g_autofree char *file = g_build_filename (deep, "-f", NULL);
  g_autofree char *link = g_build_filename (root, "link", NULL);
  zante_fs_make_dirs (deep, &error);
  g_assert_no_error (error);
  zante_fs_write (file, "x", -1, &error);
  g_assert_no_error (error);
  g_assert_cmpint (symlink ("a b", link), ==, 0);
  g_assert_cmpint (g_chmod (deep, 0500), ==, 0);
  g_autoptr (GPtrArray) entries = zante_fs_list (root, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (entries->len, ==, 4);
  g_assert_cmpstr (((ZanteFsEntry *)entries->pdata[2])->path, ==, "a b/c\n/-f");
  g_assert_cmpstr (((ZanteFsEntry *)entries->pdata[3])->target, ==, "a b");
  zante_fs_remove_tree (root, &error);
  g_assert_no_error (error);
  g_assert_false (g_file_test (root, G_FILE_TEST_EXISTS));
  zante_fs_remove_tree (root, &error);
  g_assert_no_error (error);
}

static void
append_line (const char *line, gpointer user_data)
{
  g_ptr_array_add (user_data, g_strdup (line));
}

static void
test_proc_lines (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);
  const char *const argv[]
      = {"sh", "-c", "read x; echo \"$x\"; echo err >&2; printf last; exit 3", NULL};
  ZanteProcResult result;
  ZanteProc proc = {.argv = argv, .input = "in put\n", .on_line = append_line, .user_data = lines};
  g_assert_true (zante_proc_run (&proc, &result, &error));
  g_assert_cmpint (result.status, ==, 3);
  g_assert_cmpuint (lines->len, ==, 3);
  g_assert_cmpstr (lines->pdata[0], ==, "in put");
  g_assert_cmpstr (lines->pdata[2], ==, "last");
}

static void
count_line (const char *line, gpointer user_data)
{
  (void)line;
  ++*(gsize *)user_data;
}

static void
test_proc_time_limit (void)
{
  g_autoptr (GError) error = NULL;
  const char *const argv[] = {"sh", "-c", "trap '' TERM; sleep 60 & sleep 60; sleep 60", NULL};
  ZanteProcResult result;
  ZanteProc proc = {.argv = argv, .time_limit = 1};
  g_assert_true (zante_proc_run (&proc, &result, &error));
  g_assert_true (result.timed_out);
  g_assert_cmpint (result.signal, ==, SIGKILL);
  g_assert_cmpfloat (result.seconds, <, 20);
}

static gpointer
cancel_soon (gpointer cancellable)
{
  g_usleep (100 * 1000);
  g_cancellable_cancel (cancellable);
  return NULL;
}

static void
test_proc_cancel (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  const char *const argv[] = {"sleep", "60", NULL};
  ZanteProc proc = {.argv = argv, .cancellable = cancellable};
  g_autoptr (GThread) thread = g_thread_new ("cancel", cancel_soon, cancellable);
  g_assert_false (zante_proc_run (&proc, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_thread_join (g_steal_pointer (&thread));
}

static void
keep_line (const char *line, gpointer user_data)
{
  g_string_append (user_data, line);
}

/* What hears no SIGTERM, as QEMU while it loads, is not asked first. */
static void
test_proc_nothing_to_save (void)
{
  const char *const argv[]
      = {"sh", "-c", "trap 'echo asked' TERM; while :; do sleep 1; done", NULL};
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GString) said = g_string_new (NULL);
  ZanteProc proc = {.argv = argv,
                    .nothing_to_save = TRUE,
                    .on_line = keep_line,
                    .user_data = said,
                    .cancellable = cancellable};
  g_autoptr (GThread) thread = g_thread_new ("cancel", cancel_soon, cancellable);
  g_assert_false (zante_proc_run (&proc, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpstr (said->str, ==, "");
  g_thread_join (g_steal_pointer (&thread));
}

/* A descendant that keeps the pipe open and full is not waited for. */
static void
test_proc_noisy_orphan (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *root = g_dir_make_tmp ("zante-XXXXXX", &error);
  g_assert_no_error (error);
  g_autofree char *pid_file = g_build_filename (root, "pid", NULL);
  g_autofree char *pid = NULL;
  const char *const argv[] = {"sh", "-c", "yes & echo $! >\"$1\"", "sh", pid_file, NULL};
  gsize lines = 0;
  ZanteProcResult result;
  ZanteProc proc = {.argv = argv, .on_line = count_line, .user_data = &lines, .time_limit = 60};
  g_assert_true (zante_proc_run (&proc, &result, &error));
  g_assert_true (g_file_get_contents (pid_file, &pid, NULL, &error));
  kill ((pid_t)g_ascii_strtoll (pid, NULL, 10), SIGKILL);
  g_assert_cmpint (result.status, ==, 0);
  g_assert_false (result.timed_out);
  zante_fs_remove_tree (root, NULL);
}

static void
test_proc_missing (void)
{
  g_autoptr (GError) error = NULL;
  const char *const argv[] = {"no-such-program-here", NULL};
  ZanteProc proc = {.argv = argv};
  g_assert_false (zante_proc_run (&proc, NULL, &error));
  g_assert_error (error, ZANTE_ERROR, ZANTE_ERROR_HOST);
}

static void
test_proc_output (void)
{
  g_autoptr (GError) error = NULL;
  const char *const good[] = {"sh", "-c", "echo noise >&2; printf 'a\\0b'", NULL};
  const char *const bad[] = {"sh", "-c", "echo out; echo why >&2; exit 4", NULL};
  gsize size = 0;
  g_autofree char *text
      = zante_proc_output (good, NULL, NULL, &size, ZANTE_ERROR_SOURCE, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpmem (text, size, "a\0b", 3);
  g_assert_null (zante_proc_output (bad, NULL, NULL, NULL, ZANTE_ERROR_SOURCE, NULL, &error));
  g_assert_error (error, ZANTE_ERROR, ZANTE_ERROR_SOURCE);
  g_assert_cmpstr (error->message, ==, "'sh' failed with status 4: why");
}

static void
test_lock (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *root = g_dir_make_tmp ("zante-XXXXXX", &error);
  g_autofree char *path = g_build_filename (root, "lock", NULL);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_auto (ZanteFd) held = zante_lock_hold (path, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (held, >=, 0);
  g_autoptr (GThread) thread = g_thread_new ("cancel", cancel_soon, cancellable);
  g_assert_cmpint (zante_lock_hold (path, NULL, cancellable, &error), ==, -1);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_thread_join (g_steal_pointer (&thread));
  zante_fs_remove_tree (root, NULL);
}

/* Whoever has to wait is told once by whom. */
static void
test_lock_told (void)
{
  char *text = NULL;
  gsize size = 0;
  FILE *stream = open_memstream (&text, &size);
  g_autoptr (ZanteLog) log = zante_log_new (stream, FALSE, ZANTE_LOG_NOTICE, NULL);
  g_autofree char *root = g_dir_make_tmp ("zante-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (root, "lock", NULL);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_auto (ZanteFd) held = zante_lock_hold (path, log, NULL, NULL);
  g_assert_cmpint (held, >=, 0);
  fflush (stream);
  g_assert_cmpuint (size, ==, 0);
  g_autoptr (GThread) thread = g_thread_new ("cancel", cancel_soon, cancellable);
  g_assert_cmpint (zante_lock_hold (path, log, cancellable, NULL), ==, -1);
  g_thread_join (g_steal_pointer (&thread));
  fclose (stream);
  g_autofree char *wanted = g_strdup_printf ("waiting for another zante, which holds '%s'\n", path);
  g_assert_nonnull (strstr (text, wanted));
  g_assert_true (strstr (text, "waiting") == g_strrstr (text, "waiting"));
  free (text);
  zante_fs_remove_tree (root, NULL);
}

/* A tree of links: NAME=TARGET, and what is no link. */
static const char *
walk_link (const char *path, gpointer user_data)
{
  static const char *const tree[][2] = {
      {"/usr", ""},         {"/usr/lib", ""},  {"/usr/lib/x", ""}, {"/lib", "usr/lib"},
      {"/up", "../../usr"}, {"/self", "self"}, {"/abs", "/lib/x"}, {"/usr/lib/deep", "../../lib"},
      {"/gone", "no/such"},
  };
  (void)user_data;
  for (gsize i = 0; i < G_N_ELEMENTS (tree); i++)
    if (strcmp (tree[i][0], path) == 0)
      return tree[i][1];
  return NULL;
}

static void
test_walk (void)
{
  static const struct {
    const char *from, *path, *found;
    gboolean outside, loop;
  } cases[] = {
      {"/", "/", "/", FALSE, FALSE},
      {"/", "/lib/x", "/usr/lib/x", FALSE, FALSE},
      {"/", "//usr/./lib//x/", "/usr/lib/x", FALSE, FALSE},
      {"/", "/abs", "/usr/lib/x", FALSE, FALSE},
      {"/lib", "deep/x", "/usr/lib/x", FALSE, FALSE},
      {"/lib", "../lib", "/usr/lib", FALSE, FALSE}, /* of /usr, not of the root */
      {"/", "/up/lib", "/usr/lib", TRUE, FALSE},
      {"/", "/../lib", "/usr/lib", TRUE, FALSE},
      {"/", "/gone", NULL, FALSE, FALSE},
      {"/", "/usr/lib/none", NULL, FALSE, FALSE},
      {"/", "/self", NULL, FALSE, TRUE},
  };
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      ZanteWalk walk = {.link = walk_link};
      g_autofree char *found = zante_walk (&walk, cases[i].from, cases[i].path);
      g_assert_cmpstr (found, ==, cases[i].found);
      g_assert_cmpint (walk.outside, ==, cases[i].outside);
      g_assert_cmpint (walk.loop, ==, cases[i].loop);
    }
}

static void
test_log_json (void)
{
  char *text = NULL;
  gsize size = 0;
  FILE *stream = open_memstream (&text, &size);
  g_autoptr (ZanteLog) log = zante_log_new (NULL, FALSE, ZANTE_LOG_NOTICE, stream);
  ZanteEvent event = ZANTE_EVENT (.event = "component-end", .component = "a\"b", .status = "built");
  zante_log_emit (log, &event);
  fclose (stream);
  g_assert_nonnull (strstr (text, "\"component\":\"a\\\"b\",\"status\":\"built\"}\n"));
  g_assert_null (strstr (text, "phase"));
  free (text);
}

static void
test_json (void)
{
  static const char text[]
      = "{\"text\": \"a\", \"number\": 7, \"yes\": true, \"in\": {\"a\": [{}]}}";
  g_autoptr (JsonNode) root = zante_json_parse (text, strlen (text), NULL);
  g_assert_nonnull (root);
  JsonObject *object = json_node_get_object (root);
  g_assert_cmpstr (zante_json_string (object, "text"), ==, "a");
  g_assert_null (zante_json_string (object, "number"));
  g_assert_cmpint (zante_json_int (object, "number"), ==, 7);
  g_assert_cmpint (zante_json_int (object, "yes"), ==, -1);
  g_assert_true (zante_json_true (object, "yes"));
  g_assert_false (zante_json_true (object, "number"));
  JsonObject *in = zante_json_object (object, "in");
  g_assert_nonnull (zante_json_element (zante_json_array (in, "a"), 0));
  g_assert_null (zante_json_object (in, "a"));
  g_assert_null (zante_json_string (NULL, "text"));
}

static void
test_json_depth (void)
{
  for (gsize deep = 14; deep < 5000; deep += 17)
    {
      g_autofree char *open = g_strnfill (deep, '['), *close = g_strnfill (deep, ']');
      g_autofree char *text = g_strdup_printf ("{\"a\": %s%s}", open, close);
      g_autoptr (JsonNode) root = zante_json_parse (text, strlen (text), NULL);
      g_assert_cmpint (root != NULL, ==, deep < 16);
    }
}

static void
test_number (void)
{
  const guint8 data[] = {1, 2, 3, 4, 5, 6, 7, 8, 9};
  g_assert_cmphex (zante_number_le (data, sizeof data, 1, 2), ==, 0x0302);
  g_assert_cmphex (zante_number_be (data, sizeof data, 1, 2), ==, 0x0203);
  g_assert_cmphex (zante_number_le (data, sizeof data, 1, 8), ==, 0x0908070605040302);
  g_assert_cmphex (zante_number_be (data, sizeof data, 1, 8), ==, 0x0203040506070809);
  g_assert_cmphex (zante_number_le (data, sizeof data, 6, 4), ==, 0);
  g_assert_cmphex (zante_number_be (data, sizeof data, G_MAXUINT64, 4), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/error/suggest", test_suggest);
  g_test_add_func ("/hash/sha256", test_hash);
  g_test_add_func ("/fs/tree", test_fs_tree);
  g_test_add_func ("/lock/cancelled", test_lock);
  g_test_add_func ("/lock/told", test_lock_told);
  g_test_add_func ("/proc/lines", test_proc_lines);
  g_test_add_func ("/proc/time-limit", test_proc_time_limit);
  g_test_add_func ("/proc/cancel", test_proc_cancel);
  g_test_add_func ("/proc/nothing-to-save", test_proc_nothing_to_save);
  g_test_add_func ("/proc/noisy-orphan", test_proc_noisy_orphan);
  g_test_add_func ("/proc/missing", test_proc_missing);
  g_test_add_func ("/proc/output", test_proc_output);
  g_test_add_func ("/log/json", test_log_json);
  g_test_add_func ("/json/members", test_json);
  g_test_add_func ("/json/depth", test_json_depth);
  g_test_add_func ("/number", test_number);
  g_test_add_func ("/walk", test_walk);
  return g_test_run ();
}
