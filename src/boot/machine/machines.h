/* SPDX-License-Identifier: GPL-2.0-or-later */
/* All machines of a run, side by side. */
#pragma once

#include "boot/setup.h"

/* Run SETUP's machines and put their reports together in its own. FALSE when QEMU could not be run,
 * or was cancelled. */
gboolean zante_boot_machines (ZanteBootSetup *setup, GError **error);
