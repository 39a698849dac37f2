/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The union of what was staged, incrementally and after crashes, and its installation. */
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/error.h"
#include "base/fs.h"
#include "stage-fixture.h"
#include "stage/place.h"

static gboolean
unite (const StageFixture *fixture, const ZanteStaged *staged, gsize n)
{
  g_autoptr (GError) error = NULL;
  gboolean changed = FALSE;
  zante_stage_dist (fixture->workspace, staged, n, &changed, NULL, NULL, &error);
  g_assert_no_error (error);
  g_autofree char *left = g_build_filename (fixture->workspace->project, ".dist.new", NULL);
  g_assert_false (g_file_test (left, G_FILE_TEST_EXISTS));
  return changed;
}

static void
assert_dist (const StageFixture *fixture, const char *expected)
{
  g_autofree char *found = stage_describe (fixture->workspace->dist);
  g_assert_cmpstr (found, ==, expected);
}

static void
test_union (StageFixture *fixture, gconstpointer data)
{
  g_autofree char *one = stage_pack_one (fixture, "usr/bin/a", "1");
  g_autofree char *other = stage_pack_one (fixture, "usr/bin/b", "2");
  const ZanteStaged staged[] = {{"one", one}, {"other", other}};
  g_assert_true (unite (fixture, staged, 2));
  assert_dist (fixture, "40755 usr \n40755 usr/bin \n100644 usr/bin/a 1\n100644 usr/bin/b 2\n");
  g_assert_false (unite (fixture, staged, 2));
}

/* A folder that both have must stay when the one that is listed first goes away. */
static void
test_component_leaves (StageFixture *fixture, gconstpointer data)
{
  g_autofree char *one = stage_pack_one (fixture, "usr/a/x", "1");
  g_autofree char *other = stage_pack_one (fixture, "usr/b/y", "2");
  const ZanteStaged staged[] = {{"one", one}, {"other", other}};
  g_assert_true (unite (fixture, staged, 2));
  g_assert_true (unite (fixture, staged + 1, 1));
  assert_dist (fixture, "40755 usr \n40755 usr/b \n100644 usr/b/y 2\n");
  g_assert_true (unite (fixture, staged, 1));
  assert_dist (fixture, "40755 usr \n40755 usr/a \n100644 usr/a/x 1\n");
}

static void
test_unchanged_files_are_kept (StageFixture *fixture, gconstpointer data)
{
  g_autofree char *one = stage_pack_one (fixture, "a", "1");
  g_autofree char *old = stage_pack_one (fixture, "b", "2");
  g_autofree char *edited = stage_pack_one (fixture, "b", "3");
  g_autofree char *kept = g_build_filename (fixture->workspace->dist, "a", NULL);
  const ZanteStaged before[] = {{"one", one}, {"other", old}};
  const ZanteStaged after[] = {{"one", one}, {"other", edited}};
  struct stat first, second;
  g_assert_true (unite (fixture, before, 2));
  g_assert_cmpint (lstat (kept, &first), ==, 0);
  g_assert_true (unite (fixture, after, 2));
  g_assert_cmpint (lstat (kept, &second), ==, 0);
  g_assert_cmpuint (first.st_ino, ==, second.st_ino);
  assert_dist (fixture, "100644 a 1\n100644 b 3\n");
}

/* Whatever a person does in dist/, the next run puts it right. */
static void
test_changed_by_hand (StageFixture *fixture, gconstpointer data)
{
  static const char *const commands[]
      = {"rm a",        "rm -r d",    "echo x >> a",    "echo x > d/new", "mkdir empty",
         "chmod 755 a", "mv d/b d/c", "cp a x; mv x a", "rm a; mkdir a",  "rm a; ln -s d/b a"};
  g_autofree char *one = stage_pack_one (fixture, "d/b", "2");
  g_autofree char *other = stage_pack_one (fixture, "a", "1");
  const ZanteStaged staged[] = {{"one", one}, {"other", other}};
  g_assert_true (unite (fixture, staged, 2));
  g_autofree char *expected = stage_describe (fixture->workspace->dist);
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      g_test_message ("%s", commands[i]);
      g_autofree char *dist = g_shell_quote (fixture->workspace->dist);
      g_autofree char *command = g_strdup_printf ("cd %s && { %s; }", dist, commands[i]);
      g_assert_cmpint (system (command), ==, 0);
      g_assert_true (unite (fixture, staged, 2));
      assert_dist (fixture, expected);
      g_assert_false (unite (fixture, staged, 2));
    }
}

