/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which files of the tree under test go into dom0's image: those of the packages that a control
 * domain has installed, without what only people read there and what a boot loader takes. */
#pragma once

#include "recipe/recipe.h"

typedef struct {
  GPtrArray *declared;   /* of ZanteDeclared*, by the recipe; NULL: of a system */
  GHashTable *installed; /* set of names in it: what the control domain has */
  GHashTable *owned;     /* of an installed system, what is Xen's: zante_owned_paths; or NULL */
  const char *unread[8]; /* folders that stay out, NULL-terminated */
} ZanteOutfit;

/* For the tree ROOT, laid out as RECIPE's layout says. */
void zante_outfit_init (ZanteOutfit *outfit, const ZanteRecipe *recipe, const char *root);
void zante_outfit_clear (ZanteOutfit *outfit);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ZanteOutfit, zante_outfit_clear)

/* Whether the relative PATH stays out; a ZanteImageSkip, OUTFIT being a ZanteOutfit*. */
gboolean zante_outfit_lacks (const char *path, gpointer outfit);
