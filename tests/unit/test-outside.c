/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Files that somebody names: links are followed, and what is no file is an error at once. */
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "base/fs.h"
#include "base/hash.h"
#include "base/outside.h"

typedef struct {
  char *folder, *path; /* what is named */
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = g_dir_make_tmp ("zante-outside-XXXXXX", NULL);
  fixture->path = g_build_filename (fixture->folder, "named", NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_assert_true (zante_fs_remove_tree (fixture->folder, NULL));
  g_free (fixture->folder);
  g_free (fixture->path);
}

static void
assert_refused (const char *path, const char *why)
{
  GError *errors[4] = {NULL};
  g_autofree char *message = g_strdup_printf ("cannot read '%s': %s", path, why);
  g_assert_cmpint (zante_outside_open (path, &errors[0]), ==, -1);
  g_assert_null (zante_outside_read (path, NULL, &errors[1]));
  g_assert_null (zante_outside_map (path, &errors[2]));
  g_assert_null (zante_outside_hash (path, &errors[3]));
  for (gsize i = 0; i < G_N_ELEMENTS (errors); i++)
    {
      g_assert_error (errors[i], ZANTE_ERROR, ZANTE_ERROR_INPUT);
      g_assert_cmpstr (errors[i]->message, ==, message);
      g_clear_error (&errors[i]);
    }
}

/* Nobody writes to it, so whoever opens it carelessly waits for ever. */
static void
test_fifo (Fixture *fixture, gconstpointer data)
{
  g_assert_true (zante_outside_check (fixture->path, NULL));
  g_assert_cmpint (mkfifo (fixture->path, 0600), ==, 0);
  g_assert_false (zante_outside_check (fixture->path, NULL));
  g_assert_true (zante_outside_check (fixture->folder, NULL));
  assert_refused (fixture->path, "not a regular file");
}

static void
test_no_file (Fixture *fixture, gconstpointer data)
{
  assert_refused (fixture->path, "No such file or directory");
  assert_refused (fixture->folder, "not a regular file");
  assert_refused ("/dev/zero", "not a regular file");
}

static void
test_link (Fixture *fixture, gconstpointer data)
{
  gsize size = 0;
  g_autofree char *file = g_build_filename (fixture->folder, "file", NULL);
  g_assert_true (g_file_set_contents (file, "a\0b", 3, NULL));
  g_assert_cmpint (symlink ("file", fixture->path), ==, 0);
  g_autofree char *text = zante_outside_read (fixture->path, &size, NULL);
  g_assert_cmpmem (text, size + 1, "a\0b", 4);
  g_autoptr (GMappedFile) map = zante_outside_map (fixture->path, NULL);
  g_assert_cmpuint (g_mapped_file_get_length (map), ==, 3);
  g_autofree char *digest = zante_outside_hash (fixture->path, NULL);
  g_autofree char *wanted = zante_hash_file (file, NULL);
  g_assert_cmpstr (digest, ==, wanted);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/outside/fifo", Fixture, NULL, set_up, test_fifo, tear_down);
  g_test_add ("/outside/no-file", Fixture, NULL, set_up, test_no_file, tear_down);
  g_test_add ("/outside/link", Fixture, NULL, set_up, test_link, tear_down);
  return g_test_run ();
}
