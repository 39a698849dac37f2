/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What guests use, put into dom0's image: firmware, boot loaders, the device model, a kernel. */
#pragma once

#include "boot/guest.h"
#include "boot/image/distribution.h"
#include "boot/image/image.h"

typedef struct {
  ZanteImage *image;
  const ZanteDistribution *distribution;
  const ZanteRecipe *recipe;
  const char *private_dir;
  GHashTable *values; /* word of a configuration → its value, see zante_guest_place */
} ZanteUses;

/* Packages (char*, borrowed from RECIPE) of what GUESTS use of DISTRIBUTION that is neither in the
 * tree ROOT nor there. */
GPtrArray *zante_uses_missing (const ZanteRecipe *recipe, const ZanteDistribution *distribution,
                               const char *root, GPtrArray *guests);
/* Put USE into the image and its values; the reason, owned by the caller, when it cannot be had.
 * The kernel and its initrd are there already. */
char *zante_uses_add (const ZanteUses *uses, ZanteUse use);
/* Whether a guest that is restored does without USE, which it was only created with. Its word is
 * nothing then. */
gboolean zante_uses_waive (const ZanteUses *uses, ZanteUse use);
