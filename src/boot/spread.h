/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How many machines a run has, and which guests each of them starts. Emulated machines have one
 * processor each, so side by side they use all of this one's. */
#pragma once

#include "boot/setup.h"

/* Make SETUP's machines, each with its folder, a nonce and a report, and spread the guests over
 * them by the time that they took the last time. Guests, their results and dom0's memory are known.
 * Too little memory is ZANTE_ERROR_USAGE. */
gboolean zante_boot_spread (ZanteBootSetup *setup, GError **error);
/* How long each guest of REPORT took, for the next time. What cannot be written is left. */
void zante_boot_spread_remember (const ZanteBootSetup *setup);
void zante_boot_machine_free (ZanteBootMachine *machine);
