/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Real logs of real tools: tests/work/firsterror/NAME.log has what they said, NAME.first the line
 * that a person would look for. */
#include "work/firsterror.h"

#include <string.h>

static char *
first_error (const char *log)
{
  g_autoptr (ZanteFirstError) scanner = zante_first_error_new ();
  g_auto (GStrv) lines = g_strsplit (log, "\n", -1);
  for (char **line = lines; *line != NULL; line++)
    zante_first_error_feed (scanner, *line);
  return zante_first_error_get (scanner);
}

static void
test_log (gconstpointer data)
{
  const char *path = data;
  g_autofree char *log = NULL;
  g_autofree char *expected = NULL;
  g_autofree char *expected_path = g_strndup (path, strlen (path) - strlen ("log"));
  g_autofree char *first_path = g_strconcat (expected_path, "first", NULL);
  g_assert_true (g_file_get_contents (path, &log, NULL, NULL));
  g_autofree char *line = first_error (log);
  g_autofree char *text = g_strconcat (line != NULL ? line : "", "\n", NULL);
  if (g_getenv ("ZANTE_TEST_WRITE") != NULL) /* make the expectation anew, to be read by a person */
    g_assert_true (g_file_set_contents (first_path, text, -1, NULL));
  g_assert_true (g_file_get_contents (first_path, &expected, NULL, NULL));
  g_assert_cmpstr (text, ==, expected);
}

/* Whatever the line is, what comes out is one line of UTF-8 that is not too long. */
static void
test_awkward (void)
{
  g_autofree char *many = g_strnfill (100000, 'x');
  g_autofree char *log = g_strconcat ("a.c:1:1: error: \xff\x01\t\033[31m", many, NULL);
  g_autofree char *line = first_error (log);
  g_assert_true (g_utf8_validate (line, -1, NULL));
  g_assert_cmpint (g_utf8_strlen (line, -1), ==, 300);
  g_assert_null (strpbrk (line, "\t\n\033\x01"));
  g_assert_true (g_str_has_prefix (line, "a.c:1:1: error: "));
}

static void
test_nothing (void)
{
  g_autofree char *line = first_error ("\n  \n");
  g_assert_null (line);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_autofree char *dir = g_build_filename (g_getenv ("G_TEST_SRCDIR"), "work", "firsterror", NULL);
  g_autoptr (GDir) handle = g_dir_open (dir, 0, NULL);
  guint n = 0;
  for (const char *name; handle != NULL && (name = g_dir_read_name (handle)) != NULL;)
    {
      g_autofree char *test = g_strconcat ("/firsterror/", name, NULL);
      if (!g_str_has_suffix (name, ".log"))
        continue;
      g_test_add_data_func_full (test, g_build_filename (dir, name, NULL), test_log, g_free);
      n++;
    }
  g_assert_cmpuint (n, >, 40);
  g_test_add_func ("/firsterror/awkward", test_awkward);
  g_test_add_func ("/firsterror/nothing", test_nothing);
  return g_test_run ();
}
