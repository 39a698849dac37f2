/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The machine itself: QEMU started on what was prepared, watched to its end, and the verdict. */
#pragma once

#include "boot/setup.h"

/* Fill in SETUP's report. FALSE when QEMU could not be run, or was cancelled. */
gboolean zante_boot_machine (ZanteBootSetup *setup, GError **error);
