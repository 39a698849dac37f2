/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a build can see and do, and what is left of it: in the sandbox and in plain mode. The data
 * of a test is its ZanteSandboxMode. */
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/error.h"
#include "base/fs.h"
#include "work-fixture.h"

/* Set the mode; FALSE when the test cannot run here. */
static gboolean
use_mode (BuildFixture *f, gconstpointer data)
{
  f->input.sandbox = (ZanteSandboxMode)GPOINTER_TO_INT (data);
  return f->input.sandbox == ZANTE_SANDBOX_PLAIN || build_fixture_needs_sandbox ();
}

static ZanteComponent *
add_building (BuildFixture *f, const char *name, const char *needs, const char *text)
{
  ZanteComponent *component = build_fixture_add (f, name, needs);
  build_fixture_phase (f, component, ZANTE_PHASE_BUILD, text);
  return component;
}

/* The sandbox -------------------------------------------------------------------------------- */

static void
check_forbidden (BuildFixture *f, gconstpointer data, const char *text)
{
  if (!use_mode (f, data))
    return;
  g_autofree char *guarded = g_strdup_printf ("if %s; then echo did it; else exit 9; fi\n", text);
  g_autoptr (GError) error = NULL;
  add_building (f, "one", NULL, guarded);
  g_assert_false (build_fixture_run (f, &error));
  g_assert_nonnull (strstr (error->message, "exit status 9"));
}

static void
test_writes_usr (BuildFixture *f, gconstpointer data)
{
  check_forbidden (f, data, "touch /usr/lib/zante-test");
}

static void
test_writes_local (BuildFixture *f, gconstpointer data)
{
  check_forbidden (f, data, "test -d /usr/local && touch /usr/local/zante-test");
}

static void
test_writes_root (BuildFixture *f, gconstpointer data)
{
  check_forbidden (f, data, "touch /zante-test || touch /build/zante-test");
}

static void
test_writes_component (BuildFixture *f, gconstpointer data)
{
  check_forbidden (f, data, "touch \"$component_dir/zante-test\"");
}

static void
test_remounts (BuildFixture *f, gconstpointer data)
{
  check_forbidden (f, data, "mount -o remount,rw /usr || mount -t tmpfs none /usr");
}

static void
test_network (BuildFixture *f, gconstpointer data)
{
  check_forbidden (f, data, "grep -v -e ' lo:' -e '|' -e '^Inter' /proc/net/dev | grep ':'");
}

static void
test_sees_home (BuildFixture *f, gconstpointer data)
{
  check_forbidden (f, data, "test -e /root || test -e /home || test -n \"$(ls -A \"$HOME\")\"");
}

/* "Read-only file system" is what the message shows. */
static void
test_install_to_usr (BuildFixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  if (!use_mode (f, data))
    return;
  ZanteComponent *one = build_fixture_add (f, "one", NULL);
  build_fixture_phase (f, one, ZANTE_PHASE_INSTALL, "echo x >x; install x /usr/lib/zante-x\n");
  g_assert_false (build_fixture_run (f, &error));
  g_assert_nonnull (strstr (error->message, "Read-only file system"));
}

/* Both modes --------------------------------------------------------------------------------- */

static void
test_environment (BuildFixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  if (!use_mode (f, data))
    return;
  g_setenv ("ZANTE_LEAKS", "yes", TRUE);
  ZanteComponent *one = add_building (f, "one", NULL, "env >env; umask >umask\n");
  build_fixture_phase (f, one, ZANTE_PHASE_INSTALL, "cp env umask $DESTDIR/\n");
  g_assert_true (build_fixture_run (f, &error));
  g_unsetenv ("ZANTE_LEAKS");
  g_autofree char *env = build_fixture_output (f, "one", "env");
  g_autofree char *umask_text = build_fixture_output (f, "one", "umask");
  g_assert_null (strstr (env, "ZANTE_LEAKS"));
  g_assert_nonnull (strstr (env, "\nLC_ALL=C.UTF-8\n"));
  g_assert_nonnull (strstr (env, "MAKEFLAGS= -j2 --jobserver-auth="));
  g_assert_cmpstr (umask_text, ==, "0022\n");
}

/* A header, a library, a pkg-config file and a program of a dependency are found as if installed.
 */
