/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One thing that happens while zante works, for people and programs. */
#pragma once

#include <glib.h>

/* One event. `event` is always set; every other field is optional: NULL, or -1 for numbers (use
 * ZANTE_EVENT (…) to get those defaults). In JSON the fields have these names; unset ones are left
 * out, and `time` (seconds since the epoch, real) is added. */
typedef struct {
  const char *event; /* message, plan, fetch-start, fetch-progress, fetch-end, component-start,
                        phase-start, phase-end, component-end, package-start, package-end,
                        store-pull, store-push, boot-stage, boot-guest */
  const char
      *component; /* or the source of a fetch-… event, the source package of a package-… one */
  const char *phase;
  const char *status; /* component-end: built, cached, unchanged, failed, skipped;
                         boot-stage: the stage; boot-guest: pass, fail, skipped;
                         store-pull: pulled; store-push: pushed;
                         phase-end: ok, failed, timed-out; fetch-end: downloaded, cached, failed;
                         message: error, warning, notice, info */
  const char *message;
  const char *path;
  gint64 done, total; /* bytes of a download, components of a build, guests, source packages */
  double seconds;     /* duration */
  double expected;    /* seconds that a component, or all of a plan, is expected to take */
} ZanteEvent;
#define ZANTE_EVENT(...)                                                                           \
  ((ZanteEvent){.done = -1, .total = -1, .seconds = -1, .expected = -1, __VA_ARGS__})
