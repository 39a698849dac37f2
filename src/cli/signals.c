/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/signals.h"

#include <signal.h>
#include <stdatomic.h>
#include <unistd.h>

enum { PATIENCE_MS = 2500 };

/* The globals of zante: a signal belongs to the process, not to a context. */
static atomic_int caught;
static atomic_int patient;

/* Those that we were not told to ignore, as nohup(1) tells us: sigwait(3) would take them all the
 * same. */
static void
fill_watched (sigset_t *set)
{
  static const int numbers[] = {SIGINT, SIGTERM, SIGHUP};
  struct sigaction action;
  sigemptyset (set);
  for (gsize i = 0; i < G_N_ELEMENTS (numbers); i++)
    if (sigaction (numbers[i], NULL, &action) == 0 && action.sa_handler != SIG_IGN)
      sigaddset (set, numbers[i]);
}

/* Children have been told to end; those of one thread, by proc(5). */
static void
kill_children (const char *thread)
{
  g_autofree char *path = g_strconcat ("/proc/self/task/", thread, "/children", NULL);
  g_autofree char *text = NULL;
  if (!g_file_get_contents (path, &text, NULL, NULL))
    return;
  g_auto (GStrv) pids = g_strsplit (g_strstrip (text), " ", -1);
  for (char **pid = pids; *pid != NULL; pid++)
    {
      pid_t child = (pid_t)g_ascii_strtoll (*pid, NULL, 10);
      if (child > 1 && kill (-child, SIGKILL) != 0)
        kill (child, SIGKILL);
    }
}

static void
end_at_once (int number)
{
  static const char message[]
      = "zante: interrupted in the middle of a step; run it again to go on\n";
  g_autoptr (GDir) threads = g_dir_open ("/proc/self/task", 0, NULL);
  for (const char *thread; threads != NULL && (thread = g_dir_read_name (threads)) != NULL;)
    kill_children (thread);
  ssize_t put = write (STDERR_FILENO, message, sizeof message - 1);
  (void)put;
  _exit (128 + number);
}

static gpointer
wait_for_signal (gpointer user_data)
{
  g_autoptr (GCancellable) cancellable = user_data;
  sigset_t set;
  int number = 0;
  fill_watched (&set);
  if (sigwait (&set, &number) != 0)
    return NULL;
  atomic_store (&caught, number);
  g_cancellable_cancel (cancellable);
  g_usleep (PATIENCE_MS * G_TIME_SPAN_MILLISECOND);
  if (atomic_load (&patient) == 0)
    end_at_once (number);
  return NULL;
}

GCancellable *
zante_signals_watch (void)
{
  GCancellable *cancellable = g_cancellable_new ();
  sigset_t set;
  fill_watched (&set);
  pthread_sigmask (SIG_BLOCK, &set, NULL);
  signal (SIGPIPE, SIG_IGN);
  signal (SIGXFSZ, SIG_IGN); /* a file that is too large is an error to be told */
  GThread *thread = g_thread_try_new ("signals", wait_for_signal, g_object_ref (cancellable), NULL);
  if (thread != NULL)
    g_thread_unref (thread);
  else
    pthread_sigmask (SIG_UNBLOCK, &set, NULL); /* whatever signals do by themselves */
  return cancellable;
}

void
zante_signals_be_patient (void)
{
  atomic_store (&patient, 1);
}

int
zante_signals_caught (void)
{
  return atomic_load (&caught);
}
