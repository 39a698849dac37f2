/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The way to end a phase from another thread: politely first, so that make removes half-written
 * targets, then for good. The worker begins and ends it around each phase; the scheduler's thread
 * ticks it and stops it. */
#pragma once

#include <gio/gio.h>

typedef struct _ZanteWatch ZanteWatch;

ZanteWatch *zante_watch_new (void);
void zante_watch_free (ZanteWatch *watch);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZanteWatch, zante_watch_free)

/* A phase begins; it may take SECONDS (0: for ever). Returns the descriptor that comes to its end
 * when the phase has to stop (the reaper's STOP_FD), or -1. It is close-on-exec; it belongs to the
 * watch. */
int zante_watch_begin (ZanteWatch *watch, guint64 seconds, GError **error);
/* It ended. Whether the time limit ended it. */
gboolean zante_watch_end (ZanteWatch *watch);
/* Cancelled at once by zante_watch_stop, for what has no phase: waiting, unpacking. Owned by the
 * watch. */
GCancellable *zante_watch_soft (ZanteWatch *watch);
/* Cancelled when a stopped phase does not end by itself. Owned by the watch. */
GCancellable *zante_watch_hard (ZanteWatch *watch);

/* End what runs now, and everything that begins later. */
void zante_watch_stop (ZanteWatch *watch);
gboolean zante_watch_is_stopped (ZanteWatch *watch);
/* Do what is due at NOW (monotonic microseconds). Returns when to call again, 0: no need. */
gint64 zante_watch_tick (ZanteWatch *watch, gint64 now);
