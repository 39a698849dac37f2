/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a series was made on: for each path that it changes, the file before the first change. What
 * comes later in a series is made by the series itself. Pure. */
#pragma once

#include "series/collect.h"

typedef enum {
  ZANTE_PREIMAGE_ABSENT, /* there must be no such file */
  ZANTE_PREIMAGE_BLOB,   /* the blob whose id begins with ID */
  ZANTE_PREIMAGE_HUNKS,  /* a file with the lines of DIFF's hunks, each at its very place */
  ZANTE_PREIMAGE_ANY,    /* some file: a difference without ids and hunks */
} ZantePreimageKind;

typedef struct {
  ZantePreimageKind kind;
  const char *path;          /* of DIFF */
  const char *id;            /* of DIFF, or NULL */
  const ZanteFileDiff *diff; /* borrowed from the series */
} ZantePreimage;

/* In the order in which SERIES changes them; the array owns them. */
GPtrArray *zante_preimages_of (const ZanteSeries *series);

/* Whether the file TEXT of SIZE bytes has the hunks of DIFF, without offset and fuzz. */
gboolean zante_preimage_has_hunks (const ZanteFileDiff *diff, const char *text, gsize size);
