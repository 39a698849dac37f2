/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Version scripts of the GNU linker: which symbols a library offers, in which version (ld's manual,
 * "VERSION Command"; its grammar is binutils' ld/ldgram.y). Pure. */
#pragma once

#include <glib.h>

/* The symbols that the SIZE bytes of DATA make global, as a set of "NAME@VERSION", "NAME" in the
 * anonymous version; a pattern is a name here. *ALL (may be NULL): there is a global "*", so that
 * these are not all. LABEL names the data in messages. ZANTE_ERROR_INPUT. */
GHashTable *zante_abi_map_parse (const char *data, gsize size, const char *label, gboolean *all,
                                 GError **error);
