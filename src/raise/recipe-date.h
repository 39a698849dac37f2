/* SPDX-License-Identifier: GPL-2.0-or-later */
/* When the change was made that a recipe tells. */
#pragma once

#include "package/package.h"

typedef struct {
  const ZantePackageFormat *format;
  const ZanteEmitInput *input; /* all but the date */
  const ZanteSourcePackage *source;
  const char *folder; /* of the recipe that is there already, or not */
} ZanteRecipeDate;

/* The emission of the recipe with its DATE, in seconds since the epoch: what was given, see
 * zante_package_date; else that with which the same change was told in `folder`; else now. NOTE is
 * what zante_emission_write keeps for the next time. Owned by the caller. */
GPtrArray *zante_recipe_dated (const ZanteRecipeDate *recipe, gint64 *date, char **note,
                               GError **error);
