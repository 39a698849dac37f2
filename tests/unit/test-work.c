/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Real builds of small components in a temporary project: order, failure, resuming, time limits. */
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

#include "base/error.h"
#include "work-fixture.h"

/* One component, all phases, in order, with the documented places. */
static void
test_phases (BuildFixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  if (!build_fixture_needs_sandbox ())
    return;
  ZanteComponent *one = build_fixture_add (f, "one", NULL);
  build_fixture_phase (f, one, ZANTE_PHASE_PREPARE, "pwd >log; echo prepare >>log\n");
  build_fixture_phase (f, one, ZANTE_PHASE_CONFIGURE, "echo configure >>log; id -u >>log\n");
  build_fixture_phase (f, one, ZANTE_PHASE_BUILD,
                       "echo \"$DESTDIR $srcdir $component_dir $HOME\" >>log\n");
  build_fixture_phase (f, one, ZANTE_PHASE_CHECK, "echo check >>log\n");
  build_fixture_phase (f, one, ZANTE_PHASE_INSTALL, "mkdir $DESTDIR/usr; cp log $DESTDIR/usr/\n");
  g_assert_true (build_fixture_run (f, &error));
  g_autofree char *log = build_fixture_output (f, "one", "usr/log");
  g_assert_cmpstr (log, ==,
                   "/build/src\nprepare\nconfigure\n0\n"
                   "/build/stage /build/src /build/component /build/home\n");
}

static void
test_check (BuildFixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  ZanteComponent *one = build_fixture_add (f, "one", NULL);
  build_fixture_phase (f, one, ZANTE_PHASE_CHECK, "echo checked >check\n");
  build_fixture_phase (f, one, ZANTE_PHASE_INSTALL, "cp check $DESTDIR/\n");
  f->input.check = TRUE;
  g_assert_true (build_fixture_run (f, &error));
  g_autofree char *output = build_fixture_output (f, "one", "check");
  g_assert_cmpstr (output, ==, "checked\n");
}

/* The tree of what succeeded goes, unless it is asked for. */
static void
test_keep_trees (BuildFixture *f, gconstpointer data)
{
  ZanteComponent *one = build_fixture_add (f, "one", NULL);
  g_autofree char *made = g_build_filename (f->workspace->work, "one", "src", "made", NULL);
  build_fixture_phase (f, one, ZANTE_PHASE_BUILD, "touch made\n");
  g_assert_true (build_fixture_run (f, NULL));
  g_assert_false (g_file_test (made, G_FILE_TEST_EXISTS));
  f->input.keep_trees = TRUE;
  g_assert_true (build_fixture_run (f, NULL));
  g_assert_true (g_file_test (made, G_FILE_TEST_EXISTS));
}

static void
test_failure (BuildFixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  ZanteComponent *bad = build_fixture_add (f, "bad", NULL);
  build_fixture_phase (f, bad, ZANTE_PHASE_BUILD,
                       "echo 'x.c:3:1: error: expected identifier' >&2; exit 2\n");
  g_assert_false (build_fixture_run (f, &error));
  g_assert_error (error, ZANTE_ERROR, ZANTE_ERROR_BUILD);
  g_autofree char *expected = g_strdup_printf (
      "component 'bad': phase build: exit status 2: x.c:3:1: error: expected identifier "
      "(log: %s/bad.log)",
      f->workspace->logs);
  g_assert_cmpstr (error->message, ==, expected);
}

/* Without --keep-going the others are stopped; with it, all that can be is built. */
static void
test_keep_going (BuildFixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  ZanteComponent *bad = build_fixture_add (f, "bad", NULL);
  ZanteComponent *after = build_fixture_add (f, "after", "bad");
  ZanteComponent *good = build_fixture_add (f, "good", NULL);
  build_fixture_phase (f, bad, ZANTE_PHASE_BUILD, "exit 1\n");
  build_fixture_phase (f, after, ZANTE_PHASE_BUILD, "true\n");
  build_fixture_phase (f, good, ZANTE_PHASE_BUILD, "sleep 1\n");
  build_fixture_phase (f, good, ZANTE_PHASE_INSTALL, "echo good >$DESTDIR/good\n");
  g_assert_false (build_fixture_run (f, &error));
  g_autofree char *first = build_fixture_output (f, "good", "good");
  g_assert_cmpstr (first, ==, "");
  g_clear_error (&error);
  f->input.keep_going = TRUE;
  g_assert_false (build_fixture_run (f, &error));
  g_assert_true (g_str_has_prefix (error->message, "component 'bad': "));
  g_autofree char *second = build_fixture_output (f, "good", "good");
  g_assert_cmpstr (second, ==, "good\n");
  g_assert_cmpint (zante_plan_find (f->plan, "after")->state, ==, ZANTE_NODE_SKIPPED);
}

