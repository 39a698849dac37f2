/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The libraries and loaders that the ELF files of an image need, found as ld.so(8) would find them
 * in the distribution (base/loader/loader.h) and added to the image, until nothing is missing that
 * can be had. */
#pragma once

#include "boot/image/distribution.h"
#include "boot/image/image.h"

/* Whether this machine's loader, which is dom0's too, looks in the directory DIR by itself. */
gboolean zante_closure_is_default (const char *dir);
/* Add to IMAGE what its ELF files need, from DISTRIBUTION. LIBDIR is where the tested libraries
 * are, which dom0's loader is told of when it is no default. Xen's own libraries that a tested file
 * needs are never taken from elsewhere: they are under test too. EXTRA names libraries that are
 * loaded by name only ("libgcc_s.so.1"). dom0 has no cache of its loader: what only ld.so.conf(5)
 * of the distribution tells is linked where the loader looks by itself. Returns what was found
 * nowhere, as "PATH needs NAME" (char*, sorted). */
GPtrArray *zante_closure_complete (ZanteImage *image, const ZanteDistribution *distribution,
                                   const char *libdir, const char *const *extra);
