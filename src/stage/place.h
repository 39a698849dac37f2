/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Lay out a united tree in a new folder: unchanged files as links to those of the tree that it will
 * replace, unpacked ones moved, the rest copied. */
#pragma once

#include "stage/union.h"

typedef struct {
  const char *root; /* the folder that is going to be replaced */
  GPtrArray *tree;  /* what was put into it, of ZanteTreeEntry*; or NULL */
} ZanteBefore;

/* Whether the file of ENTRY is in BEFORE->root just as it was put there. */
gboolean zante_before_is_intact (const ZanteBefore *before, const ZanteTreeEntry *entry);

/* Whether the file in BEFORE->root is what ENTRY wants; ENTRY is then updated to what it is there.
 */
gboolean zante_place_keep (ZanteTreeEntry *entry, const ZanteBefore *before);
/* Make the new file TARGET for ENTRY of PART, and update ENTRY. */
gboolean zante_place_file (ZanteTreeEntry *entry, const ZantePart *part, const ZanteBefore *before,
                           const char *target, GError **error);
/* Make the new folder DEST from UNITED (see zante_union). Updates the entries to what they are in
 * DEST. */
gboolean zante_place (GPtrArray *united, GPtrArray *parts, const ZanteBefore *before,
                      const char *dest, GError **error);
