/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "work/watch.h"

#include <glib-unix.h>

#include "base/error.h"
#include "base/fs.h"

enum { HARD_AFTER_MS = 2500 }; /* longer than the reaper's own patience */

struct _ZanteWatch {
  GMutex mutex;
  GCancellable *soft;
  GCancellable *hard;
  ZanteFd stop[2]; /* read end for the reaper, write end whose closing stops it */
  gint64 deadline; /* monotonic; of the time limit, then of the hard end; 0: none */
  gboolean ending; /* the phase was told to stop */
  gboolean timed_out;
  gboolean stopped;
};

ZanteWatch *
zante_watch_new (void)
{
  ZanteWatch *watch = g_new0 (ZanteWatch, 1);
  g_mutex_init (&watch->mutex);
  watch->soft = g_cancellable_new ();
  watch->hard = g_cancellable_new ();
  watch->stop[0] = watch->stop[1] = -1;
  return watch;
}

static void
close_end (ZanteWatch *watch, int end)
{
  zante_fd_close (watch->stop[end]);
  watch->stop[end] = -1;
}

void
zante_watch_free (ZanteWatch *watch)
{
  if (watch == NULL)
    return;
  close_end (watch, 0);
  close_end (watch, 1);
  g_object_unref (watch->soft);
  g_object_unref (watch->hard);
  g_mutex_clear (&watch->mutex);
  g_free (watch);
}

/* With the mutex held. */
static void
tell_to_stop (ZanteWatch *watch)
{
  if (watch->ending || watch->stop[1] < 0)
    return;
  close_end (watch, 1);
  watch->ending = TRUE;
  watch->deadline = g_get_monotonic_time () + HARD_AFTER_MS * G_TIME_SPAN_MILLISECOND;
}

int
zante_watch_begin (ZanteWatch *watch, guint64 seconds, GError **error)
{
  G_GNUC_UNUSED g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&watch->mutex);
  if (watch->stopped)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, "stopped");
      return -1;
    }
  if (!g_unix_open_pipe (watch->stop, FD_CLOEXEC, error))
    return -1;
  watch->ending = watch->timed_out = FALSE;
  watch->deadline = seconds == 0 ? 0
                                 : g_get_monotonic_time ()
                                       + (gint64)MIN (seconds, G_MAXINT32) * G_TIME_SPAN_SECOND;
  return watch->stop[0];
}

gboolean
zante_watch_end (ZanteWatch *watch)
{
  G_GNUC_UNUSED g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&watch->mutex);
  close_end (watch, 0);
  close_end (watch, 1);
  watch->deadline = 0;
  return watch->timed_out;
}

GCancellable *
zante_watch_soft (ZanteWatch *watch)
{
  return watch->soft;
}

GCancellable *
zante_watch_hard (ZanteWatch *watch)
{
  return watch->hard;
}

void
zante_watch_stop (ZanteWatch *watch)
{
  G_GNUC_UNUSED g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&watch->mutex);
  watch->stopped = TRUE;
  g_cancellable_cancel (watch->soft);
  tell_to_stop (watch);
}

gboolean
zante_watch_is_stopped (ZanteWatch *watch)
{
  G_GNUC_UNUSED g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&watch->mutex);
  return watch->stopped;
}

gint64
zante_watch_tick (ZanteWatch *watch, gint64 now)
{
  G_GNUC_UNUSED g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&watch->mutex);
  if (watch->deadline == 0 || now < watch->deadline)
    return watch->deadline;
  if (!watch->ending)
    {
      watch->timed_out = TRUE;
      tell_to_stop (watch);
      return watch->deadline;
    }
  watch->deadline = 0;
  g_cancellable_cancel (watch->hard);
  return 0;
}
