/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Xen's Config.mk names the revisions of firmware, mini-os and QEMU that a release was tested with;
 * a stack pins its own. */
#pragma once

#include "raise/context.h"

/* Compare the two, for what has a source in the stack, and tell in TEXT, owned by the caller, how
 * they differ. FALSE where a pin is older than Config.mk's, or cannot be compared with it. Xen's
 * source must have been fetched, or there is nothing to compare. */
gboolean zante_pins_compare (ZanteRaise *raise, char **text);

/* The value of NAME in CONFIG, the text of a Config.mk: of the last "NAME ?= VALUE" whose value is
 * no reference to another variable. NULL: there is none. Owned by the caller. */
char *zante_pins_config (const char *config, const char *name);
