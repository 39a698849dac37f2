/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What checks know of the tree that a series is for: the style of the files that it changes, who
 * maintains them, and which commits there are. All of it is read by two processes, however many
 * series there are. */
#pragma once

#include "base/git/batch.h"
#include "series/check/checks.h"
#include "series/collect.h"

typedef struct {
  GPtrArray *bases;        /* of char*, NULL: HEAD; one of each series */
  GPtrArray *files;        /* of GHashTable: path -> name of the object it is before the series */
  GHashTable *objects;     /* name -> ZanteGitObject of BATCH */
  GHashTable *maintainers; /* id -> ZanteMaintainers */
  GHashTable *known;       /* as in ZanteCheckRun */
  ZanteGitBatch *batch;    /* NULL: there is no repository */
} ZanteCheckGround;
void zante_check_ground_free (ZanteCheckGround *ground);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZanteCheckGround, zante_check_ground_free)

/* That of SERIES (of ZanteSeries); WORDS: of all their patches, in order. */
ZanteCheckGround *zante_check_ground_new (const ZanteCheckInput *input, GPtrArray *series,
                                          GPtrArray *words, GError **error);
/* The maintainers of the tree that series number I is for, or NULL. */
const ZanteMaintainers *zante_check_ground_maintainers (ZanteCheckGround *ground, guint i);
/* Whether RUN's file, of series number I, is in the hypervisor's own style: by what it was before
 * the series, or, where nobody knows that, by what its lines are. */
gboolean zante_check_ground_is_own (const ZanteCheckGround *ground, guint i,
                                    const ZanteCheckRun *run);
