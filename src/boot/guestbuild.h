/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Files of a guest that are made when it is needed: its `build` in guest.yaml. */
#pragma once

#include "boot/guest.h"

/* Why this machine cannot build GUEST's files, owned by the caller; NULL when it can. */
char *zante_guest_build_hindrance (const ZanteGuest *guest);
/* Run its build, if it has one, where phases run, with all the guests of its folder to be read, and
 * put what came out into its folder in IMAGE. Of INPUT the workspace, the log and the cancellable
 * are used. */
gboolean zante_guest_build (const ZanteGuest *guest, guint number, const char *scratch,
                            ZanteImage *image, const ZanteBootInput *input, GError **error);
