/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One machine: QEMU started on what was prepared, watched to its end, and the verdict. */
#pragma once

#include "boot/machine/emulator.h"

/* Fill in MACHINE's report. Only what is MACHINE's changes, so several run at once. FALSE when QEMU
 * could not be run, or was cancelled. */
gboolean zante_boot_machine (const ZanteBootSetup *setup, const ZanteEmulator *emulator,
                             ZanteBootMachine *machine, GError **error);
