/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Another thing that was built, beside what a context is for: the project in another folder, or
 * another stack in the same project. */
#pragma once

#include "raise/context.h"

typedef struct {
  ZanteRaise *raise; /* its recipe has been read */
  char *root;        /* its dist/, which need not be there; or a stack's outputs put together */
} ZanteBuilt;
void zante_built_free (ZanteBuilt *built);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZanteBuilt, zante_built_free)

/* What NAME means: a folder with a zante.yaml, else a stack, all of whose outputs must be in the
 * store of RAISE's project; they are put together below its .zante, in a folder of the stack's own.
 * ZANTE_ERROR_INPUT when it is neither, or not built. */
ZanteBuilt *zante_built_find (ZanteRaise *raise, const char *name, GError **error);
