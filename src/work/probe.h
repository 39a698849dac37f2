/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What this machine allows, found out by really trying: the sandbox, and overlays in it. A good
 * answer is remembered for as long as the machine runs with the same rules. */
#pragma once

#include "work/work.h"

typedef struct {
  gboolean sandbox; /* as for ZANTE_SANDBOX_BWRAP */
  gboolean overlay; /* dependencies can be laid over /usr: older kernels let only root do that */
} ZanteProbe;

/* Try, or remember. When there is no sandbox, the reason is in WHY (ZANTE_ERROR_HOST). */
ZanteProbe zante_probe (const ZanteWorkspace *workspace, GError **why);