/* Two that wait for each other end only when they run side by side. */
static void
test_parallel (BuildFixture *f, gconstpointer data)
{
  if (!build_fixture_needs_sandbox ())
    return;
  g_autoptr (GError) error = NULL;
  g_autofree char *meeting = g_build_filename (f->tools, "meeting", NULL);
  g_assert_cmpint (mkfifo (meeting, 0666), ==, 0);
  g_assert_cmpint (g_chmod (meeting, 0666), ==, 0); /* as root the two are two users */
  ZanteComponent *speaker = build_fixture_add (f, "speaker", NULL);
  ZanteComponent *listener = build_fixture_add (f, "listener", NULL);
  build_fixture_phase (f, speaker, ZANTE_PHASE_BUILD,
                       "timeout 60 sh -c 'echo hello >/build/tools/meeting'\n");
  build_fixture_phase (f, listener, ZANTE_PHASE_BUILD,
                       "timeout 60 cat /build/tools/meeting | grep hello\n");
  build_fixture_run (f, &error);
  g_assert_no_error (error);
}

static void
test_resume (BuildFixture *f, gconstpointer data)
{
  if (!build_fixture_needs_sandbox ())
    return;
  ZanteComponent *one = build_fixture_add (f, "one", NULL);
  g_autofree char *flag = g_build_filename (f->tools, "mended", NULL);
  build_fixture_phase (f, one, ZANTE_PHASE_PREPARE, "echo prepare >>runs\n");
  build_fixture_phase (f, one, ZANTE_PHASE_CONFIGURE, "echo configure >>runs\n");
  build_fixture_phase (f, one, ZANTE_PHASE_BUILD,
                       "echo build >>runs; test -e /build/tools/mended\n");
  build_fixture_phase (f, one, ZANTE_PHASE_INSTALL, "cp runs $DESTDIR/\n");
  g_assert_false (build_fixture_run (f, NULL));
  g_file_set_contents (flag, "", 0, NULL);
  g_assert_true (build_fixture_run (f, NULL));
  g_autofree char *runs = build_fixture_output (f, "one", "runs");
  g_assert_cmpstr (runs, ==, "prepare\nconfigure\nbuild\nbuild\n");
  g_autofree char *log = build_fixture_log (f, "one");
  g_assert_nonnull (strstr (log, "one: phase configure"));
}

/* Another key is another tree. */
static void
test_other_key (BuildFixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  ZanteComponent *one = build_fixture_add (f, "one", NULL);
  build_fixture_phase (f, one, ZANTE_PHASE_CONFIGURE, "echo configure >>runs\n");
  build_fixture_phase (f, one, ZANTE_PHASE_BUILD, "exit 1\n");
  g_assert_false (build_fixture_run (f, NULL));
  build_fixture_phase (f, one, ZANTE_PHASE_BUILD, "true\n");
  build_fixture_phase (f, one, ZANTE_PHASE_INSTALL, "cp runs $DESTDIR/\n");
  build_fixture_run (f, &error);
  g_assert_no_error (error);
  g_autofree char *runs = build_fixture_output (f, "one", "runs");
  g_assert_cmpstr (runs, ==, "configure\n");
}

/* A prepare phase that failed halfway must not begin in its own leftovers. */
static void
test_failed_prepare (BuildFixture *f, gconstpointer data)
{
  if (!build_fixture_needs_sandbox ())
    return;
  ZanteComponent *one = build_fixture_add (f, "one", NULL);
  g_autofree char *flag = g_build_filename (f->tools, "mended", NULL);
  build_fixture_phase (f, one, ZANTE_PHASE_PREPARE, "mkdir half; test -e /build/tools/mended\n");
  g_assert_false (build_fixture_run (f, NULL));
  g_file_set_contents (flag, "", 0, NULL);
  g_assert_true (build_fixture_run (f, NULL));
}

static void
test_time_limit (BuildFixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  ZanteComponent *slow = build_fixture_add (f, "slow", NULL);
  slow->limits->seconds[ZANTE_PHASE_BUILD] = 1;
  build_fixture_phase (f, slow, ZANTE_PHASE_BUILD, "echo waiting for godot; sleep 60\n");
  gint64 started = g_get_monotonic_time ();
  g_assert_false (build_fixture_run (f, &error));
  g_assert_cmpint (g_get_monotonic_time () - started, <, 5 * G_USEC_PER_SEC);
  g_assert_error (error, ZANTE_ERROR, ZANTE_ERROR_BUILD);
  g_assert_nonnull (strstr (error->message, "phase build: did not end within 1 s"));
  g_assert_nonnull (strstr (error->message, "waiting for godot"));
  g_autofree char *events = build_fixture_events (f);
  g_assert_nonnull (strstr (events, "timed-out"));
}