static void
assert_clash (StageFixture *fixture, const char *first, const char *second, const char *path)
{
  g_autofree char *one = stage_pack_one (fixture, first, "same");
  g_autofree char *other = stage_pack_one (fixture, second, "same");
  const ZanteStaged staged[] = {{"tools", one}, {"shim", other}};
  g_autofree char *damaged = NULL;
  g_autoptr (GError) error = NULL;
  g_assert_false (zante_stage_dist (fixture->workspace, staged, 2, NULL, &damaged, NULL, &error));
  g_assert_error (error, ZANTE_ERROR, ZANTE_ERROR_POLICY);
  g_assert_nonnull (strstr (error->message, "'tools'"));
  g_assert_nonnull (strstr (error->message, "'shim'"));
  g_assert_nonnull (strstr (error->message, path));
  g_assert_null (damaged);
  g_assert_false (g_file_test (fixture->workspace->dist, G_FILE_TEST_EXISTS));
}

static void
test_clash (StageFixture *fixture, gconstpointer data)
{
  assert_clash (fixture, "usr/x", "usr/x", "'/usr/x'");
}

static void
test_clash_of_file_and_folder (StageFixture *fixture, gconstpointer data)
{
  assert_clash (fixture, "usr/x", "usr/x/y", "'/usr/x'");
}

static void
test_clash_keeps_the_old_dist (StageFixture *fixture, gconstpointer data)
{
  g_autofree char *one = stage_pack_one (fixture, "a", "1");
  const ZanteStaged good[] = {{"one", one}}, bad[] = {{"one", one}, {"other", one}};
  g_assert_true (unite (fixture, good, 1));
  g_assert_false (zante_stage_dist (fixture->workspace, bad, 2, NULL, NULL, NULL, NULL));
  assert_dist (fixture, "100644 a 1\n");
  g_assert_false (unite (fixture, good, 1));
}

static void
test_damaged_object (StageFixture *fixture, gconstpointer data)
{
  g_autofree char *one = stage_pack_one (fixture, "a", "1");
  g_autofree char *other = stage_pack_one (fixture, "b", "2");
  const ZanteStaged staged[] = {{"one", one}, {"other", other}};
  g_autofree char *damaged = NULL;
  g_autoptr (GError) error = NULL;
  stage_damage (fixture, other);
  g_assert_false (zante_stage_dist (fixture->workspace, staged, 2, NULL, &damaged, NULL, &error));
  g_assert_error (error, ZANTE_ERROR, ZANTE_ERROR_SOURCE);
  g_assert_cmpstr (damaged, ==, "other");
  g_free (stage_pack_one (fixture, "b", "2"));
  g_assert_true (unite (fixture, staged, 2));
  assert_dist (fixture, "100644 a 1\n100644 b 2\n");
}

/* What somebody changed in dist/ is put right when it is made again. */
static void
test_tampered_file (StageFixture *fixture, gconstpointer data)
{
  g_autofree char *one = stage_pack_one (fixture, "a", "1");
  g_autofree char *other = stage_pack_one (fixture, "b", "2");
  const ZanteStaged staged[] = {{"one", one}, {"other", other}};
  g_assert_true (unite (fixture, staged, 1));
  stage_write (fixture->workspace->dist, "a", "X", 0644);
  g_assert_true (unite (fixture, staged, 2));
  assert_dist (fixture, "100644 a 1\n100644 b 2\n");
}

