/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What zante tells while it works: one stream of events with two readers, people (plain lines, or
 * one progress line on a terminal) and programs (JSON lines, documented in zante(1)). Thread-safe.
 * Stages emit events and never print. */
#pragma once

#include "base/event.h"
#include <stdio.h>

typedef enum {
  ZANTE_LOG_ERROR,
  ZANTE_LOG_WARNING,
  ZANTE_LOG_NOTICE, /* the default: what a person wants to know */
  ZANTE_LOG_INFO,   /* --verbose: every phase, every download */
} ZanteLogLevel;

typedef struct _ZanteLog ZanteLog;

/* A log that writes for people to TEXT when not NULL (with a progress line if PROGRESS, i.e. TEXT
 * is a terminal) up to LEVEL, and JSON lines to JSON when not NULL. Streams are borrowed. */
ZanteLog *zante_log_new (FILE *text, gboolean progress, ZanteLogLevel level, FILE *json);
/* Clears the progress line; the streams stay open. */
void zante_log_free (ZanteLog *log);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZanteLog, zante_log_free)

/* LOG may be NULL: nothing happens. */
void zante_log_emit (ZanteLog *log, const ZanteEvent *event);
void zante_log_message (ZanteLog *log, ZanteLogLevel level, const char *format, ...)
    G_GNUC_PRINTF (3, 4);
/* Take the progress line away while something else writes to the terminal. */
void zante_log_pause (ZanteLog *log);
