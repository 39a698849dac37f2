/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What this machine allows, found out by really trying: the sandbox, and overlays in it. A good
 * answer is remembered for as long as the machine runs with the same rules; a bad one is a refusal
 * only when the machine will never allow it, not when a process or memory was lacking just now. */
#pragma once

#include "work/work.h"

typedef struct {
  gboolean sandbox; /* as for ZANTE_SANDBOX_BWRAP */
  gboolean refused; /* there is none, and never will be */
  gboolean overlay; /* dependencies can be laid over /usr: older kernels let only root do that */
} ZanteProbe;

/* Try, or remember. CONFINE is the program zante-confine. When there is no sandbox, the reason is
 * in WHY (ZANTE_ERROR_HOST). */
ZanteProbe zante_probe (const ZanteWorkspace *workspace, const char *confine, GError **why);
/* Whether the message of zante-confine or of bwrap(1) tells of a lasting refusal. */
gboolean zante_probe_is_refusal (const char *message);
