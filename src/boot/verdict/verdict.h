/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The verdict: a pure function of what was told and of how QEMU ended. Dom0's word alone passes
 * nothing: its line, QEMU's exit status, every guest and every fact have to agree. */
#pragma once

#include "boot/verdict/progress.h"

/* A word written to I/O port 0x501 ends QEMU with the status 2 * word + 1 (hw/misc/debugexit.c of
 * QEMU): dom0's own verdict. */
enum {
  ZANTE_QEMU_STATUS_PASS = 3, /* dom0 wrote 1 */
  ZANTE_QEMU_STATUS_FAIL = 5, /* dom0 wrote 2 */
};

typedef enum {
  ZANTE_END_EXITED,   /* by itself, with STATUS */
  ZANTE_END_SILENT,   /* stopped after a long silence */
  ZANTE_END_DEADLINE, /* stopped when the time was over */
} ZanteEnd;

typedef struct {
  ZanteEnd end;
  int status;
  guint limit;         /* seconds, of the silence or of all */
  const char *message; /* QEMU's last line on standard error, or NULL */
} ZanteEnding;

/* Set class and text of PROGRESS's report. An exit status of QEMU's own, neither dom0's word nor
 * the 0 of a machine that went off, is a qemu-error: QEMU itself gave up. */
void zante_verdict_decide (ZanteProgress *progress, const ZanteEnding *ending);
