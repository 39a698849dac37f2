/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Objects out of the store. */
#pragma once

#include "stage/stage.h"

/* Unpack the object OUTPUT into the new folder DEST. A damaged object is dropped from the store:
 * ZANTE_ERROR_SOURCE; so is a missing one. DEST then holds a part of it. */
gboolean zante_object_extract (const ZanteWorkspace *workspace, const char *output,
                               const char *dest, GError **error);
