/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "build/context.h"

#include <string.h>

#include "base/error.h"
#include "base/fs.h"
#include "base/proc.h"
#include "build/sandbox.h"

static gboolean
hides_local (void)
{
  return g_file_test ("/usr/local", G_FILE_TEST_IS_DIR);
}

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
                          .hide_local = hides_local ()};
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

/* Whether dependencies can be laid over /usr: older kernels let only root mount overlays. */
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

static gboolean
any_needs (const ZantePlan *plan)
{
  for (guint i = 0; plan != NULL && i < plan->nodes->len; i++)
    if (((const ZanteNode *)plan->nodes->pdata[i])->needs->len > 0)
      return TRUE;
  return FALSE;
}

/* Phases write $DESTDIR without quotes, and CPATH is a list with colons: outside the sandbox, where
 * these paths are fixed, the project's own name has to be a plain one. */
static gboolean
check_plain_name (const ZanteWorkspace *workspace, GError **error)
{
  static const char odd[] = " \t\n:;,'\"\\$`*?[]{}()<>|&!#~%";
  if (strpbrk (workspace->root, odd) == NULL)
    return TRUE;
  g_set_error (error, ZANTE_ERROR, ZANTE_ERROR_HOST,
               "without a sandbox nothing can be built in '%s': its name has characters that "
               "makefiles take apart (choose another folder with -C DIR)",
               workspace->project);
  return FALSE;
}

static gboolean
choose_sandbox (ZanteBuildContext *context, GError **error)
{
  g_autoptr (GError) local = NULL;
  const ZanteBuildInput *input = context->input;
  context->plain = input->sandbox == ZANTE_SANDBOX_PLAIN;
  if (context->plain)
    return check_plain_name (input->workspace, error);
  if (zante_build_sandbox_works (&local))
    return TRUE;
  if (input->sandbox == ZANTE_SANDBOX_BWRAP)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  context->plain = TRUE;
  zante_log_message (input->log, ZANTE_LOG_WARNING,
                     "%s; building without one: builds can see and change this system, and their "
                     "outputs may differ from sandboxed ones",
                     local->message);
  return check_plain_name (input->workspace, error);
}

/* In a build tree the reaper lies beside zante. */
static char *
find_reaper (const ZanteBuildInput *input, GError **error)
{
  g_autofree char *self = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *folder = self != NULL ? g_path_get_dirname (self) : NULL;
  g_autofree char *beside = g_build_filename (folder != NULL ? folder : "/", "zante-reaper", NULL);
  const char *const places[] = {beside, PKGLIBEXECDIR "/zante-reaper"};
  if (input->reaper != NULL)
    return g_strdup (input->reaper);
  for (gsize i = 0; i < G_N_ELEMENTS (places); i++)
    if (g_file_test (places[i], G_FILE_TEST_IS_EXECUTABLE))
      return g_strdup (places[i]);
  g_set_error (error, ZANTE_ERROR, ZANTE_ERROR_HOST,
               "'%s' is missing (is zante installed completely?)", places[1]);
  return NULL;
}

gboolean
zante_build_context_init (ZanteBuildContext *context, const ZanteBuildInput *input, GError **error)
{
  context->input = input;
  context->jobs = input->jobs != 0 ? input->jobs : g_get_num_processors ();
  context->roots = zante_sandbox_roots ();
  context->hide_local = hides_local ();
  context->reaper = find_reaper (input, error);
  if (context->reaper == NULL || !choose_sandbox (context, error))
    return FALSE;
  context->overlay = !context->plain && any_needs (input->plan) && try_overlay (input->workspace);
  return TRUE;
}

void
zante_build_context_clear (ZanteBuildContext *context)
{
  g_clear_pointer (&context->jobserver, zante_jobserver_free);
  g_clear_pointer (&context->roots, g_ptr_array_unref);
  g_clear_pointer (&context->reaper, g_free);
}
