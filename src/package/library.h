/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What packages have to know of an ELF file: whether the loader links it, what it is called by
 * others, and which versions of its interface it has (Linux Standard Base Core 5.0, 10.7: symbol
 * versioning). */
#pragma once

#include <glib.h>

typedef struct {
  gboolean dynamic; /* has a dynamic section */
  gboolean symbols; /* has a symbol table besides the dynamic one: it was not stripped */
  char *soname;     /* or NULL */
  char **versions;  /* names of the version definitions, in order, without that of the file itself;
                       NULL-terminated, empty when symbols have no versions */
} ZanteLibrary;

/* The facts of the file PATH, or NULL when it is no well-formed ELF file. */
ZanteLibrary *zante_library_read (const char *path);
void zante_library_free (ZanteLibrary *library);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZanteLibrary, zante_library_free)
