/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Files of a guest that are made when it is needed: its `build` in guest.yaml. */
#pragma once

#include "boot/setup.h"

/* Why this machine cannot build GUEST's files, owned by the caller; NULL when it can. */
char *zante_guest_build_hindrance (const ZanteGuest *guest);
/* Run its build, if it has one, where phases run, with all the guests of its folder, the tree under
 * test and dom0's kernel to be read, and put what came out into its folder in IMAGE. */
gboolean zante_guest_build (const ZanteGuest *guest, guint number, const ZanteBootSetup *setup,
                            ZanteImage *image, GError **error);
