/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "work/phase.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "base/error.h"
#include "base/fs.h"
#include "base/proc.h"
#include "work/firsterror.h"
#include "work/owner.h"
#include "work/plain.h"
#include "work/readable.h"
#include "work/sandbox.h"

enum { DEFAULT_LIMIT = 7200, DISK_FULL_BELOW = 4 * 1024 * 1024, KILLED = 128 + 9 };

/* Far more than a build needs: make, shell, compiler and assembler for each job. */
enum { PROCESSES = 1024, PROCESSES_PER_JOB = 64 };

/* Installing private libraries ends with the policy for them: see private-libraries. */
static const char install_script[] = "sh -eu \"$1\" && exec \"$2\" \"$3\" \"$4\"";

/* The sandbox -------------------------------------------------------------------------------- */

static const char *
place (const ZantePhaseRun *run, const char *sandboxed, const char *real)
{
  return run->context->plain ? real : sandboxed;
}

static gboolean
has_visible_deps (const ZantePhaseRun *run)
{
  return run->has_deps && (run->context->plain || !run->context->overlay);
}

char **
zante_phase_environment (const ZantePhaseRun *run)
{
  const ZanteBuildContext *context = run->context;
  g_auto (GStrv) own = zante_work_tree_environment (
      run->tree, zante_recipe_environment (context->input->recipe, run->component));
  g_autofree char *makeflags = context->jobserver != NULL
                                   ? zante_jobserver_makeflags (context->jobserver)
                                   : g_strdup_printf (" -j%u", context->jobs);
  ZanteWorkPlace where = {
      .src = place (run, ZANTE_SANDBOX_SRC, run->tree->src),
      .stage = place (run, ZANTE_SANDBOX_STAGE, run->tree->stage),
      .component = place (run, ZANTE_SANDBOX_COMPONENT, run->tree->component),
      .home = place (run, ZANTE_SANDBOX_HOME, run->tree->home),
      .deps = has_visible_deps (run) ? place (run, ZANTE_SANDBOX_DEPS, run->tree->deps) : NULL,
      .makeflags = makeflags,
      .jobs = context->jobs,
  };
  char **env = zante_work_environment ((const char *const *)own, &where);
  return zante_recipe_environment_place (run->component, env);
}

char **
zante_phase_argv (const ZantePhaseRun *run, const char *const *env, gboolean terminal,
                  const char *const *command)
{
  const ZanteBuildContext *context = run->context;
  const ZanteWorkTree *tree = run->tree;
  const char *const more[] = {tree->home, tree->home, NULL};
  ZanteSandbox sandbox = {
      .src = tree->src,
      .stage = tree->stage,
      .component = tree->component,
      .tools = context->tools,
      .phases = tree->phases,
      .reaper = context->reaper,
      .deps = run->has_deps ? tree->deps : NULL,
      .usr_mount = context->overlay && !context->plain ? tree->usr_mount : NULL,
      .roots = context->roots,
      .environ = env,
      .confine = context->confine,
      .id = run->id,
      .more = context->plain ? more : NULL,
      .hide_local = context->hide_local,
      .terminal = terminal,
  };
  return context->plain ? zante_sandbox_plain_argv (&sandbox, command)
                        : zante_sandbox_argv (&sandbox, command);
}

/* A developer's own tree, where it is built in as it lies, is its owner's. */
static guint
choose_id (const ZanteWorkTree *tree, const char *name)
{
  struct stat st;
  guint id = zante_owner_id (name);
  if (id == 0 || g_str_has_prefix (tree->src, tree->root) || stat (tree->src, &st) != 0)
    return id;
  return st.st_uid;
}

gboolean
zante_phase_begin (ZantePhaseRun *run, GError **error)
{
  ZanteWorkTree *tree = run->tree;
  g_autofree char *copy = g_build_filename (tree->root, "component", NULL);
  run->id = choose_id (tree, run->component->name);
  g_free (tree->component);
  tree->component = run->component->folder == NULL
                        ? NULL
                        : zante_readable (run->component->folder, copy, run->id, error);
  return (run->component->folder == NULL || tree->component != NULL)
         && zante_work_tree_write_phases (tree, run->component, error);
}

/* What a phase writes belongs to the user that it runs as. */
gboolean
zante_phase_hand_over (const ZantePhaseRun *run, GCancellable *cancellable, GError **error)
{
  const ZanteWorkTree *tree = run->tree;
  gboolean ours = g_str_has_prefix (tree->src, tree->root);
  return (!ours || zante_owner_give_tree (tree->src, run->id, cancellable, error))
         && zante_owner_give_tree (tree->stage, run->id, cancellable, error)
         && zante_owner_give_tree (tree->home, run->id, cancellable, error);
}

