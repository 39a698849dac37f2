/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Names of libraries, and lists of them. */
#pragma once

#include "abi/abi.h"

GPtrArray *zante_abi_libraries_new (void);

/* The part of NAME, a file or SONAME, before ".so"; NULL when it has none. Owned by the caller. */
char *zante_abi_library_name (const char *name);
/* The part behind ".so." ("" for none). Borrowed. */
const char *zante_abi_library_version (const char *name);
/* Whether VERSION, of a SONAME, is one of Xen's own, X.Y from 4.0 on: stable libraries count from 1
 * in whole numbers, but for libxenstore, which was at 3.0 until Xen 4.16. */
gboolean zante_abi_is_xen_version (const char *version);
