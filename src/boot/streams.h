/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What guests become when they are saved: each its stream, in a raw file that is a disk of the
 * machine which writes it, and then of the one which reads it. */
#pragma once

#include "boot/setup.h"

/* Make the files of SETUP's machines, empty, or those that were saved. Of ZANTE_TASK_CREATE there
 * are none. */
gboolean zante_streams_prepare (const ZanteBootSetup *setup, GError **error);
/* Their names in MACHINE's folder, NULL-terminated; NULL: none. Owned by the caller. */
char **zante_streams_of (const ZanteBootSetup *setup, const ZanteBootMachine *machine);
/* Empty all that were written, to be called when nobody needs them any more. */
void zante_streams_empty (const ZanteBootInput *input);

/* Why NAME cannot be restored from what SAVED tells; NULL: it can, or SAVED is NULL because it is
 * not to be. Owned by the caller. */
char *zante_streams_hindrance (const ZanteBootReport *saved, const char *name);
/* A line "NAME TEXT" of each guest that was saved, TEXT being what was said of it then ("tick 7").
 * Owned by the caller. */
char *zante_streams_told (const ZanteBootReport *saved);
