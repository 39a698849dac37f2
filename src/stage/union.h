/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Several staged trees as one: what lies where, from which of them, and whether two want the same
 * path. */
#pragma once

#include "stage/stage.h"
#include "stage/tree.h"

/* One of the trees that are united. */
typedef struct {
  const ZanteStaged *staged; /* borrowed */
  char *root;      /* where its files lie; NULL: all of them are in the tree that is replaced */
  GPtrArray *tree; /* of ZanteTreeEntry* */
} ZantePart;
void zante_part_free (ZantePart *part);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZantePart, zante_part_free)

/* Every entry of PARTS (of ZantePart*), sorted by path and then by part, `owner` the index of the
 * part. The array borrows from PARTS. */
GPtrArray *zante_union_all (GPtrArray *parts);
/* Unite PARTS likewise: a folder of several parts is there once, `united_mode` open only where all
 * have it open. ZANTE_ERROR_POLICY when anything but a folder is in two of them. */
GPtrArray *zante_union (GPtrArray *parts, GError **error);
