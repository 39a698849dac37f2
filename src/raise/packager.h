/* SPDX-License-Identifier: GPL-2.0-or-later */
/* From what is staged to recipes and packages of a format. */
#pragma once

#include "package/package.h"
#include "raise/context.h"

typedef enum {
  ZANTE_PACKAGER_ALL,    /* recipe, source package, and packages compiled from it */
  ZANTE_PACKAGER_STAGED, /* packages of what is staged, without compiling again */
  ZANTE_PACKAGER_SOURCE, /* recipe and source package */
  ZANTE_PACKAGER_RECIPE, /* only the recipe */
  ZANTE_PACKAGER_DIFF,   /* write nothing, tell what the recipe would change in `diff` */
} ZantePackagerMode;

typedef struct {
  ZantePackagerMode mode;
  const char *const *names; /* of source packages; empty: all */
  const char *output;       /* absolute folder of all that is made */
  const char *diff;         /* folder of a recipe, for its mode */
  const char *changelog;    /* instead of packaging.changelog; or NULL */
  ZanteEmissionForce force; /* overwrite hand edits */
  guint jobs;               /* 0: one per processor */
} ZantePackagerOptions;

/* Build what is out of date, then make what OPTIONS ask for in FORMAT. DIFFERENCES receives the
 * text of its mode. */
gboolean zante_packager_run (ZanteRaise *raise, const ZantePackageFormat *format,
                             const ZantePackagerOptions *options, GString *differences,
                             GError **error);
