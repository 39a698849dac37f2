/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "work/sandbox.h"

#include <string.h>

void
zante_sandbox_root_free (ZanteSandboxRoot *root)
{
  if (root == NULL)
    return;
  g_free (root->name);
  g_free (root->target);
  g_free (root);
}

GPtrArray *
zante_sandbox_roots (void)
{
  static const char *const names[] = {"bin", "lib", "lib32", "lib64", "libx32", "sbin"};
  GPtrArray *roots = g_ptr_array_new_with_free_func ((GDestroyNotify)zante_sandbox_root_free);
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_strconcat ("/", names[i], NULL);
      if (!g_file_test (path, G_FILE_TEST_IS_DIR))
        continue;
      ZanteSandboxRoot *root = g_new0 (ZanteSandboxRoot, 1);
      root->name = g_strdup (names[i]);
      root->target = g_file_read_link (path, NULL);
      g_ptr_array_add (roots, root);
    }
  return roots;
}

static void
add (GStrvBuilder *argv, const char *first, const char *second, const char *third)
{
  g_strv_builder_add (argv, first);
  if (second != NULL)
    g_strv_builder_add (argv, second);
  if (third != NULL)
    g_strv_builder_add (argv, third);
}

static void
add_bind (GStrvBuilder *argv, const char *how, const char *from, const char *to)
{
  if (from != NULL)
    add (argv, how, from, to);
}

static gboolean
is_overlaid (const ZanteSandbox *sandbox)
{
  return sandbox->deps != NULL && sandbox->usr_mount != NULL;
}

/* What somebody else has to be able to reach. */
static void
add_reach (GStrvBuilder *argv, const ZanteSandbox *sandbox)
{
  const char *const paths[]
      = {sandbox->src,    sandbox->stage,  sandbox->component, sandbox->tools,
         sandbox->phases, sandbox->reaper, sandbox->deps,      sandbox->usr_mount};
  for (gsize i = 0; i < G_N_ELEMENTS (paths); i++)
    if (paths[i] != NULL)
      add (argv, "--reach", paths[i], NULL);
  for (gsize i = 0; sandbox->more != NULL && sandbox->more[i] != NULL; i += 2)
    add (argv, "--reach", sandbox->more[i], NULL);
}

static void
add_user (GStrvBuilder *argv, const ZanteSandbox *sandbox)
{
  g_autofree char *id = g_strdup_printf ("%u", sandbox->id);
  if (sandbox->confine != NULL)
    g_strv_builder_add (argv, sandbox->confine);
  if (sandbox->confine == NULL || sandbox->id == 0)
    return;
  add (argv, "--id", id, NULL);
  add_reach (argv, sandbox);
}

/* zante-confine has made the user namespace where it needed one itself. */
static void
add_namespaces (GStrvBuilder *argv, const ZanteSandbox *sandbox)
{
  if (sandbox->confine == NULL || (sandbox->id == 0 && !is_overlaid (sandbox)))
    g_strv_builder_add_many (argv, "--unshare-user", "--uid", "0", "--gid", "0", NULL);
  g_strv_builder_add_many (argv, "--unshare-ipc", "--unshare-pid", "--unshare-net", "--unshare-uts",
                           "--unshare-cgroup-try", NULL);
  add (argv, "--cap-drop", "ALL", NULL);
  add (argv, "--hostname", "localhost", NULL);
  g_strv_builder_add (argv, "--die-with-parent");
  if (!sandbox->terminal)
    g_strv_builder_add (argv, "--new-session");
}

/* Whoever a file of /proc belongs to, nothing of the machine's is changed through it: proc(5). */
static void
add_proc (GStrvBuilder *argv)
{
  static const char *const kept[] = {"/proc/sys", "/proc/pressure"};
  add (argv, "--proc", "/proc", NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (kept); i++)
    add (argv, "--ro-bind-try", kept[i], kept[i]);
}

