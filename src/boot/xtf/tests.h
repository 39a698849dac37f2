/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The tests of the Xen Test Framework that are installed in a tree, as guests. */
#pragma once

#include "boot/guest.h"

/* Those below $libexecdir/xen-X.Y/xtf of ROOT, laid out as RECIPE says: every environment and
 * variation that a test's info.json names, as "test-ENVIRONMENT-TEST[~VARIATION]", sorted. XSA (of
 * numbers; NULL: all tests) and ONLY (of names; NULL: all) choose; a choice that finds nothing is
 * an error, as is a tree without tests: ZANTE_ERROR_INPUT. */
GPtrArray *zante_xtf_load (const char *root, const ZanteRecipe *recipe, const char *const *xsa,
                           const char *const *only, GError **error);
