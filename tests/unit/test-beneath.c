/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Names below a folder: what the kernel resolves, and the walk that stands in for it, are the same
 * in every case. */
#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/beneath.h"
#include "base/error.h"
#include "base/fs.h"

typedef int (*Open) (int root, const char *path, int flags, ZanteBeneath links);

static const Open ways[] = {zante_beneath_open, zante_beneath_walk};

/* A tree "t" and a file and a folder beside it. */
static const struct {
  const char *path, *target; /* no target: a file, or a folder if it ends in a slash */
} made[] = {
    {"t/", NULL},          {"t/a/", NULL},
    {"t/a/b/", NULL},      {"t/a/b/file", NULL},
    {"outside", NULL},     {"beside/", NULL},
    {"beside/file", NULL}, {"t/in", "a/b"},
    {"t/a/up", "../a/b"},  {"t/out", "../beside"},
    {"t/abs", "/a/b"},     {"t/a/b/top", "../.."},
    {"t/chain", "in/top"}, {"t/escape", "a/b/top/../beside"},
    {"t/loop", "loop"},    {"t/dangling", "a/nothing"},
    {"t/slash", "in/"},    {"t/far", "a/b/top/a/b/file"},
};

static char *
make_tree (void)
{
  char *folder = g_dir_make_tmp ("zante-beneath-XXXXXX", NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (made); i++)
    {
      g_autofree char *path = g_build_filename (folder, made[i].path, NULL);
      if (made[i].target != NULL)
        g_assert_cmpint (symlink (made[i].target, path), ==, 0);
      else if (g_str_has_suffix (path, "/"))
        g_assert_cmpint (g_mkdir (path, 0755), ==, 0);
      else
        g_assert_true (g_file_set_contents (path, made[i].path, -1, NULL));
    }
  return folder;
}

/* What opening gives: 0, or errno; NO_LINKS, LINKS, IN_ROOT. */
static const struct {
  const char *path;
  int flags, result[3];
} cases[] = {
    {"", O_RDONLY, {0, 0, 0}},
    {".", O_RDONLY, {0, 0, 0}},
    {"a/b/file", O_RDONLY, {0, 0, 0}},
    {"a//b/./file", O_RDONLY, {0, 0, 0}},
    {"a/../a/b", O_RDONLY, {0, 0, 0}},
    {"..", O_RDONLY, {EXDEV, EXDEV, 0}},
    {"a/../../outside", O_RDONLY, {EXDEV, EXDEV, ENOENT}},
    {"/a", O_RDONLY, {EXDEV, EXDEV, 0}},
    {"in", O_RDONLY, {ELOOP, 0, 0}},
    {"in/file", O_RDONLY, {ELOOP, 0, 0}},
    {"a/up/file", O_RDONLY, {ELOOP, 0, 0}},
    {"slash/file", O_RDONLY, {ELOOP, 0, 0}},
    {"out", O_RDONLY, {ELOOP, EXDEV, ENOENT}},
    {"out/file", O_RDONLY, {ELOOP, EXDEV, ENOENT}},
    {"abs/file", O_RDONLY, {ELOOP, EXDEV, 0}},
    {"chain/a", O_RDONLY, {ELOOP, 0, 0}},
    {"chain/..", O_RDONLY, {ELOOP, EXDEV, 0}},
    {"escape/file", O_RDONLY, {ELOOP, EXDEV, ENOENT}},
    {"far", O_RDONLY, {ELOOP, 0, 0}},
    {"loop", O_RDONLY, {ELOOP, ELOOP, ELOOP}},
    {"dangling", O_RDONLY, {ELOOP, ENOENT, ENOENT}},
    {"nothing", O_RDONLY, {ENOENT, ENOENT, ENOENT}},
    {"a/b/file/x", O_RDONLY, {ENOTDIR, ENOTDIR, ENOTDIR}},
    {"a/b/file", O_RDONLY | O_DIRECTORY, {ENOTDIR, ENOTDIR, ENOTDIR}},
    {"out", O_PATH | O_NOFOLLOW, {0, 0, 0}},
    {"in/", O_RDONLY, {ELOOP, 0, 0}},
    {"a/b", O_PATH, {0, 0, 0}},
};

