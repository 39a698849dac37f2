/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/signals.h"

#include <signal.h>
#include <stdatomic.h>

/* The one global of zante: a signal belongs to the process, not to a context. */
static atomic_int caught;

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
  g_thread_unref (g_thread_new ("signals", wait_for_signal, g_object_ref (cancellable)));
  return cancellable;
}

int
zante_signals_caught (void)
{
  return atomic_load (&caught);
}
