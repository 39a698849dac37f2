/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Installing dist/ into a DESTDIR that may hold anything. */
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "base/fs.h"
#include "stage-fixture.h"

static void
fill_dist (const StageFixture *fixture)
{
  const char *dist = fixture->workspace->dist;
  stage_write (dist, "usr/bin/xl", "program", 04755);
  stage_write (dist, "usr/share/a 'b\"\n\xff c", "odd", 0644);
  stage_write (dist, "etc/closed/secret", "s", 0600);
  g_autofree char *link = g_build_filename (dist, "usr/bin/xm", NULL);
  g_assert_cmpint (symlink ("/nowhere/xl", link), ==, 0);
  g_autofree char *folder = g_build_filename (dist, "etc/closed", NULL);
  g_assert_cmpint (chmod (folder, 0700), ==, 0);
}

static void
install (const StageFixture *fixture, const char *destdir)
{
  g_autoptr (GError) error = NULL;
  zante_stage_install (fixture->workspace, destdir, NULL, &error);
  g_assert_no_error (error);
}

static void
test_fresh (StageFixture *fixture, gconstpointer data)
{
  g_autofree char *destdir = stage_path (fixture, "new dir/'dest\ndir\"");
  fill_dist (fixture);
  mode_t mask = umask (077);
  install (fixture, destdir);
  umask (mask);
  g_autofree char *before = stage_describe (fixture->workspace->dist);
  g_autofree char *after = stage_describe (destdir);
  g_assert_cmpstr (before, ==, after);
}

static void
test_again_and_over (StageFixture *fixture, gconstpointer data)
{
  g_autofree char *destdir = stage_path (fixture, "dest");
  g_autofree char *beyond = stage_path (fixture, "beyond");
  g_autofree char *planted = stage_path (fixture, "dest/usr/bin/xl");
  fill_dist (fixture);
  stage_write (destdir, "usr/bin/own", "kept", 0644);
  stage_write (fixture->folder, "beyond", "untouched", 0644);
  g_assert_cmpint (symlink (beyond, planted), ==, 0);
  install (fixture, destdir);
  install (fixture, destdir);
  stage_assert_content (destdir, "usr/bin/xl", "program");
  stage_assert_content (destdir, "usr/bin/own", "kept");
  stage_assert_content (fixture->folder, "beyond", "untouched");
}

static void
test_link_inside (StageFixture *fixture, gconstpointer data)
{
  g_autofree char *destdir = stage_path (fixture, "dest");
  g_autofree char *link = stage_path (fixture, "dest/usr");
  g_autofree char *target = stage_path (fixture, "dest/system");
  fill_dist (fixture);
  g_assert_cmpint (g_mkdir_with_parents (target, 0755), ==, 0);
  g_assert_cmpint (symlink ("system", link), ==, 0);
  install (fixture, destdir);
  stage_assert_content (destdir, "system/bin/xl", "program");
}

static void
assert_stays_inside (StageFixture *fixture, const char *target)
{
  g_autofree char *destdir = stage_path (fixture, "dest");
  g_autofree char *link = stage_path (fixture, "dest/usr");
  g_autofree char *outside = stage_path (fixture, "outside");
  g_autoptr (GError) error = NULL;
  fill_dist (fixture);
  g_assert_cmpint (g_mkdir_with_parents (destdir, 0755), ==, 0);
  g_assert_cmpint (g_mkdir_with_parents (outside, 0755), ==, 0);
  g_assert_cmpint (symlink (target != NULL ? target : outside, link), ==, 0);
  g_assert_false (zante_stage_install (fixture->workspace, destdir, NULL, &error));
  g_assert_error (error, ZANTE_ERROR, ZANTE_ERROR_INPUT);
  g_assert_nonnull (strstr (error->message, "/usr"));
  g_autofree char *found = stage_describe (outside);
  g_assert_cmpstr (found, ==, "");
}

static void
test_absolute_link_out (StageFixture *fixture, gconstpointer data)
{
  assert_stays_inside (fixture, NULL);
}

static void
test_relative_link_out (StageFixture *fixture, gconstpointer data)
{
  assert_stays_inside (fixture, "../outside");
}

static void
test_folder_in_the_way (StageFixture *fixture, gconstpointer data)
{
  g_autofree char *destdir = stage_path (fixture, "dest");
  g_autoptr (GError) error = NULL;
  fill_dist (fixture);
  stage_write (destdir, "usr/bin/xl/file", "x", 0644);
  g_assert_false (zante_stage_install (fixture->workspace, destdir, NULL, &error));
  g_assert_nonnull (strstr (error->message, "/usr/bin/xl"));
  stage_assert_content (destdir, "usr/bin/xl/file", "x");
}

static void
test_leftover (StageFixture *fixture, gconstpointer data)
{
  g_autofree char *destdir = stage_path (fixture, "dest");
  fill_dist (fixture);
  stage_write (destdir, "usr/bin/.zante-install", "half", 0644);
  install (fixture, destdir);
  g_autofree char *before = stage_describe (fixture->workspace->dist);
  g_autofree char *after = stage_describe (destdir);
  g_assert_cmpstr (before, ==, after);
}

static void
test_no_dist (StageFixture *fixture, gconstpointer data)
{
  g_autofree char *destdir = stage_path (fixture, "dest");
  g_autoptr (GError) error = NULL;
  g_assert_false (zante_stage_install (fixture->workspace, destdir, NULL, &error));
  g_assert_error (error, ZANTE_ERROR, ZANTE_ERROR_INPUT);
  g_assert_false (g_file_test (destdir, G_FILE_TEST_EXISTS));
}

static void
test_cancelled (StageFixture *fixture, gconstpointer data)
{
  g_autofree char *destdir = stage_path (fixture, "dest");
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  fill_dist (fixture);
  g_cancellable_cancel (cancellable);
  g_assert_false (zante_stage_install (fixture->workspace, destdir, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  stage_add ("/install/fresh", test_fresh);
  stage_add ("/install/again-and-over", test_again_and_over);
  stage_add ("/install/link-inside", test_link_inside);
  stage_add ("/install/absolute-link-out", test_absolute_link_out);
  stage_add ("/install/relative-link-out", test_relative_link_out);
  stage_add ("/install/folder-in-the-way", test_folder_in_the_way);
  stage_add ("/install/leftover", test_leftover);
  stage_add ("/install/no-dist", test_no_dist);
  stage_add ("/install/cancelled", test_cancelled);
  return g_test_run ();
}