/* The command -------------------------------------------------------------------------------- */

static char *
private_dir (const ZantePhaseRun *run, const char *const *env, GError **error)
{
  return zante_recipe_expand (run->component->libraries->private_dir, env, error);
}

/* Linux counts by namespaces since 5.14. */
static gboolean
counts_by_namespace (void)
{
  struct utsname name;
  int major = 0, minor = 0;
  return uname (&name) == 0 && sscanf (name.release, "%d.%d", &major, &minor) == 2
         && (major > 5 || (major == 5 && minor >= 14));
}

char *
zante_phase_stop (const ZanteBuildContext *context, guint id, int stop_fd)
{
  gboolean counted = id != 0 || (!context->plain && counts_by_namespace ());
  if (!counted)
    return g_strdup_printf ("%d", stop_fd);
  return g_strdup_printf ("%d,%u", stop_fd, PROCESSES + PROCESSES_PER_JOB * context->jobs);
}

/* reaper FD sh -eu PHASES/NAME, for installing private libraries a little more. */
static char **
phase_command (const ZantePhaseRun *run, ZantePhase phase, int stop_fd, const char *const *env,
               GError **error)
{
  g_autoptr (GStrvBuilder) argv = g_strv_builder_new ();
  const char *tools = place (run, ZANTE_SANDBOX_TOOLS, run->context->tools);
  g_autofree char *helper = g_build_filename (tools, "private-libraries", NULL);
  g_autofree char *fd = zante_phase_stop (run->context, run->id, stop_fd);
  g_autofree char *file = g_build_filename (place (run, ZANTE_SANDBOX_PHASES, run->tree->phases),
                                            zante_phase_names[phase], NULL);
  g_strv_builder_add_many (argv, place (run, ZANTE_SANDBOX_REAPER, run->context->reaper), fd, "sh",
                           NULL);
  if (phase != ZANTE_PHASE_INSTALL || run->component->libraries == NULL
      || run->component->libraries->private_dir == NULL)
    {
      g_strv_builder_add_many (argv, "-eu", file, NULL);
      return g_strv_builder_end (argv);
    }
  g_autofree char *dir = private_dir (run, env, error);
  if (dir == NULL)
    return NULL;
  const char *stage = place (run, ZANTE_SANDBOX_STAGE, run->tree->stage);
  g_strv_builder_add_many (argv, "-c", install_script, "sh", file, helper, stage, dir, NULL);
  return g_strv_builder_end (argv);
}

static guint64
time_limit (const ZantePhaseRun *run, ZantePhase phase)
{
  guint64 seconds = run->component->limits != NULL ? run->component->limits->seconds[phase] : 0;
  return seconds != 0 ? seconds : DEFAULT_LIMIT;
}

/* Its end ------------------------------------------------------------------------------------ */

static char *
describe_end (const ZantePhaseRun *run, ZantePhase phase, const ZanteProcResult *result,
              gboolean timed_out)
{
  guint64 free_bytes = zante_fs_free_bytes (run->tree->root);
  if (timed_out)
    return g_strdup_printf (
        "did not end within %" G_GUINT64_FORMAT " s (limits: %s: SECONDS in '%s')",
        time_limit (run, phase), zante_phase_names[phase], run->component->file);
  if (result->too_long)
    return g_strdup_printf ("wrote more than %" G_GUINT64_FORMAT " MiB of output and was ended",
                            ZANTE_LOG_LIMIT >> 20);
  if (free_bytes > 0 && free_bytes < DISK_FULL_BELOW)
    return g_strdup_printf ("the disk of '%s' is full", run->tree->root);
  if (result->status > 128)
    return g_strdup_printf ("ended by signal %d (%s)", result->status - 128,
                            g_strsignal (result->status - 128));
  return g_strdup_printf ("exit status %d", result->status);
}

