/* SPDX-License-Identifier: GPL-2.0-or-later */
/* OpenPGP's ASCII armour (RFC 9580, section 6). Pure. */
#pragma once

#include <glib.h>

/* The SIZE bytes at DATA, OpenPGP packets or armoured already, as an armoured block of KIND
 * ("SIGNATURE", "PUBLIC KEY BLOCK"), without what stands before it. Owned by the caller; NULL for
 * neither, such as a keybox. */
char *zante_armour (const char *kind, const char *data, gsize size);
