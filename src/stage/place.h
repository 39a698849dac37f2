/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Lay out a united tree in a new folder: unchanged files as links to those of the tree that it will
 * replace, unpacked ones moved, the rest copied. */
#pragma once

#include "base/beneath.h"
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
/* Files on their way into a folder. Every name is resolved beneath the folder that it belongs to,
 * without following a link. */
typedef struct {
  const ZanteBefore *before;
  const ZantePart *part;              /* that `source` is below, or NULL */
  ZanteBeneathCursor source, old, to; /* each owns its root */
} ZantePlacing;
/* Open the folder DEST that files go to, made when it is missing. */
gboolean zante_placing_init (ZantePlacing *placing, const ZanteBefore *before, const char *dest,
                             GError **error);
void zante_placing_clear (ZantePlacing *placing);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ZantePlacing, zante_placing_clear)
/* Make the new file PATH for ENTRY of PART, and update ENTRY. */
gboolean zante_place_file (ZantePlacing *placing, ZanteTreeEntry *entry, const ZantePart *part,
                           const char *path, GError **error);
/* Make the new folder DEST from UNITED (see zante_union). Updates the entries to what they are in
 * DEST. */
gboolean zante_place (GPtrArray *united, GPtrArray *parts, const ZanteBefore *before,
                      const char *dest, GError **error);