static void
test_removed_dist (StageFixture *fixture, gconstpointer data)
{
  g_autofree char *one = stage_pack_one (fixture, "a", "1");
  const ZanteStaged staged[] = {{"one", one}};
  g_assert_true (unite (fixture, staged, 1));
  g_assert_true (zante_fs_remove_tree (fixture->workspace->dist, NULL));
  g_assert_true (unite (fixture, staged, 1));
  assert_dist (fixture, "100644 a 1\n");
}

static void
test_foreign_dist (StageFixture *fixture, gconstpointer data)
{
  g_autofree char *one = stage_pack_one (fixture, "a", "1");
  const ZanteStaged staged[] = {{"one", one}};
  g_autoptr (GError) error = NULL;
  stage_write (fixture->workspace->dist, "thesis.txt", "mine", 0644);
  g_assert_false (zante_stage_dist (fixture->workspace, staged, 1, NULL, NULL, NULL, &error));
  g_assert_error (error, ZANTE_ERROR, ZANTE_ERROR_INPUT);
  stage_assert_content (fixture->workspace->dist, "thesis.txt", "mine");
}

static char *
adopt (const StageFixture *fixture, const char *stage)
{
  g_autoptr (GError) error = NULL;
  char *digest = zante_store_adopt (fixture->workspace, "local", stage, NULL, &error);
  g_assert_no_error (error);
  return digest;
}

static void
test_adopted (StageFixture *fixture, gconstpointer data)
{
  g_autofree char *stage = stage_path (fixture, "stage");
  g_autofree char *object = stage_pack_one (fixture, "usr/b", "2");
  g_autofree char *kept = g_build_filename (fixture->workspace->dist, "usr/kept", NULL);
  struct stat first, second;
  stage_write (stage, "usr/a", "1", 0664);
  stage_write (stage, "usr/kept", "k", 0755);
  g_autofree char *digest = adopt (fixture, stage);
  const ZanteStaged before[] = {{"local", digest, stage}, {"object", object}};
  g_assert_true (unite (fixture, before, 2));
  g_assert_cmpint (lstat (kept, &first), ==, 0);
  stage_write (stage, "usr/a", "9", 0664);
  stage_write (stage, "usr/kept", "k", 0755); /* installed again, the same */
  g_autofree char *edited = adopt (fixture, stage);
  const ZanteStaged after[] = {{"local", edited, stage}, {"object", object}};
  g_assert_true (unite (fixture, after, 2));
  g_assert_cmpint (lstat (kept, &second), ==, 0);
  g_assert_cmpuint (first.st_ino, ==, second.st_ino);
  assert_dist (fixture, "40755 usr \n100644 usr/a 9\n100644 usr/b 2\n100755 usr/kept k\n");
  stage_assert_content (stage, "usr/a", "9");
  g_assert_false (unite (fixture, after, 2));
}

/* Write the three files of a local stage, the first with CONTENT, and make dist/ of it. */
static void
unite_local (const StageFixture *fixture, const char *content)
{
  g_autofree char *stage = stage_path (fixture, "stage");
  g_autofree char *link = stage_path (fixture, "stage/usr/link");
  stage_write (stage, "usr/a", content, 0644);
  stage_write (stage, "usr/b", "b", 0644);
  stage_write (stage, "usr/c/d", content, 0755);
  g_unlink (link);
  g_assert_cmpint (symlink ("a", link), ==, 0);
  g_autofree char *digest = adopt (fixture, stage);
  const ZanteStaged staged[] = {{"local", digest, stage}};
  g_assert_true (zante_stage_dist (fixture->workspace, staged, 1, NULL, NULL, NULL, NULL));
}

static void
assert_like_stage (const StageFixture *fixture)
{
  g_autofree char *stage = stage_path (fixture, "stage");
  g_autofree char *expected = stage_describe (stage);
  assert_dist (fixture, expected);
}

static void
test_edit_keeps_the_folder (StageFixture *fixture, gconstpointer data)
{
  struct stat first, second;
  unite_local (fixture, "1");
  g_assert_cmpint (lstat (fixture->workspace->dist, &first), ==, 0);
  unite_local (fixture, "2");
  assert_like_stage (fixture);
  g_assert_cmpint (lstat (fixture->workspace->dist, &second), ==, 0);
  g_assert_cmpuint (first.st_ino, ==, second.st_ino);
}

