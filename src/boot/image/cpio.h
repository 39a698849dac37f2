/* SPDX-License-Identifier: GPL-2.0-or-later */
/* An image as the kernel takes it: a cpio archive in the "newc" form. See
 * Documentation/driver-api/early-userspace/buffer-format.rst of Linux: several such archives may
 * follow one another in one initramfs, later files replacing earlier ones. It is not compressed:
 * handing it over costs nothing, decompressing it under emulation does. */
#pragma once

#include "boot/image/image.h"

/* Write IMAGE to PATH (atomically): owner 0:0, times 0, sorted, so that the same files always give
 * the same bytes. DIGESTS, if not NULL, receives the SHA-256 (char*) of each FILE by its path
 * (char*); its strings are owned by the table. */
gboolean zante_cpio_write (const ZanteImage *image, const char *path, GHashTable *digests,
                           GCancellable *cancellable, GError **error);