static gboolean
judge (const ZantePhaseRun *run, ZantePhase phase, const ZanteProcResult *result,
       gboolean timed_out, const ZanteFirstError *scanner, GError **error)
{
  if (zante_stopper_is_stopped (run->stopper))
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, "stopped");
      return FALSE;
    }
  if (result->status == 0 && !timed_out && !result->too_long)
    return TRUE;
  g_autofree char *end = describe_end (run, phase, result, timed_out);
  g_autofree char *line = zante_first_error_get (scanner);
  return zante_error_set (error, ZANTE_ERROR_BUILD, "phase %s: %s%s%s (log: %s)",
                          zante_phase_names[phase], end, line != NULL ? ": " : "",
                          line != NULL ? line : "", run->tree->log);
}

static void
announce (const ZantePhaseRun *run, ZantePhase phase, const char *status, double seconds)
{
  ZanteEvent event
      = ZANTE_EVENT (.event = status == NULL ? "phase-start" : "phase-end",
                     .component = run->component->name, .phase = zante_phase_names[phase],
                     .status = status, .path = run->tree->log, .seconds = seconds);
  zante_log_emit (run->context->input->log, &event);
}

static void
write_header (const ZantePhaseRun *run, ZantePhase phase)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autofree char *time = g_date_time_format_iso8601 (now);
  g_autofree char *line = g_strdup_printf ("==> %s: phase %s (%s%s)\n", run->component->name,
                                           zante_phase_names[phase], time,
                                           run->context->plain ? ", without sandbox" : "");
  ssize_t put = write (run->log_fd, line, strlen (line));
  (void)put; /* a full disk shows up in what the phase does */
}

/* Running ------------------------------------------------------------------------------------ */

static void
take_line (const char *line, gpointer user_data)
{
  zante_first_error_feed (user_data, line);
}

/* While this file exists a phase runs; one that was killed with us leaves it behind. */
static void
mark_running (const ZantePhaseRun *run)
{
  zante_fd_close (open (run->tree->running, O_WRONLY | O_CREAT | O_CLOEXEC, 0644));
}

static void
unmark_running (const ZantePhaseRun *run, const ZanteProcResult *result, gboolean ok)
{
  if (ok && result->status != KILLED)
    g_unlink (run->tree->running);
}

static gboolean
run_command (const ZantePhaseRun *run, ZantePhase phase, int stop_fd, ZanteFirstError *scanner,
             ZanteProcResult *result, GError **error)
{
  const ZanteBuildContext *context = run->context;
  int keep[]
      = {stop_fd, context->jobserver != NULL ? zante_jobserver_client_fd (context->jobserver) : -1};
  g_auto (GStrv) env = zante_phase_environment (run);
  g_auto (GStrv) command = phase_command (run, phase, stop_fd, (const char *const *)env, error);
  if (command == NULL)
    return FALSE;
  static const char *const outer[] = {"PATH=" ZANTE_SANDBOX_PATH, NULL};
  g_auto (GStrv) argv
      = zante_phase_argv (run, (const char *const *)env, FALSE, (const char *const *)command);
  ZanteProc proc = {.argv = (const char *const *)argv,
                    .environ = context->plain ? (const char *const *)env : outer,
                    .cwd = context->plain ? run->tree->src : "/",
                    .keep_fds = keep,
                    .n_keep_fds = keep[1] >= 0 ? 2 : 1,
                    .log_fd = run->log_fd,
                    .log_limit = ZANTE_LOG_LIMIT,
                    .on_line = take_line,
                    .user_data = scanner,
                    .cancellable = zante_stopper_hard (run->stopper)};
  if (!zante_owner_give (run->tree->stage, run->id, error)) /* it may have been made anew */
    return FALSE;
  mark_running (run);
  gboolean ok = zante_proc_run (&proc, result, error);
  unmark_running (run, result, ok);
  return ok;
}

gboolean
zante_phase_run (const ZantePhaseRun *run, ZantePhase phase, GError **error)
{
  g_autoptr (ZanteFirstError) scanner = zante_first_error_new ();
  ZanteProcResult result = {0};
  int stop_fd = zante_stopper_begin (run->stopper, time_limit (run, phase), error);
  if (stop_fd < 0)
    return FALSE;
  announce (run, phase, NULL, -1);
  write_header (run, phase);
  g_autoptr (GError) local = NULL;
  gboolean ok = run_command (run, phase, stop_fd, scanner, &result, &local);
  gboolean timed_out = zante_stopper_end (run->stopper);
  if (ok || timed_out) /* what did not end politely was cancelled */
    ok = judge (run, phase, &result, timed_out, scanner, error);
  else
    g_propagate_error (error, g_steal_pointer (&local));
  announce (run, phase, ok ? "ok" : timed_out ? "timed-out" : "failed", result.seconds);
  return ok;
}
