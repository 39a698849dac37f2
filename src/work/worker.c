/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "work/worker.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "base/fs.h"

/* One component at work: the worker and what it has laid out. */
typedef struct {
  ZanteWorker *worker;
  const ZanteBuildInput *input;
  const ZanteComponent *component;
  ZanteWorkTree *tree;
  ZanteWorkState *state;
  gint64 started; /* monotonic, µs */
} Job;

static double
seconds_since (gint64 started)
{
  return (double)(g_get_monotonic_time () - started) / G_USEC_PER_SEC;
}

/* Phases ------------------------------------------------------------------------------------- */

/* The first two phases of a developer's tree are done when they ran with what the tree holds now
 * and what they made is still there; make knows the rest. */
static gboolean
is_up_to_date (const Job *job, ZantePhase phase, const char *stamp)
{
  if (!job->tree->local)
    return job->state->done[phase];
  return stamp != NULL && g_strcmp0 (job->state->stamp[phase], stamp) == 0
         && (phase != ZANTE_PHASE_CONFIGURE
             || zante_work_tree_is_configured (job->tree, job->component));
}

static gboolean
save (const Job *job, GError **error)
{
  return zante_work_state_save (job->state, job->tree->state, error);
}

static gboolean
run_phase (const Job *job, const ZantePhaseRun *run, ZantePhase phase, GError **error)
{
  ZanteWorkState *state = job->state;
  gboolean stamped = phase == ZANTE_PHASE_PREPARE || phase == ZANTE_PHASE_CONFIGURE;
  g_autofree char *stamp
      = job->tree->local && stamped ? zante_work_tree_stamp (job->tree, job->component) : NULL;
  if (is_up_to_date (job, phase, stamp))
    return TRUE;
  if (stamp != NULL)
    {
      g_clear_pointer (&state->stamp[phase], g_free);
      if (!save (job, error))
        return FALSE;
    }
  if ((phase == ZANTE_PHASE_INSTALL && !zante_work_tree_wipe_stage (job->tree, error))
      || !zante_phase_run (run, phase, error))
    return FALSE;
  state->stamp[phase] = g_steal_pointer (&stamp);
  state->done[phase] = TRUE;
  return save (job, error);
}

