/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "work/probe.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "base/fs.h"
#include "base/hash.h"
#include "base/proc.h"
#include "work/sandbox.h"

/* Trying ----------------------------------------------------------------------------------------
 */

/* Run true(1) just as a phase would be run; DEPS and USR_MOUNT as in ZanteSandbox. */
static gboolean
try_sandbox (const char *deps, const char *usr_mount, GError **error)
{
  static const char *const command[] = {"true", NULL};
  static const char *const env[] = {"PATH=" ZANTE_SANDBOX_PATH, NULL};
  g_autoptr (GPtrArray) roots = zante_sandbox_roots ();
  ZanteSandbox sandbox = {.roots = roots,
                          .environ = env,
                          .deps = deps,
                          .usr_mount = usr_mount,
                          .hide_local = g_file_test ("/usr/local", G_FILE_TEST_IS_DIR)};
  g_auto (GStrv) argv = zante_sandbox_argv (&sandbox, command);
  g_autofree char *output = zante_proc_output ((const char *const *)argv, env, "/", NULL,
                                               ZANTE_ERROR_HOST, NULL, error);
  return output != NULL;
}

gboolean
zante_build_sandbox_works (GError **error)
{
  if (try_sandbox (NULL, NULL, error))
    return TRUE;
  g_prefix_error (error, "no sandbox on this machine: ");
  return FALSE;
}

static gboolean
try_overlay (const ZanteWorkspace *workspace)
{
  g_autofree char *dir = g_build_filename (workspace->state, "overlay-XXXXXX", NULL);
  if (g_mkdtemp (dir) == NULL)
    return FALSE;
  g_autofree char *deps = g_build_filename (dir, "deps", NULL);
  g_autofree char *usr = g_build_filename (deps, "usr", NULL);
  g_autofree char *mount = g_build_filename (dir, "mount", NULL);
  gboolean works = zante_fs_make_dirs (usr, NULL) && zante_fs_make_dirs (mount, NULL)
                   && try_sandbox (deps, mount, NULL);
  zante_fs_remove_tree (dir, NULL);
  return works;
}

/* Remembering -------------------------------------------------------------------------------------
 */

static void
hash_file (ZanteHash *hash, const char *path)
{
  g_autofree char *text = NULL;
  g_file_get_contents (path, &text, NULL, NULL);
  zante_hash_update_string (hash, text);
}

/* Everything that decides: this boot, who we are, the programs, the rules for namespaces. */
static char *
circumstances (void)
{
  static const char *const rules[] = {"/proc/sys/kernel/random/boot_id",
                                      "/proc/sys/kernel/unprivileged_userns_clone",
                                      "/proc/sys/kernel/apparmor_restrict_unprivileged_userns",
                                      "/proc/sys/user/max_user_namespaces",
                                      "/proc/self/attr/current",
                                      "/proc/self/uid_map"};
  static const char *const programs[] = {"/usr/bin/bwrap", "/usr/bin/unshare"};
  g_autoptr (ZanteHash) hash = zante_hash_new ();
  uid_t user = geteuid ();
  zante_hash_update (hash, &user, sizeof user);
  for (gsize i = 0; i < G_N_ELEMENTS (rules); i++)
    hash_file (hash, rules[i]);
  for (gsize i = 0; i < G_N_ELEMENTS (programs); i++)
    {
      struct stat st = {0};
      if (stat (programs[i], &st) == 0)
        zante_hash_update (hash, &st.st_ctim, sizeof st.st_ctim);
    }
  return zante_hash_finish (hash);
}

static gboolean
is_remembered (const char *path, const char *now)
{
  g_autofree char *text = NULL;
  return g_file_get_contents (path, &text, NULL, NULL) && strcmp (text, now) == 0;
}

/* Only that all works is remembered: what does not work is tried again, it may have been mended. */
ZanteProbe
zante_probe (const ZanteWorkspace *workspace, GError **why)
{
  g_autofree char *path = g_build_filename (workspace->state, "sandbox", NULL);
  g_autofree char *now = circumstances ();
  ZanteProbe probe = {.sandbox = TRUE, .overlay = TRUE};
  if (is_remembered (path, now))
    return probe;
  probe.sandbox = zante_build_sandbox_works (why);
  probe.overlay = probe.sandbox && try_overlay (workspace);
  if (probe.overlay)
    zante_fs_write (path, now, -1, NULL);
  return probe;
}