static void
test_dependency (BuildFixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  if (!use_mode (f, data))
    return;
  ZanteComponent *lib
      = add_building (f, "lib", NULL,
                      "echo 'int zt (void); int zt (void) { return 42; }' >zt.c\n"
                      "gcc -shared -fPIC -Wl,-soname,libzt.so.1 -o libzt.so.1 zt.c\n");
  build_fixture_phase (f, lib, ZANTE_PHASE_INSTALL,
                       "mkdir -p $DESTDIR/usr/include $DESTDIR$libdir/pkgconfig $DESTDIR/usr/bin\n"
                       "echo 'int zt (void);' >$DESTDIR/usr/include/zt.h\n"
                       "cp libzt.so.1 $DESTDIR$libdir/; ln -s libzt.so.1 $DESTDIR$libdir/libzt.so\n"
                       "printf 'Name: zt\\nDescription: zt\\nVersion: 1\\nLibs: -lzt\\n' "
                       ">$DESTDIR$libdir/pkgconfig/zt.pc\n"
                       "printf '#!/bin/sh\\necho zt\\n' >$DESTDIR/usr/bin/zt-tool\n"
                       "chmod 755 $DESTDIR/usr/bin/zt-tool\n");
  ZanteComponent *user = add_building (
      f, "user", "lib",
      "printf '#include <zt.h>\\nint main (void) { return zt () - 42; }\\n' >main.c\n"
      "gcc -o main main.c $(pkg-config --libs zt)\n./main\nzt-tool >tool\n");
  build_fixture_phase (f, user, ZANTE_PHASE_INSTALL, "cp tool $DESTDIR/\n");
  build_fixture_run (f, &error);
  g_assert_no_error (error);
  g_autofree char *tool = build_fixture_output (f, "user", "tool");
  g_assert_cmpstr (tool, ==, "zt\n");
  g_assert_false (g_file_test ("/usr/include/zt.h", G_FILE_TEST_EXISTS));
}

/* A daemon that forked twice into a session of its own does not outlive its phase. */
static void
test_daemon (BuildFixture *f, gconstpointer data)
{
  if (!use_mode (f, data))
    return;
  add_building (f, "one", NULL,
                "export ZANTE_TEST_DAEMON=1\n"
                "setsid sh -c '(trap \"\" HUP TERM; exec sleep 300) </dev/null >/dev/null 2>&1 &'\n"
                "sleep 0.2\n");
  g_assert_true (build_fixture_run (f, NULL));
  g_assert_cmpuint (build_fixture_survivors ("ZANTE_TEST_DAEMON=1", 0), ==, 0);
}

static gpointer
cancel_soon (gpointer cancellable)
{
  g_usleep (G_USEC_PER_SEC / 2);
  g_cancellable_cancel (cancellable);
  return NULL;
}

static void
test_cancel (BuildFixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  if (!use_mode (f, data))
    return;
  add_building (f, "one", NULL, "export ZANTE_TEST_CANCEL=1; sleep 300 & sleep 300\n");
  add_building (f, "two", NULL, "export ZANTE_TEST_CANCEL=1; trap '' TERM; sleep 300; sleep 300\n");
  GThread *thread = g_thread_new ("cancel", cancel_soon, f->input.cancellable);
  gint64 started = g_get_monotonic_time ();
  g_assert_false (build_fixture_run (f, &error));
  g_thread_join (thread);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (g_get_monotonic_time () - started, <, 5 * G_USEC_PER_SEC);
  g_assert_cmpuint (build_fixture_survivors ("ZANTE_TEST_CANCEL=1", 0), ==, 0);
}

/* kill -9 of the whole zante leaves nothing, and the tree is not taken up again. */
static void
test_kill_9 (BuildFixture *f, gconstpointer data)
{
  if (!use_mode (f, data))
    return;
  g_autofree char *running = g_build_filename (f->workspace->work, "one", "running", NULL);
  add_building (f, "one", NULL, "export ZANTE_TEST_KILL=1; setsid sleep 300 & sleep 300\n");
  pid_t child = fork ();
  if (child == 0)
    {
      build_fixture_run (f, NULL);
      _exit (0);
    }
  for (int i = 0; i < 100 && build_fixture_survivors ("ZANTE_TEST_KILL=1", 0) < 2; i++)
    g_usleep (20 * 1000);
  g_assert_cmpuint (build_fixture_survivors ("ZANTE_TEST_KILL=1", 0), >=, 2);
  kill (child, SIGKILL);
  waitpid (child, NULL, 0);
  g_assert_cmpuint (build_fixture_survivors ("ZANTE_TEST_KILL=1", 5), ==, 0);
  g_assert_true (g_file_test (running, G_FILE_TEST_EXISTS));
}

