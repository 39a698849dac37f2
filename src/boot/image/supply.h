/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a boot takes from this machine: QEMU to emulate it, a kernel, busybox, firmware. Installed
 * ones are taken; what is not installed is downloaded through the machine's own package manager,
 * verified by it, and unpacked below the workspace, so that no root is needed. */
#pragma once

#include "boot/boot.h"

typedef struct {
  const ZanteBootInput *input;
  char *unpacked;       /* folder with what was downloaded, the root of a system */
  const char *roots[3]; /* "/" and UNPACKED (NULL-terminated) */
} ZanteSupply;

void zante_supply_init (ZanteSupply *supply, const ZanteBootInput *input);
void zante_supply_clear (ZanteSupply *supply);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ZanteSupply, zante_supply_clear)

/* What can be asked for. */
typedef enum {
  ZANTE_SUPPLY_QEMU,
  ZANTE_SUPPLY_BUSYBOX,
  ZANTE_SUPPLY_KERNEL,
  ZANTE_SUPPLY_EFI, /* OVMF for the machine itself */
  ZANTE_N_SUPPLIES
} ZanteSupplyItem;

/* The file on this machine that is ITEM, or NULL; owned by the caller. */
char *zante_supply_find (const ZanteSupply *supply, ZanteSupplyItem item);
/* Download what of ITEMS and of PACKAGES (names, NULL-terminated) is not here. ZANTE_ERROR_HOST
 * naming the package when this machine cannot. */
gboolean zante_supply_complete (ZanteSupply *supply, const ZanteSupplyItem *items, gsize n,
                                const char *const *packages, GError **error);
