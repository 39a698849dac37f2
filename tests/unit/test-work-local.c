/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A developer's own tree: never written to, built in a copy that stays as warm as make leaves it,
 * and that is begun anew when something changed that make does not see. */
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "base/fs.h"
#include "base/proc.h"
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
  g_autofree char *path = zante_workspace_work (f->workspace, "one", "src/runs");
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
  check_runs (f, "p c2 b i");
  build (f);
  check_runs (f, "p c2 b i b i");
  g_autofree char *events = build_fixture_events (f);
  g_assert_nonnull (strstr (events, "its options, its phases or the tools"));
}

/* What an option does to a build, make cannot know. */
static void
test_option_changes (BuildFixture *f, gconstpointer data)
{
  ZanteComponent *one = add_counting (f, NULL);
  g_hash_table_insert (one->values, "debug", "no");
  build (f);
  g_hash_table_insert (one->values, "debug", "yes");
  build (f);
  check_runs (f, "p c b i");
  build_fixture_phase (f, one, ZANTE_PHASE_INSTALL, "echo i2 >>runs; echo x >$DESTDIR/x\n");
  build (f);
  check_runs (f, "p c b i b i2");
}

static void
write_source (BuildFixture *f, const char *name, const char *text)
{
  g_autofree char *path = g_build_filename (f->dir, "trees", "one", name, NULL);
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
}

/* What configure reads makes it run again, and so does the loss of what it made. */
static void
test_reconfigure (BuildFixture *f, gconstpointer data)
{
  char *changed[] = {"*.in", NULL}, *missing[] = {"config.h", NULL};
  ZanteReconfigure reconfigure = {.changed = changed, .missing = missing};
  ZanteComponent *one = add_counting (f, NULL);
  one->reconfigure = &reconfigure;
  build_fixture_phase (f, one, ZANTE_PHASE_CONFIGURE, "echo c >>runs; cp config.h.in config.h\n");
  write_source (f, "config.h.in", "1");
  write_source (f, "main.c", "1");
  build (f);
  write_source (f, "main.c", "2");
  build (f);
  check_runs (f, "p c b i b i");
  write_source (f, "config.h.in", "2");
  build (f);
  check_runs (f, "p c b i b i p c b i");
  g_autofree char *made = zante_workspace_work (f->workspace, "one", "src/config.h");
  g_unlink (made);
  build (f);
  check_runs (f, "p c b i b i p c b i c b i");
  one->reconfigure = NULL;
}

/* Whatever happens in the copy, the tree holds what its owner put there. */
static void
test_leaves_no_trace (BuildFixture *f, gconstpointer data)
{
  ZanteComponent *one = add_counting (f, NULL);
  g_autofree char *tree = g_build_filename (f->dir, "trees", "one", NULL);
  build_fixture_phase (f, one, ZANTE_PHASE_BUILD, "echo b >>runs; rm main.c; echo x >made\n");
  write_source (f, "main.c", "1");
  build (f);
  g_autoptr (GPtrArray) entries = zante_fs_list (tree, NULL);
  g_assert_cmpuint (entries->len, ==, 1);
  g_assert_cmpstr (((ZanteFsEntry *)entries->pdata[0])->path, ==, "main.c");
}

/* Two components of one source do not see what the other makes. */
static void
test_two_components (BuildFixture *f, gconstpointer data)
{
  ZanteComponent *one = add_counting (f, NULL);
  ZanteComponent *two = build_fixture_add (f, "two", NULL);
  two->source = one->source;
  build_fixture_phase (f, one, ZANTE_PHASE_BUILD,
                       "echo b >>runs; test ! -e .config; echo 1 >.config\n");
  build_fixture_phase (f, one, ZANTE_PHASE_INSTALL, "cp .config $DESTDIR/; rm .config\n");
  build_fixture_phase (f, two, ZANTE_PHASE_BUILD,
                       "test ! -e .config; echo 2 >.config; sleep 0.3\n");
  build_fixture_phase (f, two, ZANTE_PHASE_INSTALL, "cp .config $DESTDIR/; rm .config\n");
  build (f);
  build (f);
  g_autofree char *first = build_fixture_output (f, "one", ".config");
  g_autofree char *second = build_fixture_output (f, "two", ".config");
  g_assert_cmpstr (first, ==, "1\n");
  g_assert_cmpstr (second, ==, "2\n");
}

