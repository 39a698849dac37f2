/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SIGINT, SIGTERM and SIGHUP as a cancellable, unless we were started with them ignored: the first
 * one cancels, and the process then ends with 128 + its number. */
#pragma once

#include <gio/gio.h>

/* Must be called before any thread exists. */
GCancellable *zante_signals_watch (void);
/* The number of the signal that came, or 0. */
int zante_signals_caught (void);
