/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "work/context.h"

#include <string.h>

#include "base/error.h"
#include "work/owner.h"
#include "work/probe.h"
#include "work/program.h"
#include "work/readable.h"
#include "work/sandbox.h"

/* Phases write $DESTDIR without quotes, and CPATH is a list with colons: outside the sandbox, where
 * these paths are fixed, the project's own name has to be a plain one. */
static gboolean
check_plain_name (const ZanteWorkspace *workspace, GError **error)
{
  static const char odd[] = " \t\n:;,'\"\\$`*?[]{}()<>|&!#~%";
  if (strpbrk (workspace->root, odd) == NULL)
    return TRUE;
  return zante_error_set (
      error, ZANTE_ERROR_HOST,
      "without a sandbox nothing can be built in '%s': its name has characters that "
      "makefiles take apart (choose another folder with -C DIR)",
      workspace->project);
}

static gboolean
choose_sandbox (ZanteBuildContext *context, GError **error)
{
  g_autoptr (GError) why = NULL;
  const ZanteBuildInput *input = context->input;
  context->plain = input->sandbox == ZANTE_SANDBOX_PLAIN;
  if (context->plain)
    return check_plain_name (input->workspace, error);
  ZanteProbe probe = zante_probe (input->workspace, context->confine, &why);
  context->overlay = probe.overlay;
  context->plain = !probe.sandbox;
  if (probe.sandbox)
    return TRUE;
  if (input->sandbox == ZANTE_SANDBOX_BWRAP || !probe.refused)
    {
      g_propagate_error (error, g_steal_pointer (&why));
      return FALSE;
    }
  zante_log_message (input->log, ZANTE_LOG_WARNING,
                     "%s; building without one: builds can see and change what %s can, and their "
                     "outputs may differ from sandboxed ones",
                     why->message, zante_owner_id ("") != 0 ? "any user of this system" : "you");
  return check_plain_name (input->workspace, error);
}

/* Where builds read the part PATH of zante (NULL: none, and there is none) under NAME. */
static gboolean
make_readable (const ZanteBuildContext *context, const char *path, const char *name, char **place,
               GError **error)
{
  if (path == NULL)
    return TRUE;
  g_autofree char *copy = zante_workspace_work (context->input->workspace, name, NULL);
  *place = zante_readable (path, copy, zante_owner_id (""), error);
  return *place != NULL;
}

gboolean
zante_build_context_init (ZanteBuildContext *context, const ZanteBuildInput *input, GError **error)
{
  context->input = input;
  context->jobs = input->jobs != 0 ? input->jobs : g_get_num_processors ();
  context->roots = zante_sandbox_roots ();
  context->hide_local = g_file_test ("/usr/local", G_FILE_TEST_IS_DIR);
  g_autofree char *reaper = zante_build_program ("zante-reaper", input->reaper, error);
  if (reaper == NULL || !make_readable (context, reaper, ".reaper", &context->reaper, error)
      || !make_readable (context, input->tools, ".tools", &context->tools, error))
    return FALSE;
  context->confine = zante_build_program ("zante-confine", input->reaper, error);
  return context->confine != NULL && choose_sandbox (context, error);
}

void
zante_build_context_clear (ZanteBuildContext *context)
{
  g_clear_pointer (&context->jobserver, zante_jobserver_free);
  g_clear_pointer (&context->roots, g_ptr_array_unref);
  g_clear_pointer (&context->reaper, g_free);
  g_clear_pointer (&context->tools, g_free);
  g_clear_pointer (&context->confine, g_free);
}