/* What zante was killed over is not gone on with. */
static void
test_killed (BuildFixture *f, gconstpointer data)
{
  add_counting (f, NULL);
  build (f);
  g_autofree char *running = zante_workspace_work (f->workspace, "one", "running");
  g_assert_true (g_file_set_contents (running, "", 0, NULL));
  build (f);
  check_runs (f, "p c b i");
}

/* A copy that was begun anew has nothing built in it, even when nobody came to say so. */
static void
test_state_of_another_copy (BuildFixture *f, gconstpointer data)
{
  add_counting (f, NULL);
  build (f);
  g_autofree char *manifest = zante_workspace_work (f->workspace, "one", "src.manifest");
  g_assert_cmpint (g_unlink (manifest), ==, 0);
  build (f);
  check_runs (f, "p c b i");
}

static void
git (const char *tree, const char *command)
{
  g_autofree char *line = g_strdup_printf (
      "cd '%s' && export HOME=/nonexistent GIT_CONFIG_NOSYSTEM=1 GIT_AUTHOR_NAME=a "
      "GIT_AUTHOR_EMAIL=a@b GIT_COMMITTER_NAME=a GIT_COMMITTER_EMAIL=a@b "
      "GIT_COMMITTER_DATE='1700000000 +0000' && %s",
      tree, command);
  const char *argv[] = {"sh", "-c", line, NULL};
  g_autoptr (GError) error = NULL;
  g_free (zante_proc_output (argv, NULL, NULL, NULL, 1, NULL, &error));
  g_assert_no_error (error);
}

/* Phases know the commit, and another one alone is no reason to begin anew. */
static void
test_commit (BuildFixture *f, gconstpointer data)
{
  ZanteComponent *one = add_counting (f, NULL);
  g_autofree char *tree = g_build_filename (f->dir, "trees", "one", NULL);
  build_fixture_phase (f, one, ZANTE_PHASE_INSTALL,
                       "echo $source_commit $source_date >$DESTDIR/commit\n"
                       "echo $SOURCE_DATE_EPOCH >$DESTDIR/epoch\n");
  write_source (f, "main.c", "1");
  git (tree, "git init -q && git add . && git commit -qm 1 && git rev-parse HEAD >.git/id");
  g_unsetenv ("SOURCE_DATE_EPOCH");
  build (f);
  g_autofree char *output = build_fixture_output (f, "one", "commit");
  g_autofree char *epoch = build_fixture_output (f, "one", "epoch");
  g_assert_true (g_str_has_suffix (output, " 1700000000\n"));
  g_assert_cmpuint (strcspn (output, " "), ==, 40);
  g_assert_cmpstr (epoch, ==, "1700000000\n");
  write_source (f, "main.c", "2");
  build (f);
  g_autofree char *dirty = build_fixture_output (f, "one", "commit");
  g_assert_nonnull (strstr (dirty, "-dirty 1700000000"));
  git (tree, "git commit -qam 2");
  build (f);
  g_autofree char *second = build_fixture_output (f, "one", "commit");
  g_assert_null (strstr (second, "-dirty"));
  g_assert_cmpstr (second, !=, output);
  check_runs (f, "p c b b b");
}

/* A configure that failed is not forgotten when its text goes back to what once worked. */
static void
test_configure_fails (BuildFixture *f, gconstpointer data)
{
  ZanteComponent *one = add_counting (f, NULL);
  build (f);
  build_fixture_phase (f, one, ZANTE_PHASE_CONFIGURE, "echo bad >>runs; exit 1\n");
  g_assert_false (build_fixture_run (f, NULL));
  check_runs (f, "p bad");
  build_fixture_phase (f, one, ZANTE_PHASE_CONFIGURE, "echo c >>runs\n");
  build (f);
  check_runs (f, "p c b i");
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
  write_source (f, "main.c", "1");
  if (chown (src, 1234, 1234) != 0)
    {
      g_test_skip ("needs to be root");
      return;
    }
  g_assert_cmpint (g_chmod (src, 0555), ==, 0);
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
  ADD ("option-changes", test_option_changes);
  ADD ("reconfigure", test_reconfigure);
  ADD ("leaves-no-trace", test_leaves_no_trace);
  ADD ("two-components", test_two_components);
  ADD ("killed", test_killed);
  ADD ("state-of-another-copy", test_state_of_another_copy);
  ADD ("commit", test_commit);
  ADD ("incremental", test_incremental);
  ADD ("new-dependency", test_new_dependency);
  ADD ("missing-tree", test_missing_tree);
  ADD ("foreign-tree", test_foreign_tree);
  ADD ("patches-are-told", test_patches_are_told);
  return g_test_run ();
}
