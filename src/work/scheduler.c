/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "work/scheduler.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "base/error.h"
#include "base/fs.h"
#include "work/worker.h"

/* A component more is started only while this much memory is left for it. */
enum { MEMORY_KIB_PER_COMPONENT = 512 * 1024, RECHECK_MS = 1000 };

typedef struct {
  const ZanteBuildContext *context;
  const ZanteBuildInput *input;
  ZantePlan *plan;
  GAsyncQueue *ended;
  ZanteFd wake;
  GPtrArray *running;    /* of ZanteWorker*, owned */
  GPtrArray *retired;    /* of ZanteWorker*, owned: reported, perhaps still removing their trees */
  GHashTable *announced; /* ZanteNode* whose end was told */
  ZanteNode *pending;    /* handed out by the plan, waits for a token */
  gboolean stopping;
  gboolean cancelled;
  GError *error; /* the first */
} Schedule;

static void
schedule_clear (Schedule *schedule)
{
  g_clear_pointer (&schedule->running, g_ptr_array_unref);
  g_clear_pointer (&schedule->retired, g_ptr_array_unref);
  g_clear_pointer (&schedule->announced, g_hash_table_unref);
  g_clear_pointer (&schedule->ended, g_async_queue_unref);
  g_clear_error (&schedule->error);
  zante_fd_close (schedule->wake);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Schedule, schedule_clear)

/* Telling ------------------------------------------------------------------------------------ */

static void
announce (Schedule *schedule, const ZanteNode *node, const char *status, const char *message,
          double seconds)
{
  g_hash_table_add (schedule->announced, (gpointer)node);
  ZanteEvent event = ZANTE_EVENT (.event = "component-end", .component = node->component->name,
                                  .status = status, .message = message, .seconds = seconds,
                                  .done = g_hash_table_size (schedule->announced),
                                  .total = schedule->plan->nodes->len);
  zante_log_emit (schedule->input->log, &event);
}

/* What the plan decided by itself: found in the store, or not possible any more. */
static void
announce_decided (Schedule *schedule)
{
  for (guint i = 0; i < schedule->plan->nodes->len; i++)
    {
      const ZanteNode *node = schedule->plan->nodes->pdata[i];
      if (g_hash_table_contains (schedule->announced, node))
        continue;
      if (node->state == ZANTE_NODE_DONE)
        announce (schedule, node, "cached", NULL, -1);
      else if (node->state == ZANTE_NODE_SKIPPED)
        announce (schedule, node, "skipped", "needs a component that failed", -1);
    }
}

static void
announce_start (Schedule *schedule, const ZanteNode *node)
{
  ZanteEvent event = ZANTE_EVENT (.event = "component-start", .component = node->component->name,
                                  .expected = node->seconds);
  zante_log_emit (schedule->input->log, &event);
}

/* Ending ------------------------------------------------------------------------------------- */

static void
stop_all (Schedule *schedule)
{
  schedule->stopping = TRUE;
  for (guint i = 0; i < schedule->running->len; i++)
    zante_stopper_stop (((ZanteWorker *)schedule->running->pdata[i])->stopper);
}

/* The first failure decides the status; the message names all of them. */
static void
add_error (Schedule *schedule, GError *error)
{
  if (schedule->error == NULL)
    {
      schedule->error = error;
      return;
    }
  g_autofree char *first = schedule->error->message;
  schedule->error->message = g_strdup_printf ("%s; %s", first, error->message);
  g_error_free (error);
}

static void
take_failure (Schedule *schedule, ZanteWorker *worker)
{
  if (zante_stopper_is_stopped (worker->stopper))
    {
      announce (schedule, worker->node, "skipped", "stopped", worker->seconds);
      return;
    }
  announce (schedule, worker->node, "failed", worker->error->message, worker->seconds);
  zante_plan_fail (schedule->plan, worker->node);
  add_error (schedule, g_steal_pointer (&worker->error));
  if (!schedule->input->keep_going)
    stop_all (schedule);
}

static void
take_ended (Schedule *schedule, ZanteWorker *worker)
{
  g_ptr_array_remove (schedule->running, worker);
  g_ptr_array_add (schedule->retired, worker);
  zante_jobserver_give (schedule->context->jobserver);
  if (worker->output == NULL)
    take_failure (schedule, worker);
  else
    {
      announce (schedule, worker->node, worker->unchanged ? "unchanged" : "built", NULL,
                worker->seconds);
      zante_plan_complete (schedule->plan, worker->node, worker->output);
    }
  announce_decided (schedule);
}

static void
take_all_ended (Schedule *schedule)
{
  guint64 count;
  ssize_t got = read (schedule->wake, &count, sizeof count);
  (void)got; /* nothing to read: nothing has ended */
  for (ZanteWorker *worker; (worker = g_async_queue_try_pop (schedule->ended)) != NULL;)
    take_ended (schedule, worker);
}

