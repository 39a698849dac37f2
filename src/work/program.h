/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The small programs that zante starts: where they lie. */
#pragma once

#include <glib.h>

/* Where our own program NAME lies: beside SIBLING (NULL: the program that runs), or where it is
 * installed. Owned by the caller; ZANTE_ERROR_HOST. */
char *zante_build_program (const char *name, const char *sibling, GError **error);
