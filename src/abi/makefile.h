/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the makefiles of Xen's tools/ say of libraries, as far as it is written there as it is.
 * Pure.
 */
#pragma once

#include <glib.h>

/* What TEXT assigns to NAME last ("=", ":=", "::=", "?=" where it has nothing yet), without a
 * comment; conditions are not evaluated. NULL: nothing. Owned by the caller. */
char *zante_abi_make_value (const char *text, const char *name);

typedef struct {
  char *library; /* "libxlutil" */
  char *major;   /* the variable with its SONAME's version, "XLUMAJOR" */
} ZanteAbiMakeRule;
/* The libraries that TEXT links itself, by a target libNAME.so.$(…MAJOR), in order: an array of
 * ZanteAbiMakeRule. (Those below tools/libs have their rule in libs.mk, which they include.) */
GArray *zante_abi_make_rules (const char *text);
