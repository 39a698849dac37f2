/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A developer's own tree: built in place, configured once, left as warm as make leaves it. */
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "work-fixture.h"

/* A component that writes down which phase ran. */
static ZanteComponent *
add_counting (BuildFixture *f, const char *needs)
{
  ZanteComponent *one = build_fixture_add (f, "one", needs);
  build_fixture_local (f, one);
  build_fixture_phase (f, one, ZANTE_PHASE_PREPARE, "echo p >>runs\n");
  build_fixture_phase (f, one, ZANTE_PHASE_CONFIGURE, "echo c >>runs\n");
  build_fixture_phase (f, one, ZANTE_PHASE_BUILD, "echo b >>runs\n");
  build_fixture_phase (f, one, ZANTE_PHASE_INSTALL, "echo i >>runs; echo x >$DESTDIR/x\n");
  return one;
}

static void
build (BuildFixture *f)
{
  g_autoptr (GError) error = NULL;
  build_fixture_run (f, &error);
  g_assert_no_error (error);
}

static void
check_runs (BuildFixture *f, const char *expected)
{
  g_autofree char *path = g_build_filename (f->dir, "trees", "one", "runs", NULL);
  g_autofree char *text = NULL;
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_strdelimit (text, "\n", ' ');
  g_assert_cmpstr (g_strchomp (text), ==, expected);
}

static void
test_warm (BuildFixture *f, gconstpointer data)
{
  add_counting (f, NULL);
  build (f);
  check_runs (f, "p c b i");
  build (f);
  check_runs (f, "p c b i b i");
  g_autofree char *events = build_fixture_events (f);
  g_assert_nonnull (strstr (events, "\"built\""));
  g_assert_nonnull (strstr (events, "\"unchanged\""));
}

static void
test_configure_changes (BuildFixture *f, gconstpointer data)
{
  ZanteComponent *one = add_counting (f, NULL);
  build (f);
  build_fixture_phase (f, one, ZANTE_PHASE_CONFIGURE, "echo c2 >>runs\n");
  build (f);
  check_runs (f, "p c b i c2 b i");
  build (f);
  check_runs (f, "p c b i c2 b i b i");
}

/* A configure that failed is not forgotten when its text goes back to what once worked. */
static void
test_configure_fails (BuildFixture *f, gconstpointer data)
{
  ZanteComponent *one = add_counting (f, NULL);
  build (f);
  build_fixture_phase (f, one, ZANTE_PHASE_CONFIGURE, "echo bad >>runs; exit 1\n");
  g_assert_false (build_fixture_run (f, NULL));
  build_fixture_phase (f, one, ZANTE_PHASE_CONFIGURE, "echo c >>runs\n");
  build (f);
  check_runs (f, "p c b i bad c b i");
}

/* What make does is what is done: one changed file, one compilation. */
static void
test_incremental (BuildFixture *f, gconstpointer data)
{
  ZanteComponent *one = build_fixture_add (f, "one", NULL);
  const char *src = build_fixture_local (f, one);
  g_autofree char *makefile = g_build_filename (src, "Makefile", NULL);
  g_autofree char *input = g_build_filename (src, "a.in", NULL);
  g_assert_true (g_file_set_contents (
      makefile, ".NOTPARALLEL:\nall: a b\n%: %.in\n\tcp $< $@\n\techo $@ >>runs\n", -1, NULL));
  g_assert_true (g_file_set_contents (input, "1", -1, NULL));
  g_autofree char *other = g_build_filename (src, "b.in", NULL);
  g_assert_true (g_file_set_contents (other, "1", -1, NULL));
  build_fixture_phase (f, one, ZANTE_PHASE_BUILD, "make\n");
  build_fixture_phase (f, one, ZANTE_PHASE_INSTALL, "cp a b $DESTDIR/\n");
  build (f);
  check_runs (f, "a b");
  build (f);
  check_runs (f, "a b");
  g_usleep (20 * 1000);
  g_assert_true (g_file_set_contents (input, "2", -1, NULL));
  build (f);
  check_runs (f, "a b a");
  g_autofree char *output = build_fixture_output (f, "one", "a");
  g_assert_cmpstr (output, ==, "2");
}

#define INSTALL_HEADER(text)                                                                       \
  "mkdir -p $DESTDIR/usr/include; echo " text " >$DESTDIR/usr/include/zd.h\n"                      \
  "touch -d @1 $DESTDIR/usr/include/zd.h\n"

/* Outputs carry old times. When a dependency is another, make must notice all the same; when it is
 * the same, make must not. */
static void
test_new_dependency (BuildFixture *f, gconstpointer data)
{
  if (!build_fixture_needs_sandbox ())
    return;
  ZanteComponent *lib = build_fixture_add (f, "lib", NULL);
  build_fixture_phase (f, lib, ZANTE_PHASE_INSTALL, INSTALL_HEADER ("1"));
  ZanteComponent *one = build_fixture_add (f, "one", "lib");
  const char *src = build_fixture_local (f, one);
  g_autofree char *makefile = g_build_filename (src, "Makefile", NULL);
  g_assert_true (g_file_set_contents (
      makefile, "copy: /usr/include/zd.h\n\tcp $< $@; cat $@ >>runs\n", -1, NULL));
  build_fixture_phase (f, one, ZANTE_PHASE_BUILD, "make\n");
  build (f);
  build (f);
  check_runs (f, "1");
  build_fixture_phase (f, lib, ZANTE_PHASE_INSTALL, INSTALL_HEADER ("2"));
  build (f);
  build (f);
  check_runs (f, "1 2");
}

static void
test_missing_tree (BuildFixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  ZanteComponent *one = build_fixture_add (f, "one", NULL);
  g_rmdir (build_fixture_local (f, one));
  g_assert_false (build_fixture_run (f, &error));
  g_assert_error (error, ZANTE_ERROR, ZANTE_ERROR_INPUT);
  g_assert_nonnull (strstr (error->message, "trees/one' is not a folder"));
}

/* Root builds in a tree that belongs to somebody else. */
static void
test_foreign_tree (BuildFixture *f, gconstpointer data)
{
  ZanteComponent *one = add_counting (f, NULL);
  const char *src = build_fixture_local (f, one);
  if (chown (src, 1234, 1234) != 0)
    {
      g_test_skip ("needs to be root");
      return;
    }
  g_assert_cmpint (g_chmod (src, 0755), ==, 0);
  build (f);
  check_runs (f, "p c b i");
}

static void
test_patches_are_told (BuildFixture *f, gconstpointer data)
{
  ZanteComponent *one = add_counting (f, NULL);
  char *patches[] = {"fix.patch", NULL};
  g_autofree char *patch = g_build_filename (one->folder, "fix.patch", NULL);
  g_assert_true (g_file_set_contents (patch, "", 0, NULL));
  one->patches = patches;
  build (f);
  one->patches = NULL;
  g_autofree char *events = build_fixture_events (f);
  g_assert_nonnull (strstr (events, "1 patches are not applied"));
}

#define ADD(name, function)                                                                        \
  g_test_add ("/build/local/" name, BuildFixture, NULL, build_fixture_setup, function,             \
              build_fixture_teardown)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("warm", test_warm);
  ADD ("configure-changes", test_configure_changes);
  ADD ("configure-fails", test_configure_fails);
  ADD ("incremental", test_incremental);
  ADD ("new-dependency", test_new_dependency);
  ADD ("missing-tree", test_missing_tree);
  ADD ("foreign-tree", test_foreign_tree);
  ADD ("patches-are-told", test_patches_are_told);
  return g_test_run ();
}
