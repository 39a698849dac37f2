/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SIGINT, SIGTERM and SIGHUP as a cancellable, unless we were started with them ignored: the first
 * one cancels, and the process then ends with 128 + its number: when the step that runs has come to
 * its end, or in the middle of it 2.5 s later. That is what a kill -9 does, which every step
 * survives: the next run begins it again. */
#pragma once

#include <gio/gio.h>

/* Must be called before any thread exists. */
GCancellable *zante_signals_watch (void);
/* Somebody sits at the terminal of a program that we wait for, and interrupts that: wait on. */
void zante_signals_be_patient (void);
/* The number of the signal that came, or 0. */
int zante_signals_caught (void);
