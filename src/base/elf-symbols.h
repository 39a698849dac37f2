/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the dynamic loader would bind of an ELF file: the symbols that it wants of others and those
 * that it offers, with their versions. Read through the dynamic section, never through section
 * names; every offset is checked, so that any bytes may be handed in. Sources: System V gABI
 * chapter 5, the Linux Standard Base's "Symbol Versioning", and DT_GNU_HASH as binutils writes it.
 */
#pragma once

#include <glib.h>

typedef struct {
  GPtrArray *wanted;   /* char*: "NAME" or "NAME@VERSION"; weak ones, which may be missing, not */
  GHashTable *offered; /* set of char*: "NAME", and "NAME@VERSION" where there is a version */
  GPtrArray *versions; /* char*: the names of the versions that it defines, in order, without that
                          of the file itself */
  gboolean versioned;  /* it defines versions; one that does not offers each name in any */
} ZanteElfSymbols;

/* The symbols of the SIZE bytes at DATA, of which zante_elf_read made something. A file without a
 * dynamic section has none. ZANTE_ERROR_POLICY when a table lies outside the file, or is larger
 * than any real one. */
ZanteElfSymbols *zante_elf_symbols_read (const void *data, gsize size, GError **error);
void zante_elf_symbols_free (ZanteElfSymbols *symbols);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZanteElfSymbols, zante_elf_symbols_free)

/* Whether SYMBOLS offers what another file WANTED. */
gboolean zante_elf_symbols_offer (const ZanteElfSymbols *symbols, const char *wanted);
