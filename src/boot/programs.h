/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Upstream's own tests of the tools (tools/tests of xen.git), which its "make install" installs and
 * the component tools builds with the option tests. They need a hypervisor, and each says by its
 * exit status how it ended: 0 well, 77 skipped, anything else not. */
#pragma once

#include "boot/guest.h"

/* Those that are installed below ROOT by LAYOUT, of ZanteGuest* with a program, sorted by name;
 * only those of ONLY (names, NULL: all). ZANTE_ERROR_INPUT when there are none, or not one of
 * these. */
GPtrArray *zante_programs_find (const char *root, const ZanteLayout *layout,
                                const char *const *only, GError **error);
