/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A boot by EFI: OVMF finds xen.efi as the removable medium's loader, and xen.efi its configuration
 * beside itself (docs/misc/efi.pandoc of Xen). */
#pragma once

#include "boot/machine/qemu.h"
#include "boot/setup.h"

typedef struct {
  char *code, *variables; /* OVMF's images */
} ZanteEfi;
void zante_efi_clear (ZanteEfi *efi);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ZanteEfi, zante_efi_clear)

/* Lay out esp in MACHINE's folder and fill in QEMU, which borrows from EFI. */
gboolean zante_efi_prepare (const ZanteBootSetup *setup, const ZanteBootMachine *machine,
                            ZanteQemu *qemu, ZanteEfi *efi, GError **error);
