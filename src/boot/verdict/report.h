/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A report that begins anew, because QEMU has to be started a second time. */
#pragma once

#include "boot/boot.h"

/* GUEST as it is before the machine starts. */
void zante_boot_guest_restart (ZanteBootGuest *guest);
/* Forget what the machine told; a warning keeps how it ended. */
void zante_boot_report_restart (ZanteBootReport *report);
