/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The series of a mailbox: its patches, each series in order, an older version of one left out.
 * Pure. */
#pragma once

#include "series/patch.h"

typedef struct {
  char *title;  /* of the cover letter, or of the first patch */
  char *target; /* the branch that a subject names, or NULL */
  char *base;   /* what a base-commit trailer says, or NULL */
  guint version;
  guint total;        /* as the subjects say */
  gint64 date;        /* of the first mail that has one, s since the epoch, or 0 */
  GPtrArray *patches; /* of ZanteMailedPatch, borrowed: those with differences, by their numbers */
} ZanteSeries;
void zante_series_free (ZanteSeries *series);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZanteSeries, zante_series_free)

/* The series of PATCHES (of ZanteMailedPatch, which must outlive them), in the order of the
 * mailbox. What has no differences and no series with some is left out; so is a version of which
 * there is a newer one. The array owns its series. */
GPtrArray *zante_series_collect (GPtrArray *patches);
