/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "work/stopper.h"

#include <glib-unix.h>

#include "base/error.h"
#include "base/fs.h"

enum { HARD_AFTER_MS = 2500 }; /* longer than the reaper's own patience */

struct _ZanteStopper {
  GMutex mutex;
  GCancellable *soft;
  GCancellable *hard;
  ZanteFd stop[2]; /* read end for the reaper, write end whose closing stops it */
  gint64 deadline; /* monotonic; of the time limit, then of the hard end; 0: none */
  gboolean ending; /* the phase was told to stop */
  gboolean timed_out;
  gboolean stopped;
};

ZanteStopper *
zante_stopper_new (void)
{
  ZanteStopper *stopper = g_new0 (ZanteStopper, 1);
  g_mutex_init (&stopper->mutex);
  stopper->soft = g_cancellable_new ();
  stopper->hard = g_cancellable_new ();
  stopper->stop[0] = stopper->stop[1] = -1;
  return stopper;
}

static void
close_end (ZanteStopper *stopper, int end)
{
  zante_fd_close (stopper->stop[end]);
  stopper->stop[end] = -1;
}

void
zante_stopper_free (ZanteStopper *stopper)
{
  if (stopper == NULL)
    return;
  close_end (stopper, 0);
  close_end (stopper, 1);
  g_object_unref (stopper->soft);
  g_object_unref (stopper->hard);
  g_mutex_clear (&stopper->mutex);
  g_free (stopper);
}

/* With the mutex held. */
static void
tell_to_stop (ZanteStopper *stopper)
{
  if (stopper->ending || stopper->stop[1] < 0)
    return;
  close_end (stopper, 1);
  stopper->ending = TRUE;
  stopper->deadline = g_get_monotonic_time () + HARD_AFTER_MS * G_TIME_SPAN_MILLISECOND;
}

int
zante_stopper_begin (ZanteStopper *stopper, guint64 seconds, GError **error)
{
  G_GNUC_UNUSED g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&stopper->mutex);
  if (stopper->stopped)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, "stopped");
      return -1;
    }
  if (!g_unix_open_pipe (stopper->stop, FD_CLOEXEC, error))
    return -1;
  stopper->ending = stopper->timed_out = FALSE;
  stopper->deadline = seconds == 0 ? 0
                                   : g_get_monotonic_time ()
                                         + (gint64)MIN (seconds, G_MAXINT32) * G_TIME_SPAN_SECOND;
  return stopper->stop[0];
}

gboolean
zante_stopper_end (ZanteStopper *stopper)
{
  G_GNUC_UNUSED g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&stopper->mutex);
  close_end (stopper, 0);
  close_end (stopper, 1);
  stopper->deadline = 0;
  return stopper->timed_out;
}

GCancellable *
zante_stopper_soft (ZanteStopper *stopper)
{
  return stopper->soft;
}

GCancellable *
zante_stopper_hard (ZanteStopper *stopper)
{
  return stopper->hard;
}

void
zante_stopper_stop (ZanteStopper *stopper)
{
  G_GNUC_UNUSED g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&stopper->mutex);
  stopper->stopped = TRUE;
  g_cancellable_cancel (stopper->soft);
  tell_to_stop (stopper);
}

gboolean
zante_stopper_is_stopped (ZanteStopper *stopper)
{
  G_GNUC_UNUSED g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&stopper->mutex);
  return stopper->stopped;
}

gint64
zante_stopper_tick (ZanteStopper *stopper, gint64 now)
{
  G_GNUC_UNUSED g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&stopper->mutex);
  if (stopper->deadline == 0 || now < stopper->deadline)
    return stopper->deadline;
  if (!stopper->ending)
    {
      stopper->timed_out = TRUE;
      tell_to_stop (stopper);
      return stopper->deadline;
    }
  stopper->deadline = 0;
  g_cancellable_cancel (stopper->hard);
  return 0;
}