static gboolean
run_phases (const Job *job, const ZantePhaseRun *run, GError **error)
{
  for (int i = 0; job->component->phases != NULL && i < ZANTE_N_PHASES; i++)
    {
      ZantePhase phase = (ZantePhase)i;
      gboolean wanted = phase != ZANTE_PHASE_CHECK || job->input->check;
      if (job->component->phases->text[phase] != NULL && wanted
          && !run_phase (job, run, phase, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
has_begun (const ZanteWorkState *state)
{
  for (int i = 0; i < ZANTE_N_PHASES; i++)
    if (state->done[i])
      return TRUE;
  return FALSE;
}

/* The log of a run that goes on with a failed one is appended to: it is one build. */
static int
open_log (const Job *job, GError **error)
{
  gboolean goes_on = !job->tree->local && has_begun (job->state);
  int flags = O_WRONLY | O_CREAT | O_CLOEXEC | O_APPEND | (goes_on ? 0 : O_TRUNC);
  int fd = open (job->tree->log, flags, 0644);
  if (fd < 0)
    zante_error_errno (error, errno, "cannot write '%s'", job->tree->log);
  return fd;
}

static gboolean
run_all (const Job *job, GError **error)
{
  g_auto (ZanteFd) log_fd = open_log (job, error);
  if (log_fd < 0)
    return FALSE;
  ZantePhaseRun run = {.context = job->worker->context,
                       .component = job->component,
                       .tree = job->tree,
                       .has_deps = job->state->deps != NULL,
                       .stopper = job->worker->stopper,
                       .log_fd = log_fd};
  return zante_phase_begin (&run, error)
         && zante_phase_hand_over (&run, zante_stopper_soft (job->worker->stopper), error)
         && run_phases (job, &run, error);
}

/* One component ------------------------------------------------------------------------------ */

static char *
build_and_seal (const Job *job, GError **error)
{
  ZanteNode *node = job->worker->node;
  if (!zante_work_tree_provide (job->tree, job->input, node, job->state, error)
      || !run_all (job, error))
    return NULL;
  if (job->component->phases == NULL && !zante_work_tree_wipe_stage (job->tree, error))
    return NULL;
  return job->input->seal (node, job->tree->stage, seconds_since (job->started),
                           job->worker->context->plain, job->input->user_data, error);
}

/* What the tree is good for after success: nothing, unless it is a developer's own. */
static void
settle (const Job *job)
{
  g_autoptr (GError) error = NULL;
  ZanteWorkState *state = job->state;
  if (job->tree->local)
    {
      job->worker->unchanged = g_strcmp0 (state->output, job->worker->output) == 0;
      g_free (state->output);
      state->output = g_strdup (job->worker->output);
    }
  state->finished = TRUE;
  if (!save (job, &error))
    zante_log_message (job->input->log, ZANTE_LOG_WARNING, "component '%s': %s",
                       job->component->name, error->message);
}

static void
report (ZanteWorker *worker)
{
  guint64 one = 1;
  g_async_queue_push (worker->ended, worker);
  ssize_t put = write (worker->wake_fd, &one, sizeof one);
  (void)put; /* an eventfd with a small count takes it */
}

/* Off the critical path: the scheduler has its output already. */
static void
clean_up (const Job *job)
{
  g_autoptr (GError) error = NULL;
  if (job->tree->local || job->input->keep_trees)
    return;
  if (!zante_fs_remove_tree (job->tree->root, &error))
    zante_log_message (job->input->log, ZANTE_LOG_WARNING, "component '%s': %s",
                       job->component->name, error->message);
}

static void
work (Job *job, GError **error)
{
  GCancellable *soft = zante_stopper_soft (job->worker->stopper);
  job->state = zante_work_tree_prepare (job->tree, job->input, job->worker->node, soft, error);
  if (job->state == NULL)
    return;
  job->worker->output = build_and_seal (job, error);
  if (job->worker->output != NULL)
    settle (job);
}

static gpointer
worker_main (gpointer data)
{
  ZanteWorker *worker = data;
  const ZanteBuildInput *input = worker->context->input;
  const ZanteComponent *component = worker->node->component;
  g_autoptr (ZanteWorkTree) tree = zante_work_tree_new (input, component);
  Job job = {.worker = worker, .input = input, .component = component, .tree = tree};
  job.started = g_get_monotonic_time ();
  g_auto (ZanteFd) lock = zante_work_tree_lock (
      tree, input, component->name, zante_stopper_soft (worker->stopper), &worker->error);
  if (lock >= 0)
    work (&job, &worker->error);
  g_prefix_error (&worker->error, "component '%s': ", component->name);
  worker->seconds = seconds_since (job.started);
  gboolean succeeded = worker->output != NULL;
  report (worker);
  if (succeeded)
    clean_up (&job);
  zante_work_state_free (job.state);
  return NULL;
}

ZanteWorker *
zante_worker_start (const ZanteBuildContext *context, ZanteNode *node, GAsyncQueue *ended,
                    int wake_fd)
{
  ZanteWorker *worker = g_new0 (ZanteWorker, 1);
  worker->context = context;
  worker->node = node;
  worker->stopper = zante_stopper_new ();
  worker->ended = ended;
  worker->wake_fd = wake_fd;
  worker->thread = g_thread_try_new (node->component->name, worker_main, worker, &worker->error);
  if (worker->thread == NULL)
    {
      g_prefix_error (&worker->error, "component '%s': ", node->component->name);
      report (worker);
    }
  return worker;
}

void
zante_worker_free (ZanteWorker *worker)
{
  if (worker == NULL)
    return;
  if (worker->thread != NULL)
    g_thread_join (worker->thread);
  zante_stopper_free (worker->stopper);
  g_free (worker->output);
  g_clear_error (&worker->error);
  g_free (worker);
}