static void
check_case (gsize i, ZanteBeneath links, int root)
{
  struct stat expected, st;
  for (gsize way = 0; way < G_N_ELEMENTS (ways); way++)
    {
      g_auto (ZanteFd) fd = ways[way](root, cases[i].path, cases[i].flags, links);
      int result = fd < 0 ? errno : 0;
      g_test_message ("'%s' %d, way %d", cases[i].path, (int)links, (int)way);
      g_assert_cmpint (result, ==, cases[i].result[links]);
      if (fd < 0)
        continue;
      g_assert_cmpint (fcntl (fd, F_GETFD) & FD_CLOEXEC, ==, FD_CLOEXEC);
      g_assert_cmpint (fstat (fd, way == 0 ? &expected : &st), ==, 0);
      if (way > 0)
        g_assert_cmpuint (st.st_ino, ==, expected.st_ino);
    }
}

static void
test_open (void)
{
  g_autofree char *folder = make_tree ();
  g_autofree char *tree = g_build_filename (folder, "t", NULL);
  g_auto (ZanteFd) root = open (tree, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    for (int links = ZANTE_BENEATH_NO_LINKS; links <= ZANTE_BENEATH_IN_ROOT; links++)
      check_case (i, (ZanteBeneath)links, root);
  g_assert_true (zante_fs_remove_tree (folder, NULL));
}

static void
test_make_dirs (void)
{
  g_autofree char *folder = make_tree ();
  g_autofree char *tree = g_build_filename (folder, "t", NULL);
  g_autofree char *inside = g_build_filename (folder, "t/a/new/deep", NULL);
  g_autofree char *outside = g_build_filename (folder, "beside/new", NULL);
  g_auto (ZanteFd) root = open (tree, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  g_auto (ZanteFd) new = zante_beneath_make_dirs (root, "a/new/deep");
  g_assert_cmpint (new, >=, 0);
  g_assert_true (g_file_test (inside, G_FILE_TEST_IS_DIR));
  g_assert_cmpint (zante_beneath_make_dirs (root, "out/new"), ==, -1);
  g_assert_cmpint (zante_beneath_make_dirs (root, "in/new"), ==, -1);
  g_assert_cmpint (zante_beneath_make_dirs (root, "a/../../beside/new"), ==, -1);
  g_assert_false (g_file_test (outside, G_FILE_TEST_EXISTS));
  g_assert_true (zante_fs_remove_tree (folder, NULL));
}

static void
assert_refused (const char *tree, const char *path, int code)
{
  g_autoptr (GError) error = NULL;
  g_assert_null (zante_beneath_read (tree, path, NULL, &error));
  g_assert_nonnull (error);
  if (code != 0)
    g_assert_error (error, ZANTE_ERROR, code);
  else
    g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
}

static void
test_read (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = make_tree ();
  g_autofree char *tree = g_build_filename (folder, "t", NULL);
  g_autofree char *fifo = g_build_filename (tree, "fifo", NULL);
  gsize size = 0;
  g_autofree char *data = zante_beneath_read (tree, "in/file", &size, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (data, ==, "t/a/b/file");
  g_assert_cmpuint (size, ==, strlen (data));
  assert_refused (tree, "out/file", ZANTE_ERROR_SOURCE);
  assert_refused (tree, "escape/file", ZANTE_ERROR_SOURCE);
  assert_refused (tree, "a", ZANTE_ERROR_SOURCE);
  assert_refused (tree, "nothing", 0);
  g_assert_cmpint (mkfifo (fifo, 0644), ==, 0);
  assert_refused (tree, "fifo", ZANTE_ERROR_SOURCE);
  g_assert_true (zante_fs_remove_tree (folder, NULL));
}

static void
test_write (void)
{
  g_autofree char *folder = make_tree ();
  g_autofree char *tree = g_build_filename (folder, "t", NULL);
  g_autofree char *place = g_build_filename (tree, "a/new/deep/file", NULL);
  g_auto (ZanteFd) root = open (tree, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  g_autofree char *text = NULL, *outside = NULL;
  struct stat st;
  g_assert_true (zante_beneath_write (root, "a/new/deep/file", "one\n", 4, 0644));
  g_assert_true (zante_beneath_write (root, "a/new/deep/file", "two\n", 4, 0755));
  g_assert_true (g_file_get_contents (place, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, "two\n");
  g_assert_cmpint (lstat (place, &st), ==, 0);
  g_assert_cmpint (st.st_mode & 07777, ==, 0755);
  /* links on the way, and what a link at the end leads to, are left alone */
  g_assert_false (zante_beneath_write (root, "out/file", "x", 1, 0644));
  g_assert_false (zante_beneath_write (root, "in/file", "x", 1, 0644));
  g_assert_false (zante_beneath_write (root, "../outside", "x", 1, 0644));
  g_assert_false (zante_beneath_unlink (root, "out/file"));
  g_assert_false (zante_beneath_unlink (root, "../outside"));
  g_assert_true (zante_beneath_write (root, "far", "x", 1, 0644));
  g_autofree char *beside = g_build_filename (folder, "beside/file", NULL);
  g_assert_true (g_file_get_contents (beside, &outside, NULL, NULL));
  g_assert_cmpstr (outside, ==, "beside/file");
  g_assert_true (zante_beneath_unlink (root, "a/new/deep/file"));
  g_assert_true (zante_beneath_unlink (root, "a/new/deep/file"));
  g_assert_false (g_file_test (place, G_FILE_TEST_EXISTS));
  g_assert_true (zante_fs_remove_tree (folder, NULL));
}

static void
test_cursor (void)
{
  g_autofree char *folder = make_tree ();
  g_autofree char *tree = g_build_filename (folder, "t", NULL);
  g_auto (ZanteFd) root = open (tree, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  ZanteBeneathCursor at = {.root = root, .folder = -1};
  g_assert_cmpstr (zante_beneath_enter (&at, "a/b/file"), ==, "file");
  int first = at.folder;
  g_assert_cmpstr (zante_beneath_enter (&at, "a/b/other"), ==, "other");
  g_assert_cmpint (at.folder, ==, first);
  g_assert_cmpint (faccessat (at.folder, "file", R_OK, 0), ==, 0);
  g_assert_null (zante_beneath_enter (&at, "in/file"));
  g_assert_null (zante_beneath_enter (&at, "out/file"));
  g_assert_null (zante_beneath_enter (&at, "new/file"));
  g_assert_cmpstr (zante_beneath_enter (&at, "top"), ==, "top");
  at.make = TRUE;
  g_assert_cmpstr (zante_beneath_enter (&at, "new/file"), ==, "file");
  zante_beneath_cursor_clear (&at);
  g_assert_true (zante_fs_remove_tree (folder, NULL));
}

static void
test_check (void)
{
  static const char *const bad[] = {"t/abs", "t/escape", "t/out"};
  g_autofree char *folder = make_tree ();
  g_autofree char *tree = g_build_filename (folder, "t", NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *path = g_build_filename (folder, bad[i], NULL);
      g_assert_false (zante_beneath_check (tree, &error));
      g_assert_error (error, ZANTE_ERROR, ZANTE_ERROR_SOURCE);
      g_assert_nonnull (strstr (error->message, bad[i] + 2));
      g_assert_cmpint (g_unlink (path), ==, 0);
    }
  g_assert_true (zante_beneath_check (tree, NULL));
  g_assert_true (zante_fs_remove_tree (folder, NULL));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/beneath/open", test_open);
  g_test_add_func ("/beneath/make-dirs", test_make_dirs);
  g_test_add_func ("/beneath/write", test_write);
  g_test_add_func ("/beneath/cursor", test_cursor);
  g_test_add_func ("/beneath/read", test_read);
  g_test_add_func ("/beneath/check", test_check);
  return g_test_run ();
}
