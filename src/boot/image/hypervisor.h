/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The hypervisor in a tree, and what it will say of itself when it is the one that runs. */
#pragma once

#include "recipe/recipe.h"

typedef struct {
  char *path;     /* on this machine */
  char *version;  /* "4.17.5", of the file's name; NULL when it has none */
  char *build_id; /* of the file that is booted; NULL when it has none */
  GBytes *image;  /* what is handed to QEMU: the ELF file, or xen.efi */
} ZanteHypervisor;
void zante_hypervisor_free (ZanteHypervisor *hypervisor);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZanteHypervisor, zante_hypervisor_free)

/* The newest one below the folder ROOT: xen-VERSION.gz in LAYOUT's $bootdir, or with EFI
 * xen-VERSION.efi in its $efidir, or where the distributions' own packages have it.
 * ZANTE_ERROR_INPUT when there is none. */
ZanteHypervisor *zante_hypervisor_find (const char *root, const ZanteLayout *layout, gboolean efi,
                                        GError **error);

/* The build-id of the PE file DATA as Xen tells it: the GUID of the CodeView record in its debug
 * directory (PE format specification, "Debug Directory"; xen/common/version.c). NULL when it has
 * none; owned by the caller. */
char *zante_pe_build_id (const guint8 *data, gsize size);