/* Starting ----------------------------------------------------------------------------------- */

/* MemAvailable of proc(5), in KiB; 0 when that cannot be told. */
static guint64
available_memory (void)
{
  g_autofree char *text = NULL;
  const char *line;
  if (!g_file_get_contents ("/proc/meminfo", &text, NULL, NULL)
      || (line = strstr (text, "MemAvailable:")) == NULL)
    return 0;
  return g_ascii_strtoull (line + strlen ("MemAvailable:"), NULL, 10);
}

static gboolean
has_memory (const Schedule *schedule)
{
  guint64 available = available_memory ();
  return schedule->running->len == 0 || available == 0 || available >= MEMORY_KIB_PER_COMPONENT;
}

static gboolean
take_token (Schedule *schedule)
{
  if (schedule->running->len == 0)
    {
      int missing = zante_jobserver_refill (schedule->context->jobserver);
      if (missing > 0)
        zante_log_message (schedule->input->log, ZANTE_LOG_INFO,
                           "%d job tokens were lost with a killed make and are replaced", missing);
    }
  return zante_jobserver_take (schedule->context->jobserver);
}

static void
start_what_can (Schedule *schedule)
{
  while (!schedule->stopping)
    {
      if (schedule->pending == NULL)
        schedule->pending = zante_plan_next (schedule->plan);
      if (schedule->pending == NULL || !has_memory (schedule) || !take_token (schedule))
        return;
      announce_start (schedule, schedule->pending);
      g_ptr_array_add (schedule->running, zante_worker_start (schedule->context, schedule->pending,
                                                              schedule->ended, schedule->wake));
      schedule->pending = NULL;
    }
}

/* Waiting ------------------------------------------------------------------------------------ */

/* Milliseconds until the next time limit, -1: none. */
static int
tick (Schedule *schedule)
{
  gint64 next = 0, now = g_get_monotonic_time ();
  for (guint i = 0; i < schedule->running->len; i++)
    {
      gint64 due = zante_stopper_tick (((ZanteWorker *)schedule->running->pdata[i])->stopper, now);
      if (due != 0 && (next == 0 || due < next))
        next = due;
    }
  /* a phase may begin, and set its limit, while we sleep; a limit is whole seconds, so one second
   * is often enough */
  return next == 0 ? RECHECK_MS
                   : (int)CLAMP ((next - now) / G_TIME_SPAN_MILLISECOND + 1, 0, RECHECK_MS);
}

static void
wait_for_news (Schedule *schedule, int cancel_fd)
{
  gboolean wants_token = schedule->pending != NULL && !schedule->stopping && has_memory (schedule);
  struct pollfd fds[]
      = {{.fd = schedule->wake, .events = POLLIN},
         {.fd = schedule->cancelled ? -1 : cancel_fd, .events = POLLIN},
         {.fd = wants_token ? zante_jobserver_poll_fd (schedule->context->jobserver) : -1,
          .events = POLLIN}};
  poll (fds, G_N_ELEMENTS (fds), tick (schedule));
  if (fds[1].revents != 0 && !schedule->cancelled)
    {
      schedule->cancelled = TRUE;
      stop_all (schedule);
    }
  tick (schedule);
  take_all_ended (schedule);
}

static gboolean
conclude (Schedule *schedule, GError **error)
{
  if (g_cancellable_set_error_if_cancelled (schedule->input->cancellable, error))
    return FALSE;
  if (schedule->error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&schedule->error));
      return FALSE;
    }
  if (zante_plan_is_finished (schedule->plan))
    return TRUE;
  return zante_error_set (error, ZANTE_ERROR_FAILED,
                          "the plan has components left that can never start");
}

gboolean
zante_schedule_run (const ZanteBuildContext *context, GError **error)
{
  g_auto (Schedule) schedule = {
      .context = context,
      .input = context->input,
      .plan = context->input->plan,
      .ended = g_async_queue_new (),
      .wake = eventfd (0, EFD_CLOEXEC | EFD_NONBLOCK),
      .running = g_ptr_array_new (),
      .retired = g_ptr_array_new_with_free_func ((GDestroyNotify)zante_worker_free),
      .announced = g_hash_table_new (NULL, NULL),
  };
  GPollFD cancel = {.fd = -1};
  gboolean listens = g_cancellable_make_pollfd (context->input->cancellable, &cancel);
  if (schedule.wake < 0)
    return zante_error_errno (error, errno, "cannot make an eventfd");
  announce_decided (&schedule);
  for (start_what_can (&schedule); schedule.running->len > 0; start_what_can (&schedule))
    wait_for_news (&schedule, cancel.fd);
  if (listens)
    g_cancellable_release_fd (context->input->cancellable);
  return conclude (&schedule, error);
}
