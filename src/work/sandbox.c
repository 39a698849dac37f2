/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "work/sandbox.h"

#include <string.h>

/* Mounting the overlay takes namespaces that bwrap itself cannot be given, so a shell mounts it and
 * becomes bwrap. The lower folders are named relative to the working directory: mount(8) would
 * split a path with a comma or a colon in it. */
static const char overlay_script[]
    = "cd \"$1\" && mount -t overlay overlay -o lowerdir=usr:/usr,userxattr \"$2\" && shift 2 "
      "&& exec \"$@\"";

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

static void
add_overlay (GStrvBuilder *argv, const ZanteSandbox *sandbox)
{
  g_strv_builder_add (argv, "unshare");
  if (!sandbox->same_users)
    add (argv, "--user", "--map-root-user", NULL);
  add (argv, "--mount", "sh", "-c");
  add (argv, overlay_script, "sh", sandbox->deps);
  g_strv_builder_add (argv, sandbox->usr_mount);
}

static void
add_namespaces (GStrvBuilder *argv, const ZanteSandbox *sandbox)
{
  if (sandbox->same_users)
    {
      g_strv_builder_add_many (argv, "--unshare-ipc", "--unshare-pid", "--unshare-net",
                               "--unshare-uts", "--unshare-cgroup-try", NULL);
      g_strv_builder_add_many (argv, "--cap-drop", "ALL", "--cap-add", "CAP_DAC_OVERRIDE",
                               "--cap-add", "CAP_FOWNER", NULL);
    }
  else
    {
      g_strv_builder_add_many (argv, "--unshare-user", "--unshare-all", "--uid", "0", "--gid", "0",
                               NULL);
      add (argv, "--cap-drop", "ALL", NULL);
    }
  add (argv, "--hostname", "localhost", NULL);
  g_strv_builder_add (argv, "--die-with-parent");
  if (!sandbox->terminal)
    g_strv_builder_add (argv, "--new-session");
}

static void
add_system (GStrvBuilder *argv, const ZanteSandbox *sandbox)
{
  gboolean overlaid = sandbox->deps != NULL && sandbox->usr_mount != NULL;
  add (argv, "--tmpfs", "/", NULL);
  add (argv, "--ro-bind", overlaid ? sandbox->usr_mount : "/usr", "/usr");
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
  add (argv, "--proc", "/proc", NULL);
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
  /* last: the mount points above had to be made in it */
  add (argv, "--remount-ro", "/", NULL);
  if (sandbox->src != NULL)
    add (argv, "--chdir", ZANTE_SANDBOX_SRC, NULL);
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
  if (sandbox->deps != NULL && sandbox->usr_mount != NULL)
    add_overlay (argv, sandbox);
  g_strv_builder_add (argv, "bwrap");
  add_namespaces (argv, sandbox);
  add_system (argv, sandbox);
  add_build (argv, sandbox);
  add_environment (argv, sandbox->environ);
  g_strv_builder_add (argv, "--");
  g_strv_builder_addv (argv, (const char **)command);
  return g_strv_builder_end (argv);
}
