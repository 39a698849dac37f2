/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The facts of one ELF file that the rules ask about, read from its bytes as the dynamic loader
 * would: through the program headers, never through section names. Every offset is checked against
 * the size of the file, so that any bytes may be handed in. Sources: System V gABI chapters 4 and
 * 5, elf(5), and glibc's elf.h for DF_1_PIE. */
#pragma once

#include <glib.h>

typedef struct {
  guint bits; /* 32 or 64 */
  gboolean big_endian;
  guint machine;     /* e_machine: EM_X86_64, … */
  guint type;        /* e_type: ET_REL, ET_EXEC, ET_DYN, … */
  gboolean dynamic;  /* has a dynamic section */
  gboolean symtab;   /* has a symbol table besides the dynamic one: it was not stripped */
  gboolean pie;      /* DF_1_PIE: a program, even without an interpreter (static-pie) */
  gboolean detached; /* debug data split from its file: code and dynamic section are not here */
  char **needed;     /* DT_NEEDED in order, NULL-terminated, never NULL */
  char *soname;      /* DT_SONAME, NULL when there is none ("" is possible) */
  char *rpath;       /* DT_RPATH, or NULL */
  char *runpath;     /* DT_RUNPATH, or NULL */
  char *interp;      /* PT_INTERP, or NULL */
  char *build_id;    /* lower-case hexadecimal, or NULL */
} ZanteElf;

/* Whether DATA begins as an ELF file does (e_ident's magic number). */
gboolean zante_elf_is_magic (const void *data, gsize size);

/* The facts of the SIZE bytes at DATA, which are only read. What is wrong with a file that is not
 * well-formed: ZANTE_ERROR_POLICY. */
ZanteElf *zante_elf_read (const void *data, gsize size, GError **error);
void zante_elf_free (ZanteElf *elf);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZanteElf, zante_elf_free)

/* Whether the file is a library or plugin, not a program, an object or debug data. */
gboolean zante_elf_is_shared_object (const ZanteElf *elf);
/* Whether it runs with nothing else loaded: no interpreter and nothing needed. */
gboolean zante_elf_is_static (const ZanteElf *elf);
/* The directories of LIST, a DT_RUNPATH or DT_RPATH (or NULL), as absolute paths (char*), $ORIGIN
 * being the folder ORIGIN: ld.so(8). An entry that is empty or relative depends on the working
 * directory and is left out. */
GPtrArray *zante_elf_run_dirs (const char *list, const char *origin);
/* Whether a loader that loads A may load B beside it: same class, byte order and machine. */
gboolean zante_elf_is_compatible (const ZanteElf *a, const ZanteElf *b);
