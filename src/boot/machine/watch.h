/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Run QEMU and follow its two serial ports while it runs, until it ends, falls silent, or the time
 * is over. Whatever happens, nothing of it is left. */
#pragma once

#include "boot/verdict/verdict.h"

typedef struct {
  const char *const *argv;
  const char *const *environ; /* or NULL */
  const char *folder;         /* working directory of QEMU */
  const char *com1, *com2;    /* paths of what it writes */
  int log_fd;                 /* for its own messages; -1: none */
  gboolean interactive;       /* it has the terminal; no limit on silence */
  guint silence, deadline;    /* seconds; 0: no limit */
  GCancellable *cancellable;
} ZanteBootWatch;

/* PROGRESS is fed. ENDING's message is owned by the caller, in MESSAGE. FALSE when QEMU could not
 * be started (ZANTE_ERROR_HOST) or it was cancelled. */
gboolean zante_boot_watch (const ZanteBootWatch *watch, ZanteProgress *progress,
                           ZanteEnding *ending, char **message, GError **error);
