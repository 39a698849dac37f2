/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How far a run is: a bar, what is done of how much, the time that passed and the time that is
 * expected to remain, and what runs. Pure: time comes from the caller, text goes to the caller. */
#pragma once

#include "base/event.h"

typedef struct {
  GPtrArray *running; /* of what is at work, in order of start */
  gint64 started;     /* us; 0: nothing began */
  gint64 done, total; /* components, guests or source packages */
  double work;        /* seconds that all of it is expected to take, one after another; or, where
                         nothing is told of the parts, from start to end. 0: not known */
  double worked;      /* of them, what ended */
  gboolean has_parts; /* something was told of what runs */
} ZanteMeter;
void zante_meter_init (ZanteMeter *meter);
void zante_meter_clear (ZanteMeter *meter);

/* EVENT happened at NOW, us of a clock that only goes forward. */
void zante_meter_take (ZanteMeter *meter, const ZanteEvent *event, gint64 now);
/* The line at NOW, with EVENT's download if it tells of one; empty when there is nothing to tell.
 * Owned by the caller. */
char *zante_meter_line (const ZanteMeter *meter, const ZanteEvent *event, gint64 now);
