/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The directories of the tree under test: those of the recipe, or of the layout that the tree was
 * made in, for packages and tarballs may have another one than the project. */
#pragma once

#include "recipe/recipe.h"

/* The layout in which the tree ROOT has a toolstack: RECIPE's own when it fits or none does, else a
 * standard one. Free with zante_layout_free. */
ZanteLayout *zante_boot_layout (const ZanteRecipe *recipe, const char *root);
/* The directory NAME, such as "libdir", of LAYOUT. Borrowed. */
const char *zante_boot_directory (const ZanteLayout *layout, const char *name);
