/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The sandbox as data: each case is compared with tests/work/sandbox/NAME, one argument a line. */
#include <string.h>

#include "work/owner.h"
#include "work/plain.h"
#include "work/probe.h"
#include "work/sandbox.h"

static const char *const command[] = {"sh", "-c", "echo \"$1\"", NULL};
static const char *const environment[] = {"A=1", "B=x=y z", "EMPTY=", NULL};

static GPtrArray *
example_roots (void)
{
  GPtrArray *roots = g_ptr_array_new_with_free_func ((GDestroyNotify)zante_sandbox_root_free);
  const char *const names[][2] = {{"bin", "usr/bin"}, {"lib", "usr/lib"}, {"lib64", NULL}};
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      ZanteSandboxRoot *root = g_new0 (ZanteSandboxRoot, 1);
      root->name = g_strdup (names[i][0]);
      root->target = g_strdup (names[i][1]);
      g_ptr_array_add (roots, root);
    }
  return roots;
}

static void
compare (const char *name, char **lines)
{
  g_autofree char *path
      = g_build_filename (g_getenv ("G_TEST_SRCDIR"), "work", "sandbox", name, NULL);
  g_autofree char *expected = NULL;
  g_autofree char *joined = g_strjoinv ("\n", lines);
  g_autofree char *text = g_strconcat (joined, "\n", NULL);
  if (g_getenv ("ZANTE_TEST_WRITE") != NULL) /* make the expectation anew, to be read by a person */
    g_assert_true (g_file_set_contents (path, text, -1, NULL));
  g_assert_true (g_file_get_contents (path, &expected, NULL, NULL));
  g_assert_cmpstr (text, ==, expected);
}

static void
check (const char *name, const ZanteSandbox *changes)
{
  g_autoptr (GPtrArray) roots = example_roots ();
  ZanteSandbox sandbox = *changes;
  sandbox.src = "/p/tree/src";
  sandbox.stage = "/p/tree/stage";
  sandbox.component = "/p/component";
  sandbox.tools = "/t";
  sandbox.phases = "/p/tree/phases";
  sandbox.reaper = "/usr/libexec/zante/zante-reaper";
  sandbox.confine = "/usr/libexec/zante/zante-confine";
  sandbox.roots = roots;
  sandbox.environ = environment;
  g_auto (GStrv) argv = zante_sandbox_argv (&sandbox, command);
  compare (name, argv);
}

static void
test_simple (void)
{
  check ("simple", &(ZanteSandbox){.hide_local = TRUE});
}

static void
test_overlay (void)
{
  check ("overlay", &(ZanteSandbox){.deps = "/p:q,r/deps", .usr_mount = "/p:q,r/usr"});
}

static void
test_no_overlay (void)
{
  check ("no-overlay", &(ZanteSandbox){.deps = "/p/deps"});
}

static void
test_shell (void)
{
  check ("shell", &(ZanteSandbox){.terminal = TRUE});
}

static void
test_root (void)
{
  check ("root", &(ZanteSandbox){.id = 2051932161, .deps = "/p/deps", .usr_mount = "/p/usr"});
}

static void
test_packaging (void)
{
  static const char *const system[] = {"/var/lib/dpkg", NULL};
  static const char *const more[] = {"/p/stage", "/build/stages/xen", NULL};
  check ("packaging", &(ZanteSandbox){.id = 2051932161, .system = system, .more = more});
}

static void
test_plain (void)
{
  ZanteSandbox sandbox
      = {.src = "/p/tree/src", .confine = "/usr/libexec/zante/zante-confine", .id = 2051932161};
  g_auto (GStrv) argv = zante_sandbox_plain_argv (&sandbox, command);
  compare ("plain", argv);
}

/* Where a machine has the high ids, where it has only some, and where it has one. */
static void
test_ids (void)
{
  guint high = zante_owner_id_in ("xen", "         0          0 4294967295\n");
  guint low = zante_owner_id_in ("xen", "0 100000 65536\n");
  g_assert_cmpuint (high, >=, 0x7a4e0000);
  g_assert_cmpuint (low, >=, 60706);
  g_assert_cmpuint (low, <, 61184);
  g_assert_cmpuint (zante_owner_id_in ("xen", "0 1000 1\n"), ==, 0);
  g_assert_cmpuint (zante_owner_id_in ("xen", ""), ==, 0);
  g_assert_cmpuint (zante_owner_id_in ("tools", "0 0 4294967295\n"), !=, high);
}

/* A refusal is for ever; what is lacking now is not. */
static void
test_refusals (void)
{
  static const char *const lasting[] = {
      "bwrap: Creating new namespace failed: Operation not permitted",
      "bwrap: No permissions to creating new namespace, likely because the kernel does not allow",
      "cannot run 'bwrap': No such file or directory"};
  static const char *const passing[]
      = {"cannot run 'zante-confine': Failed to fork (Resource temporarily unavailable)",
         "zante-confine: cannot start a process: Resource temporarily unavailable",
         "bwrap: Can't mkdir: Cannot allocate memory", "Too many open files",
         "'zante-confine' failed with status 137"};
  for (gsize i = 0; i < G_N_ELEMENTS (lasting); i++)
    g_assert_true (zante_probe_is_refusal (lasting[i]));
  for (gsize i = 0; i < G_N_ELEMENTS (passing); i++)
    g_assert_false (zante_probe_is_refusal (passing[i]));
}

/* Nothing but a system: what the probe runs. */
static void
test_bare (void)
{
  g_auto (GStrv) argv = zante_sandbox_argv (&(ZanteSandbox){.confine = "zante-confine"}, command);
  compare ("bare", argv);
}

static void
test_environment (void)
{
  static const char *const own[] = {"name=tools", "PATH=/evil", "TZ=Asia/Tokyo", NULL};
  ZanteWorkPlace place = {.src = "/build/src",
                          .stage = "/build/stage",
                          .component = "/build/component",
                          .home = "/build/home",
                          .makeflags = " -j2",
                          .jobs = 2};
  g_auto (GStrv) env = zante_work_environment (own, &place);
  compare ("environment", env);
}

static void
test_visible_deps (void)
{
  static const char *const own[]
      = {"libdir=/usr/lib/x86_64-linux-gnu", "private_libdir=/usr/lib/xen-4.17/lib", NULL};
  ZanteWorkPlace place = {.src = "/w/src",
                          .stage = "/w/stage",
                          .component = "/c",
                          .home = "/w/home",
                          .deps = "/w/deps",
                          .jobs = 1};
  g_auto (GStrv) env = zante_work_environment (own, &place);
  compare ("visible-deps", env);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sandbox/simple", test_simple);
  g_test_add_func ("/sandbox/overlay", test_overlay);
  g_test_add_func ("/sandbox/no-overlay", test_no_overlay);
  g_test_add_func ("/sandbox/shell", test_shell);
  g_test_add_func ("/sandbox/root", test_root);
  g_test_add_func ("/sandbox/packaging", test_packaging);
  g_test_add_func ("/sandbox/plain", test_plain);
  g_test_add_func ("/sandbox/ids", test_ids);
  g_test_add_func ("/sandbox/refusals", test_refusals);
  g_test_add_func ("/sandbox/bare", test_bare);
  g_test_add_func ("/sandbox/environment", test_environment);
  g_test_add_func ("/sandbox/visible-deps", test_visible_deps);
  return g_test_run ();
}