static void
test_edit_repairs (StageFixture *fixture, gconstpointer data)
{
  static const char *const names[] = {"usr", "usr/a", "usr/b", "usr/c", "usr/link"};
  unite_local (fixture, "0");
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (fixture->workspace->dist, names[i], NULL);
      g_assert_true (zante_fs_remove_tree (path, NULL));
      unite_local (fixture, names[i]);
      assert_like_stage (fixture);
    }
}

static void
test_edit_killed (StageFixture *fixture, gconstpointer data)
{
  unite_local (fixture, "0");
  for (guint moment = 0; moment < 20; moment++)
    {
      pid_t child = fork ();
      if (child == 0)
        for (gsize n = 0;; n++)
          unite_local (fixture, n % 2 == 0 ? "1" : "2");
      g_usleep (1000 + moment * 700);
      kill (child, SIGKILL);
      waitpid (child, NULL, 0);
      unite_local (fixture, "1");
      assert_like_stage (fixture);
    }
}

static void
test_adopted_then_changed (StageFixture *fixture, gconstpointer data)
{
  g_autofree char *stage = stage_path (fixture, "stage");
  g_autoptr (GError) error = NULL;
  stage_write (stage, "a", "1", 0644);
  g_autofree char *digest = adopt (fixture, stage);
  stage_write (stage, "a", "2", 0644);
  const ZanteStaged staged[] = {{"local", digest, stage}};
  g_assert_false (zante_stage_dist (fixture->workspace, staged, 1, NULL, NULL, NULL, &error));
  g_assert_error (error, ZANTE_ERROR, ZANTE_ERROR_FAILED);
}

static void
test_dependencies (StageFixture *fixture, gconstpointer data)
{
  g_autofree char *one = stage_pack_one (fixture, "usr/a", "1");
  g_autofree char *other = stage_pack_one (fixture, "usr/b", "2");
  g_autofree char *deps = zante_workspace_work (fixture->workspace, "tools", "deps");
  const ZanteStaged staged[] = {{"one", one}, {"other", other}};
  g_autoptr (GError) error = NULL;
  g_assert_cmpint (g_mkdir_with_parents (deps, 0755), ==, 0);
  zante_stage_unite (fixture->workspace, staged, 2, deps, NULL, NULL, &error);
  g_assert_no_error (error);
  g_autofree char *found = stage_describe (deps);
  g_assert_cmpstr (found, ==, "40755 usr \n100644 usr/a 1\n100644 usr/b 2\n");
  g_assert_true (zante_stage_unite (fixture->workspace, NULL, 0, deps, NULL, NULL, NULL));
  g_autofree char *empty = stage_describe (deps);
  g_assert_cmpstr (empty, ==, "");
}

/* Killed at twenty different moments, the next run always gives the same bytes. */
static void
test_killed (StageFixture *fixture, gconstpointer data)
{
  g_autofree char *stage = stage_path (fixture, "stage");
  for (int i = 0; i < 300; i++)
    {
      g_autofree char *name = g_strdup_printf ("usr/%d/%d", i % 10, i);
      stage_write (stage, name, name, 0644);
    }
  g_autofree char *one = zante_store_pack (fixture->workspace, stage, NULL, NULL);
  g_autofree char *expected = stage_describe (stage);
  g_autofree char *other = stage_pack_one (fixture, "usr/1/other", "2");
  const ZanteStaged staged[] = {{"one", one}, {"other", other}};
  guint halfway = 0;
  for (guint moment = 0; moment < 20; moment++)
    {
      pid_t child = fork ();
      if (child == 0)
        for (gsize n = 0;; n++)
          zante_stage_dist (fixture->workspace, staged, 1 + n % 2, NULL, NULL, NULL, NULL);
      g_usleep (1000 + moment * 1700);
      /* On a loaded machine it has not begun by then. */
      for (guint n = 0; moment % 2 == 1 && n < 30000; n++)
        {
          if (stage_exists (fixture->workspace->project, ".dist.new"))
            break;
          g_usleep (1000);
        }
      kill (child, SIGKILL);
      waitpid (child, NULL, 0);
      halfway += stage_exists (fixture->workspace->project, ".dist.new");
      unite (fixture, staged, 1);
      assert_dist (fixture, expected);
    }
  g_test_message ("%u of 20 were killed in the middle", halfway);
  g_assert_cmpuint (halfway, >, 0);
}