static void
add_system (GStrvBuilder *argv, const ZanteSandbox *sandbox)
{
  add (argv, "--tmpfs", "/", NULL);
  add (argv, "--ro-bind", is_overlaid (sandbox) ? sandbox->usr_mount : "/usr", "/usr");
  if (sandbox->hide_local)
    {
      add (argv, "--tmpfs", "/usr/local", NULL);
      add (argv, "--remount-ro", "/usr/local", NULL);
    }
  add (argv, "--ro-bind", "/etc", "/etc");
  for (guint i = 0; sandbox->roots != NULL && i < sandbox->roots->len; i++)
    {
      const ZanteSandboxRoot *root = sandbox->roots->pdata[i];
      g_autofree char *path = g_strconcat ("/", root->name, NULL);
      if (root->target != NULL)
        add (argv, "--symlink", root->target, path);
      else
        add (argv, "--ro-bind", path, path);
    }
  for (gsize i = 0; sandbox->system != NULL && sandbox->system[i] != NULL; i++)
    add (argv, "--ro-bind-try", sandbox->system[i], sandbox->system[i]);
  add_proc (argv);
  add (argv, "--dev", "/dev", NULL);
  add (argv, "--tmpfs", "/tmp", NULL);
  add (argv, "--symlink", "/tmp", "/var/tmp");
}

static void
add_build (GStrvBuilder *argv, const ZanteSandbox *sandbox)
{
  gboolean visible_deps = sandbox->usr_mount == NULL;
  add (argv, "--tmpfs", ZANTE_SANDBOX_HOME, NULL);
  add_bind (argv, "--bind", sandbox->src, ZANTE_SANDBOX_SRC);
  add_bind (argv, "--bind", sandbox->stage, ZANTE_SANDBOX_STAGE);
  add_bind (argv, "--ro-bind", sandbox->component, ZANTE_SANDBOX_COMPONENT);
  add_bind (argv, "--ro-bind", sandbox->tools, ZANTE_SANDBOX_TOOLS);
  add_bind (argv, "--ro-bind", sandbox->phases, ZANTE_SANDBOX_PHASES);
  add_bind (argv, "--ro-bind", sandbox->reaper, ZANTE_SANDBOX_REAPER);
  add_bind (argv, "--ro-bind", visible_deps ? sandbox->deps : NULL, ZANTE_SANDBOX_DEPS);
  for (gsize i = 0; sandbox->more != NULL && sandbox->more[i] != NULL; i += 2)
    add (argv, "--ro-bind", sandbox->more[i], sandbox->more[i + 1]);
  /* last: the mount points above had to be made in it */
  add (argv, "--remount-ro", "/", NULL);
  if (sandbox->src != NULL)
    add (argv, "--chdir", sandbox->cwd != NULL ? sandbox->cwd : ZANTE_SANDBOX_SRC, NULL);
}

static void
add_environment (GStrvBuilder *argv, const char *const *env)
{
  g_strv_builder_add (argv, "--clearenv");
  for (; env != NULL && *env != NULL; env++)
    {
      g_auto (GStrv) parts = g_strsplit (*env, "=", 2);
      if (parts[0] != NULL && parts[1] != NULL)
        add (argv, "--setenv", parts[0], parts[1]);
    }
}

char **
zante_sandbox_argv (const ZanteSandbox *sandbox, const char *const *command)
{
  g_autoptr (GStrvBuilder) argv = g_strv_builder_new ();
  add_user (argv, sandbox);
  if (sandbox->confine != NULL && is_overlaid (sandbox))
    add (argv, "--overlay", sandbox->deps, sandbox->usr_mount);
  if (sandbox->confine != NULL)
    g_strv_builder_add (argv, "--");
  g_strv_builder_add (argv, "bwrap");
  add_namespaces (argv, sandbox);
  add_system (argv, sandbox);
  add_build (argv, sandbox);
  add_environment (argv, sandbox->environ);
  g_strv_builder_add (argv, "--");
  g_strv_builder_addv (argv, (const char **)command);
  return g_strv_builder_end (argv);
}

char **
zante_sandbox_plain_argv (const ZanteSandbox *sandbox, const char *const *command)
{
  g_autoptr (GStrvBuilder) argv = g_strv_builder_new ();
  add_user (argv, sandbox);
  add (argv, "--plain", "--", NULL);
  g_strv_builder_addv (argv, (const char **)command);
  return g_strv_builder_end (argv);
}
