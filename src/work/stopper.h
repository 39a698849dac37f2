/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The way to end a phase from another thread: politely first, so that make removes half-written
 * targets, then for good. The worker begins and ends it around each phase; the scheduler's thread
 * ticks it and stops it. */
#pragma once

#include <gio/gio.h>

typedef struct _ZanteStopper ZanteStopper;

ZanteStopper *zante_stopper_new (void);
void zante_stopper_free (ZanteStopper *stopper);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZanteStopper, zante_stopper_free)

/* A phase begins; it may take SECONDS (0: for ever). Returns the descriptor that comes to its end
 * when the phase has to stop (the reaper's STOP_FD), or -1. It is close-on-exec; it belongs to the
 * stopper. */
int zante_stopper_begin (ZanteStopper *stopper, guint64 seconds, GError **error);
/* It ended. Whether the time limit ended it. */
gboolean zante_stopper_end (ZanteStopper *stopper);
/* Cancelled at once by zante_stopper_stop, for what has no phase: waiting, unpacking. Owned by the
 * stopper. */
GCancellable *zante_stopper_soft (ZanteStopper *stopper);
/* Cancelled when a stopped phase does not end by itself. Owned by the stopper. */
GCancellable *zante_stopper_hard (ZanteStopper *stopper);

/* End what runs now, and everything that begins later. */
void zante_stopper_stop (ZanteStopper *stopper);
gboolean zante_stopper_is_stopped (ZanteStopper *stopper);
/* Do what is due at NOW (monotonic microseconds). Returns when to call again, 0: no need. */
gint64 zante_stopper_tick (ZanteStopper *stopper, gint64 now);
