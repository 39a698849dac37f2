/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A person at work where the phases of a component run. */
#include <unistd.h>

#include "base/error.h"
#include "base/fs.h"
#include "base/proc.h"
#include "work/phase.h"
#include "work/work.h"

/* Show a person the file $1, become the rest. */
static const char banner_script[] = "[ ! -t 0 ] || cat \"$1\"; shift; exec \"$@\"";

/* Dependencies ------------------------------------------------------------------------------- */

static gboolean
check_needs (const ZanteNode *node, GError **error)
{
  for (guint i = 0; i < node->needs->len; i++)
    {
      const ZanteNode *need = node->needs->pdata[i];
      if (need->output != NULL)
        continue;
      return zante_error_set (error, ZANTE_ERROR_INPUT,
                              "it needs '%s', which is not built (run 'zante build %s' first)",
                              need->component->name, need->component->name);
    }
  return TRUE;
}

/* The tree that is there, whatever it was made from: a person wants to see what failed. Else a new
 * one. */
static ZanteWorkState *
take_tree (ZanteWorkTree *tree, const ZanteBuildInput *input, const ZanteNode *node, GError **error)
{
  g_autoptr (ZanteWorkState) state = zante_work_state_load (tree->state);
  gboolean usable = !tree->local && state != NULL && state->unpacked
                    && g_file_test (tree->src, G_FILE_TEST_IS_DIR);
  if (!usable)
    return zante_work_tree_prepare (tree, input, node, input->cancellable, error);
  if (g_strcmp0 (state->key, node->key) != 0)
    zante_log_message (input->log, ZANTE_LOG_WARNING,
                       "the tree of '%s' is from before its description changed",
                       node->component->name);
  return zante_fs_make_dirs (tree->stage, error) ? g_steal_pointer (&state) : NULL;
}

/* The banner --------------------------------------------------------------------------------- */

static char *
banner_text (const ZantePhaseRun *run, const ZanteWorkState *state, const char *phases)
{
  g_autoptr (GString) text = g_string_new (NULL);
  gboolean plain = run->context->plain;
  g_string_append_printf (text, "zante: '%s', as its phases see it%s\n", run->component->name,
                          plain ? ", but without a sandbox" : " (no network, system read-only)");
  g_string_append_printf (text, "  source    %s\n", plain ? run->tree->src : "/build/src");
  g_string_append (text, "  stage     $DESTDIR\n");
  for (int i = 0; run->component->phases != NULL && i < ZANTE_N_PHASES; i++)
    if (run->component->phases->text[i] != NULL)
      g_string_append_printf (text, "  %-9s sh -eu %s/%s%s\n", zante_phase_names[i], phases,
                              zante_phase_names[i], state->done[i] ? "    (done)" : "");
  g_string_append (text, "Leave with 'exit'; the tree stays, and the next build goes on in it.\n");
  if (run->tree->local)
    g_string_append_printf (text, "It is a copy that follows '%s': edit the source there.\n",
                            run->tree->source->local->path);
  else
    g_string_append_printf (text,
                            "What you change in it gets into the output: drop it with 'zante "
                            "clean %s'.\n",
                            run->component->name);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static gboolean
write_banner (const ZantePhaseRun *run, const ZanteWorkState *state, const char *phases,
              GError **error)
{
  g_autofree char *text = banner_text (run, state, phases);
  g_autofree char *path = g_build_filename (run->tree->phases, "README", NULL);
  return zante_fs_write (path, text, -1, error);
}

/* Running ------------------------------------------------------------------------------------ */

static char **
shell_command (const char *banner)
{
  g_autoptr (GStrvBuilder) argv = g_strv_builder_new ();
  g_strv_builder_add_many (argv, "sh", "-c", banner_script, "sh", banner, NULL);
  if (g_file_test ("/bin/bash", G_FILE_TEST_IS_EXECUTABLE))
    g_strv_builder_add_many (argv, "bash", "--noprofile", "--norc", NULL);
  else
    g_strv_builder_add (argv, "sh");
  if (isatty (STDIN_FILENO))
    g_strv_builder_add (argv, "-i");
  return g_strv_builder_end (argv);
}

static char **
shell_environment (const ZantePhaseRun *run)
{
  const char *terminal = g_getenv ("TERM");
  g_autofree char *prompt = g_strdup_printf ("[zante %s] $ ", run->component->name);
  char **env = zante_phase_environment (run);
  env = g_environ_setenv (env, "PS1", prompt, TRUE);
  return g_environ_setenv (env, "TERM", terminal != NULL ? terminal : "dumb", TRUE);
}

static gboolean
run_shell (const ZantePhaseRun *run, const ZanteWorkState *state, int *status, GError **error)
{
  const char *phases = run->context->plain ? run->tree->phases : "/build/phases";
  g_autofree char *banner = g_build_filename (phases, "README", NULL);
  g_auto (GStrv) env = shell_environment (run);
  g_auto (GStrv) command = shell_command (banner);
  g_auto (GStrv) argv
      = zante_phase_argv (run, (const char *const *)env, TRUE, (const char *const *)command);
  ZanteProcResult result;
  ZanteProc proc = {.argv = (const char *const *)argv,
                    .environ = run->context->plain ? (const char *const *)env : NULL,
                    .cwd = run->context->plain ? run->tree->src : NULL,
                    .terminal = TRUE};
  if (!write_banner (run, state, phases, error)
      || !zante_phase_hand_over (run, run->context->input->cancellable, error))
    return FALSE;
  zante_log_pause (run->context->input->log);
  if (!zante_proc_run (&proc, &result, error))
    return FALSE;
  *status = result.status;
  return TRUE;
}

static gboolean
open_shell (const ZanteBuildContext *context, const ZanteNode *node, int *status, GError **error)
{
  const ZanteBuildInput *input = context->input;
  g_autoptr (ZanteWorkTree) tree = zante_work_tree_new (input, node->component);
  g_auto (ZanteFd) lock
      = zante_work_tree_lock (tree, input, node->component->name, input->cancellable, error);
  if (lock < 0 || !check_needs (node, error))
    return FALSE;
  g_autoptr (ZanteWorkState) state = take_tree (tree, input, node, error);
  if (state == NULL || !zante_work_tree_provide (tree, input, node, state, error))
    return FALSE;
  ZantePhaseRun run = {.context = context,
                       .component = node->component,
                       .tree = tree,
                       .has_deps = state->deps != NULL};
  return zante_phase_begin (&run, error) && run_shell (&run, state, status, error);
}

gboolean
zante_build_shell (const ZanteBuildInput *input, const ZanteComponent *component, int *status,
                   GError **error)
{
  const ZanteNode *node = zante_plan_find (input->plan, component->name);
  g_auto (ZanteBuildContext) context = {0};
  if (node == NULL)
    return zante_error_set (error, ZANTE_ERROR_INPUT,
                            "component '%s' is not built in this stack, so it has no sandbox",
                            component->name);
  if (!zante_build_context_init (&context, input, error))
    return FALSE;
  if (open_shell (&context, node, status, error))
    return TRUE;
  g_prefix_error (error, "component '%s': ", component->name);
  return FALSE;
}
