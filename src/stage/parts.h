/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The trees of what was staged: taken over from the union that is replaced, scanned where they were
 * adopted, or unpacked from the store. */
#pragma once

#include "stage/place.h"

/* One ZantePart per element of STAGED (of const ZanteStaged*), in that order. LABEL says what
 * BEFORE->tree is of: "COMPONENT OUTPUT" per line, by owner; or NULL. Objects are unpacked below
 * SCRATCH, several at a time. DAMAGED, if not NULL, receives the component whose object was damaged
 * or missing. */
GPtrArray *zante_parts_new (const ZanteWorkspace *workspace, GPtrArray *staged,
                            const ZanteBefore *before, const char *label, const char *scratch,
                            char **damaged, GError **error);
