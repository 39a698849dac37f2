/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where the dynamic loader looks for what an ELF file needs, as ld.so(8) says. Whoever asks says
 * how a file is looked up, and which will do: a file of another class or machine is passed over. */
#pragma once

#include "base/elf.h"

/* The directory that LINE of ld.so.conf(5) names, or with INCLUDE set the pattern of further files;
 * NULL: neither. Part of LINE, which is changed. Pure. */
const char *zante_loader_line (char *line, gboolean *include);

/* The directories of the loader's cache in the system whose root is the folder ROOT: those of
 * ROOT/etc/ld.so.conf and the files that it includes, in order, as a process inside names them.
 * Owned by the caller (char*, once each). */
GPtrArray *zante_loader_conf (const char *root);

/* The directories that every search ends with: FIRST (of char*), the caches' in the ROOTS
 * (NULL-terminated), the built-in ones. Likewise. */
GPtrArray *zante_loader_dirs (const GPtrArray *first, const char *const *roots);

/* Whether NAME of the directory DIR will do; DIR "" when NAME is an absolute path. */
typedef gboolean (*ZanteLoaderTry) (const char *dir, const char *name, gpointer user_data);
/* Try the files that ELF, which lies in the directory ORIGIN, may get for NAME of DT_NEEDED, until
 * one will do: NAME alone when it is a path; else of the directories of DT_RUNPATH (or of DT_RPATH
 * where there is none), $ORIGIN being ORIGIN, and then of DIRS (of char*). FALSE: none. */
gboolean zante_loader_search (const ZanteElf *elf, const char *origin, const char *name,
                              const GPtrArray *dirs, ZanteLoaderTry try, gpointer user_data);
/* The end of that search: of DIRS alone. */
gboolean zante_loader_try_dirs (const GPtrArray *dirs, const char *name, ZanteLoaderTry try,
                                gpointer user_data);