static gpointer
unite_in_thread (gpointer data)
{
  StageFixture *fixture = data;
  g_autofree char *one = g_strdup (g_getenv ("ZANTE_TEST_OUTPUT"));
  const ZanteStaged staged[] = {{"one", one}};
  g_autoptr (GError) error = NULL;
  for (int i = 0; i < 10; i++)
    g_assert_true (
        zante_stage_dist (fixture->workspace, staged, (gsize)(i % 2), NULL, NULL, NULL, &error));
  return NULL;
}

static void
test_two_at_once (StageFixture *fixture, gconstpointer data)
{
  g_autofree char *one = stage_pack_one (fixture, "a", "1");
  const ZanteStaged staged[] = {{"one", one}};
  GThread *threads[4];
  g_setenv ("ZANTE_TEST_OUTPUT", one, TRUE);
  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new (NULL, unite_in_thread, fixture);
  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
  unite (fixture, staged, 1);
  assert_dist (fixture, "100644 a 1\n");
}

/* A folder of a stage that became a link after it was looked at is not followed. */
static void
test_source_link (StageFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *stage = stage_path (fixture, "stage"), *dest = stage_path (fixture, "made");
  g_autofree char *folder = stage_path (fixture, "stage/d"), *moved = stage_path (fixture, "moved");
  stage_write (stage, "d/file", "x", 0644);
  const ZanteStaged staged = {.component = "one", .output = "", .folder = stage};
  ZantePart part = {.staged = &staged, .root = stage, .tree = zante_tree_scan (stage, NULL, NULL)};
  const ZanteBefore before = {.root = moved};
  g_autoptr (GPtrArray) parts = g_ptr_array_new ();
  g_ptr_array_add (parts, &part);
  g_autoptr (GPtrArray) united = zante_union (parts, NULL);
  g_assert_cmpint (rename (folder, moved), ==, 0);
  g_assert_cmpint (symlink ("../moved", folder), ==, 0);
  g_assert_false (zante_place (united, parts, &before, dest, &error));
  g_assert_nonnull (strstr (error->message, "d/file"));
  g_assert_false (stage_exists (dest, "d/file"));
  g_ptr_array_unref (part.tree);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  stage_add ("/dist/union", test_union);
  stage_add ("/dist/component-leaves", test_component_leaves);
  stage_add ("/dist/unchanged-files-are-kept", test_unchanged_files_are_kept);
  stage_add ("/dist/clash", test_clash);
  stage_add ("/dist/clash-of-file-and-folder", test_clash_of_file_and_folder);
  stage_add ("/dist/clash-keeps-the-old-dist", test_clash_keeps_the_old_dist);
  stage_add ("/dist/damaged-object", test_damaged_object);
  stage_add ("/dist/tampered-file", test_tampered_file);
  stage_add ("/dist/changed-by-hand", test_changed_by_hand);
  stage_add ("/dist/removed-dist", test_removed_dist);
  stage_add ("/dist/foreign-dist", test_foreign_dist);
  stage_add ("/dist/adopted", test_adopted);
  stage_add ("/dist/edit-keeps-the-folder", test_edit_keeps_the_folder);
  stage_add ("/dist/edit-repairs", test_edit_repairs);
  stage_add ("/dist/edit-killed", test_edit_killed);
  stage_add ("/dist/adopted-then-changed", test_adopted_then_changed);
  stage_add ("/dist/dependencies", test_dependencies);
  stage_add ("/dist/killed", test_killed);
  stage_add ("/dist/two-at-once", test_two_at_once);
  stage_add ("/dist/source-link", test_source_link);
  return g_test_run ();
}