/* One that ignores SIGTERM is ended all the same, and its tree is not gone on with. */
static void
test_stubborn (BuildFixture *f, gconstpointer data)
{
  ZanteComponent *slow = build_fixture_add (f, "slow", NULL);
  g_autofree char *src = g_build_filename (f->workspace->work, "slow", "src", NULL);
  g_autofree char *runs = g_build_filename (src, "runs", NULL);
  g_autofree char *text = NULL;
  slow->limits->seconds[ZANTE_PHASE_BUILD] = 1;
  build_fixture_phase (f, slow, ZANTE_PHASE_BUILD,
                       "trap '' TERM; echo run >>runs; while :; do sleep 1; done\n");
  gint64 started = g_get_monotonic_time ();
  g_assert_false (build_fixture_run (f, NULL));
  g_assert_cmpint (g_get_monotonic_time () - started, <, 6 * G_USEC_PER_SEC);
  g_assert_false (build_fixture_run (f, NULL));
  g_assert_true (g_file_get_contents (runs, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, "run\n");
}

/* make removes the target that it was writing: the next run does not take the half for the whole.
 */
static void
test_half_written (BuildFixture *f, gconstpointer data)
{
  ZanteComponent *slow = build_fixture_add (f, "slow", NULL);
  g_autofree char *half = g_build_filename (f->workspace->work, "slow", "src", "half.o", NULL);
  slow->limits->seconds[ZANTE_PHASE_BUILD] = 1;
  build_fixture_phase (f, slow, ZANTE_PHASE_CONFIGURE,
                       "printf 'half.o:\\n\\techo half >half.o; sleep 60\\n' >Makefile\n");
  build_fixture_phase (f, slow, ZANTE_PHASE_BUILD, "make\n");
  g_assert_false (build_fixture_run (f, NULL));
  g_autofree char *log = build_fixture_log (f, "slow");
  g_assert_nonnull (strstr (log, "Deleting file"));
  g_assert_false (g_file_test (half, G_FILE_TEST_EXISTS));
}

static void
test_bad_tool (BuildFixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  ZanteComponent *one = build_fixture_add (f, "one", NULL);
  ZanteLibraries libraries = {.private_dir = "/usr/lib/xen-4.17/lib"};
  g_autofree char *tool = g_build_filename (f->tools, "private-libraries", NULL);
  one->libraries = g_memdup2 (&libraries, sizeof libraries);
  build_fixture_phase (f, one, ZANTE_PHASE_INSTALL, "touch $DESTDIR/installed\n");
  g_file_set_contents (tool, "#!/bin/sh\necho \"private: $*\" >&2; exit 3\n", -1, NULL);
  g_chmod (tool, 0755);
  g_assert_false (build_fixture_run (f, &error));
  g_assert_nonnull (strstr (error->message, "phase install: exit status 3: private: "));
  g_assert_nonnull (strstr (error->message, "/stage /usr/lib/xen-4.17/lib (log: "));
}

/* The shell of a failed component is in its tree, with its status; one that needs what is not built
 * says so. Standard input is empty here, so the shell ends at once. */
static void
test_shell (BuildFixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  int status = -1;
  ZanteComponent *bad = build_fixture_add (f, "bad", NULL);
  ZanteComponent *after = build_fixture_add (f, "after", "bad");
  g_autofree char *phase = g_build_filename (f->workspace->work, "bad", "phases", "build", NULL);
  g_autofree char *made = g_build_filename (f->workspace->work, "bad", "src", "made", NULL);
  build_fixture_phase (f, bad, ZANTE_PHASE_BUILD, "touch made; exit 1\n");
  g_assert_false (build_fixture_run (f, NULL));
  g_assert_true (zante_build_shell (&f->input, bad, &status, &error));
  g_assert_cmpint (status, ==, 0);
  g_assert_true (g_file_test (made, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_test (phase, G_FILE_TEST_EXISTS));
  g_assert_false (zante_build_shell (&f->input, after, &status, &error));
  g_assert_error (error, ZANTE_ERROR, ZANTE_ERROR_INPUT);
  g_assert_cmpstr (error->message, ==,
                   "component 'after': it needs 'bad', which is not built (run 'zante build bad' "
                   "first)");
}

#define ADD(name, function)                                                                        \
  g_test_add ("/build/" name, BuildFixture, NULL, build_fixture_setup, function,                   \
              build_fixture_teardown)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_assert_nonnull (freopen ("/dev/null", "r", stdin)); /* for the shell */
  ADD ("phases", test_phases);
  ADD ("check", test_check);
  ADD ("keep-trees", test_keep_trees);
  ADD ("failure", test_failure);
  ADD ("keep-going", test_keep_going);
  ADD ("parallel", test_parallel);
  ADD ("resume", test_resume);
  ADD ("other-key", test_other_key);
  ADD ("failed-prepare", test_failed_prepare);
  ADD ("time-limit", test_time_limit);
  ADD ("stubborn", test_stubborn);
  ADD ("half-written", test_half_written);
  ADD ("private-libraries", test_bad_tool);
  ADD ("shell", test_shell);
  return g_test_run ();
}
