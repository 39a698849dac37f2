/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "work/probe.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "base/fs.h"
#include "base/hash.h"
#include "base/proc.h"
#include "work/owner.h"
#include "work/program.h"
#include "work/sandbox.h"

/* Trials ------------------------------------------------------------------------------------- */

/* Run true(1) just as a phase would be run; DEPS and USR_MOUNT as in ZanteSandbox. */
static gboolean
try_sandbox (const char *confine, const char *deps, const char *usr_mount, GError **error)
{
  static const char *const command[] = {"true", NULL};
  static const char *const env[] = {"PATH=" ZANTE_SANDBOX_PATH, NULL};
  g_autoptr (GPtrArray) roots = zante_sandbox_roots ();
  ZanteSandbox sandbox = {.roots = roots,
                          .environ = env,
                          .deps = deps,
                          .usr_mount = usr_mount,
                          .confine = confine,
                          .id = zante_owner_id ("true"),
                          .hide_local = g_file_test ("/usr/local", G_FILE_TEST_IS_DIR)};
  g_auto (GStrv) argv = zante_sandbox_argv (&sandbox, command);
  g_autofree char *output = zante_proc_output ((const char *const *)argv, env, "/", NULL,
                                               ZANTE_ERROR_HOST, NULL, error);
  return output != NULL;
}

/* What the kernel answers where it forbids namespaces, or mounts in them, and bwrap's own words for
 * it: in the C locale, which our environment for it sets. Everything else (no process, no memory,
 * no descriptor) may be otherwise in a minute. */
gboolean
zante_probe_is_refusal (const char *message)
{
  static const char *const answers[] = {"Operation not permitted",
                                        "Permission denied",
                                        "Function not implemented",
                                        "Invalid argument",
                                        "cannot run 'bwrap': No such",
                                        "No permissions to creat",
                                        "disabled",
                                        "No such device",
                                        "max_*_namespaces exceeded"};
  for (gsize i = 0; i < G_N_ELEMENTS (answers); i++)
    if (strstr (message, answers[i]) != NULL)
      return TRUE;
  return FALSE;
}

static gboolean
sandbox_works (const char *confine, gboolean *refused, GError **error)
{
  g_autoptr (GError) local = NULL;
  *refused = FALSE;
  if (try_sandbox (confine, NULL, NULL, &local))
    return TRUE;
  *refused = zante_probe_is_refusal (local->message);
  return zante_error_set (
      error, ZANTE_ERROR_HOST, "%s: %s%s",
      *refused ? "no sandbox on this machine" : "cannot make a sandbox just now", local->message,
      *refused ? "" : " (try again, or do without by --sandbox=plain)");
}

gboolean
zante_build_sandbox_works (const char *reaper, GError **error)
{
  gboolean refused;
  g_autofree char *confine = zante_build_program ("zante-confine", reaper, error);
  return confine != NULL && sandbox_works (confine, &refused, error);
}

static gboolean
try_overlay (const ZanteWorkspace *workspace, const char *confine)
{
  g_autofree char *dir = g_build_filename (workspace->state, "overlay-XXXXXX", NULL);
  if (g_mkdtemp (dir) == NULL)
    return FALSE;
  g_autofree char *deps = g_build_filename (dir, "deps", NULL);
  g_autofree char *usr = g_build_filename (deps, "usr", NULL);
  g_autofree char *mount = g_build_filename (dir, "mount", NULL);
  gboolean works = zante_fs_make_dirs (usr, NULL) && zante_fs_make_dirs (mount, NULL)
                   && try_sandbox (confine, deps, mount, NULL);
  zante_fs_remove_tree (dir, NULL);
  return works;
}

/* Memory ------------------------------------------------------------------------------------- */

static void
hash_file (ZanteHash *hash, const char *path)
{
  g_autofree char *text = NULL;
  g_file_get_contents (path, &text, NULL, NULL);
  zante_hash_update_string (hash, text);
}

/* Everything that decides: this boot, who we are, the programs, the rules for namespaces. */
static char *
circumstances (const char *confine)
{
  static const char *const rules[] = {"/proc/sys/kernel/random/boot_id",
                                      "/proc/sys/kernel/unprivileged_userns_clone",
                                      "/proc/sys/kernel/apparmor_restrict_unprivileged_userns",
                                      "/proc/sys/user/max_user_namespaces",
                                      "/proc/self/attr/current",
                                      "/proc/self/uid_map"};
  const char *const programs[] = {"/usr/bin/bwrap", confine};
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
zante_probe (const ZanteWorkspace *workspace, const char *confine, GError **why)
{
  g_autofree char *path = g_build_filename (workspace->state, "sandbox", NULL);
  g_autofree char *now = circumstances (confine);
  ZanteProbe probe = {.sandbox = TRUE, .overlay = TRUE};
  if (is_remembered (path, now))
    return probe;
  probe.sandbox = sandbox_works (confine, &probe.refused, why);
  probe.overlay = probe.sandbox && try_overlay (workspace, confine);
  if (probe.overlay)
    zante_fs_write (path, now, -1, NULL);
  return probe;
}

gboolean
zante_build_takes_plain (const ZanteWorkspace *workspace, ZanteSandboxMode mode)
{
  g_autofree char *confine = zante_build_program ("zante-confine", NULL, NULL);
  if (mode != ZANTE_SANDBOX_AUTO || confine == NULL)
    return mode == ZANTE_SANDBOX_PLAIN;
  return zante_probe (workspace, confine, NULL).refused;
}