/* Folders whose names hold what mount(8) and shells treat specially. */
static void
test_odd_names (BuildFixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  if (!use_mode (f, data))
    return;
  g_autofree char *odd = g_build_filename (f->dir, "o:d,d $(x) 'n\"ame\\ é", NULL);
  ZanteWorkspace *plain = f->workspace;
  f->workspace = zante_workspace_new (odd);
  f->input.workspace = f->fetch.workspace = f->workspace;
  zante_workspace_free (plain);
  g_assert_true (zante_fs_make_dirs (odd, &error));
  g_assert_true (zante_workspace_make (f->workspace, &error));
  ZanteComponent *a = build_fixture_add (f, "a", NULL);
  build_fixture_phase (f, a, ZANTE_PHASE_INSTALL,
                       "mkdir -p $DESTDIR/usr/include; echo >$DESTDIR/usr/include/odd.h\n");
  add_building (f, "b", "a", "echo '#include <odd.h>' | gcc -E - >/dev/null\n");
  build_fixture_run (f, &error);
  if (f->input.sandbox == ZANTE_SANDBOX_PLAIN)
    g_assert_error (error, ZANTE_ERROR, ZANTE_ERROR_HOST);
  else
    g_assert_no_error (error);
}

static void
test_plain_is_said (BuildFixture *f, gconstpointer data)
{
  ZanteComponent *one = build_fixture_add (f, "one", NULL);
  build_fixture_phase (f, one, ZANTE_PHASE_INSTALL, "echo $srcdir >$DESTDIR/where\n");
  f->input.sandbox = ZANTE_SANDBOX_PLAIN;
  g_assert_true (build_fixture_run (f, NULL));
  g_autofree char *where = build_fixture_output (f, "one", "where");
  g_assert_true (g_str_has_prefix (where, f->dir));
  g_autofree char *log = build_fixture_log (f, "one");
  g_assert_nonnull (strstr (log, "without sandbox"));
}

#define ADD(name, mode, function)                                                                  \
  g_test_add ("/build/" name, BuildFixture, GINT_TO_POINTER (mode), build_fixture_setup, function, \
              build_fixture_teardown)
#define ADD_BOTH(name, function)                                                                   \
  ADD ("sandbox/" name, ZANTE_SANDBOX_BWRAP, function);                                            \
  ADD ("plain/" name, ZANTE_SANDBOX_PLAIN, function)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("sandbox/writes-usr", ZANTE_SANDBOX_BWRAP, test_writes_usr);
  ADD ("sandbox/writes-local", ZANTE_SANDBOX_BWRAP, test_writes_local);
  ADD ("sandbox/writes-root", ZANTE_SANDBOX_BWRAP, test_writes_root);
  ADD ("sandbox/writes-component", ZANTE_SANDBOX_BWRAP, test_writes_component);
  ADD ("sandbox/remounts", ZANTE_SANDBOX_BWRAP, test_remounts);
  ADD ("sandbox/network", ZANTE_SANDBOX_BWRAP, test_network);
  ADD ("sandbox/sees-home", ZANTE_SANDBOX_BWRAP, test_sees_home);
  ADD ("sandbox/install-to-usr", ZANTE_SANDBOX_BWRAP, test_install_to_usr);
  ADD_BOTH ("environment", test_environment);
  ADD_BOTH ("dependency", test_dependency);
  ADD_BOTH ("daemon", test_daemon);
  ADD_BOTH ("cancel", test_cancel);
  ADD_BOTH ("kill-9", test_kill_9);
  ADD_BOTH ("odd-names", test_odd_names);
  ADD ("plain/is-said", ZANTE_SANDBOX_PLAIN, test_plain_is_said);
  return g_test_run ();
}
