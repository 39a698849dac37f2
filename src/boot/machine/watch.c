/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "boot/machine/watch.h"

#include <fcntl.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/proc.h"

enum { TICK_US = 50 * 1000, READ_SIZE = 32 * 1024, LINE_LIMIT = 16 * 1024 };

typedef void (*TakeLine) (ZanteProgress *progress, const char *data, gsize size, double seconds);

/* A growing file that is read as lines. */
typedef struct {
  const char *path;
  ZanteFd fd;
  GString *line;
  TakeLine take;
} Tail;

/* The thread that waits for QEMU. */
typedef struct {
  const ZanteBootWatch *watch;
  GCancellable *stop;
  GString *last;
  ZanteProcResult result;
  gboolean ran;
  GError *error;
  gint ended; /* atomic */
} Runner;

static gpointer
run_qemu (gpointer user_data)
{
  Runner *runner = user_data;
  const ZanteBootWatch *watch = runner->watch;
  ZanteProc proc = {.argv = watch->argv,
                    .environ = watch->environ,
                    .cwd = watch->folder,
                    .terminal = watch->interactive,
                    .die_with_parent = TRUE,
                    /* While it loads, it hears no SIGTERM for seconds. */
                    .nothing_to_save = !watch->interactive,
                    .log_fd = watch->log_fd,
                    .on_line = zante_proc_keep_last,
                    .user_data = runner->last,
                    .cancellable = runner->stop};
  runner->ran = zante_proc_run (&proc, &runner->result, &runner->error);
  g_atomic_int_set (&runner->ended, 1);
  return NULL;
}

static void
end_line (Tail *tail, ZanteProgress *progress, double seconds)
{
  tail->take (progress, tail->line->str, tail->line->len, seconds);
  g_string_truncate (tail->line, 0);
}

/* Read what came. Returns whether anything did. */
static gboolean
follow (Tail *tail, ZanteProgress *progress, double seconds)
{
  char block[READ_SIZE];
  ssize_t got;
  gboolean any = FALSE;
  if (tail->fd < 0)
    tail->fd = open (tail->path, O_RDONLY | O_CLOEXEC);
  while (tail->fd >= 0 && (got = read (tail->fd, block, sizeof block)) > 0)
    {
      any = TRUE;
      for (ssize_t i = 0; i < got; i++)
        if (block[i] == '\n' || tail->line->len >= LINE_LIMIT)
          end_line (tail, progress, seconds);
        else
          g_string_append_c (tail->line, block[i]);
    }
  return any;
}

static double
seconds_since (gint64 start)
{
  return (double)(g_get_monotonic_time () - start) / G_USEC_PER_SEC;
}

/* Until QEMU ended, or a limit was met, which is noted in ENDING. */
static void
attend (Runner *runner, Tail *tails, gsize n, ZanteProgress *progress, ZanteEnding *ending)
{
  const ZanteBootWatch *watch = runner->watch;
  gint64 start = g_get_monotonic_time ();
  double heard = 0;
  while (!g_atomic_int_get (&runner->ended))
    {
      double now = seconds_since (start);
      for (gsize i = 0; i < n; i++)
        if (follow (&tails[i], progress, now))
          heard = now;
      if (g_cancellable_is_cancelled (watch->cancellable))
        g_cancellable_cancel (runner->stop);
      gboolean silent = watch->silence != 0 && now - heard > watch->silence;
      gboolean late = watch->deadline != 0 && now > watch->deadline;
      if ((silent || late) && ending->end == ZANTE_END_EXITED)
        {
          ending->end = late ? ZANTE_END_DEADLINE : ZANTE_END_SILENT;
          ending->limit = late ? watch->deadline : watch->silence;
          g_cancellable_cancel (runner->stop);
        }
      g_usleep (TICK_US);
    }
  for (gsize i = 0; i < n; i++)
    {
      follow (&tails[i], progress, seconds_since (start));
      end_line (&tails[i], progress, seconds_since (start));
    }
  progress->report->seconds = seconds_since (start);
}

gboolean
zante_boot_watch (const ZanteBootWatch *watch, ZanteProgress *progress, ZanteEnding *ending,
                  char **message, GError **error)
{
  g_autoptr (GCancellable) stop = g_cancellable_new ();
  g_autoptr (GString) last = g_string_new (NULL);
  g_autoptr (GString) line1 = g_string_new (NULL);
  g_autoptr (GString) line2 = g_string_new (NULL);
  Tail tails[] = {{watch->com1, -1, line1, zante_progress_com1},
                  {watch->com2, -1, line2, zante_progress_com2}};
  Runner runner = {.watch = watch, .stop = stop, .last = last};
  *ending = (ZanteEnding){.end = ZANTE_END_EXITED};
  GThread *thread = g_thread_new ("qemu", run_qemu, &runner);
  attend (&runner, tails, G_N_ELEMENTS (tails), progress, ending);
  g_thread_join (thread);
  for (gsize i = 0; i < G_N_ELEMENTS (tails); i++)
    zante_fd_close (tails[i].fd);
  g_autoptr (GError) local = g_steal_pointer (&runner.error);
  if (g_cancellable_set_error_if_cancelled (watch->cancellable, error))
    return FALSE;
  if (!runner.ran && ending->end == ZANTE_END_EXITED)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  ending->status = runner.result.status;
  *message = last->len > 0 ? g_strdup (last->str) : NULL;
  ending->message = *message;
  return TRUE;
}
