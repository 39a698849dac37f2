/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A Linux kernel with its modules. */
#pragma once

#include <glib.h>

typedef struct {
  char *image;   /* vmlinuz, on this machine */
  char *release; /* "6.1.0-42-amd64" */
  char *modules; /* the folder /lib/modules/RELEASE, on this machine */
} ZanteKernel;
void zante_kernel_free (ZanteKernel *kernel);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZanteKernel, zante_kernel_free)

/* The newest kernel below ROOT (/boot/vmlinuz-RELEASE, as Debian and Fedora install them, or
 * /lib/modules/RELEASE/vmlinuz) whose modules are there too; NULL when there is none. */
ZanteKernel *zante_kernel_newest (const char *root);
/* The kernel whose image is the file PATH ("…/vmlinuz-RELEASE"): its modules are beside it, as in
 * an unpacked package, or in one of ROOTS. ZANTE_ERROR_INPUT. */
ZanteKernel *zante_kernel_given (const char *path, const char *const *roots, GError **error);
