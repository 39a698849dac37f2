/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A report that is empty, begins anew because QEMU has to be started a second time, or is made of
 * those of several machines. */
#pragma once

#include "boot/boot.h"

ZanteBootReport *zante_boot_report_new (ZanteBootLevel level, const char *folder);
guint zante_boot_report_count (const ZanteBootReport *report, ZanteBootClass class); /* guests */
/* Why a run in which no guest passed is no pass. */
const char *zante_boot_report_nothing (const ZanteBootReport *report);
/* How many guests ended how, in words. Owned by the caller. */
char *zante_boot_report_tally (const ZanteBootReport *report);
/* GUEST as it is before the machine starts. */
void zante_boot_guest_restart (ZanteBootGuest *guest);
/* Forget what the machine told; a warning keeps how it ended. */
void zante_boot_report_restart (ZanteBootReport *report);
/* REPORT is of the machine that restored what was saved in the one of SAVED, which is taken over:
 * it passes only when both do. */
void zante_boot_report_follow (ZanteBootReport *report, ZanteBootReport *saved);
/* Put together in REPORT, which has the guests, what the N machines told. What is told once (facts,
 * stages, why) is that of the first machine which did not pass, or of the first of all. They are
 * emptied of it. */
void zante_boot_report_combine (ZanteBootReport *report, ZanteBootReport *const *machines, guint n);
