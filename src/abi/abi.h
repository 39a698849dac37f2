/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What Xen's libraries promise to programs, in one release and in another: their SONAMEs, and the
 * symbols that they offer with their versions. A release is read from git, without a build, or from
 * the ELF files of a tree. A library is stable when upstream says by a version script which symbols
 * stay, or by a SONAME that does not move with Xen's version; the others may change in any release.
 * See ELF gABI chapter 5, the GNU linker's "VERSION Command", and Debian Policy 8.1 and 8.6. */
#pragma once

#include "base/git/run.h"

typedef struct {
  char *name;          /* "libxenstore" */
  char *soname;        /* "libxenstore.so.4"; NULL: a private library, which has none */
  char *version;       /* of the file: "4.2" of libxenstore.so.4.2; NULL: not told */
  char *place;         /* the file that says so */
  gboolean stable;     /* see above */
  GHashTable *symbols; /* set of char*: "NAME" or "NAME@VERSION"; NULL: not known, as of a library
                          without a version script that was not built */
} ZanteAbiLibrary;
void zante_abi_library_free (ZanteAbiLibrary *library);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZanteAbiLibrary, zante_abi_library_free)

/* The libraries of the commit COMMIT (an id) of Xen's repository: an array of ZanteAbiLibrary,
 * which it owns, by their names. ZANTE_ERROR_INPUT for a tree without any, or one whose makefiles
 * only make can read. */
GPtrArray *zante_abi_of_commit (const ZanteGit *git, const char *commit, GError **error);
/* The same of the folder TREE, a dist/ or the unpacked files of packages: of every ELF library
 * "lib*.so*" in it. ZANTE_ERROR_INPUT for a tree without any, or with two that differ. */
GPtrArray *zante_abi_of_tree (const char *tree, GCancellable *cancellable, GError **error);

typedef struct {
  char *symbol;
  char *from, *to; /* versions, "" for none, ", " between several */
} ZanteAbiMove;

/* How a library changed. */
typedef struct {
  const ZanteAbiLibrary *old, *new; /* borrowed; NULL: it is not there */
  gboolean known;                   /* the symbols of both are known */
  /* Of char*, sorted: symbols, with their versions where the library is stable and keeps its
   * SONAME; elsewhere versions say nothing. */
  GPtrArray *added, *removed;
  GPtrArray *late; /* of char*: those of ADDED whose version OLD has already, so that what is linked
                      with NEW starts with OLD, and fails when it calls them */
  GPtrArray *moved; /* of ZanteAbiMove */
  gboolean broken;  /* a stable library that is gone, or has lost or moved symbols and has the same
                       SONAME */
} ZanteAbiChange;

/* The changes from OLD to NEW, of ZanteAbiChange, one of each library, by their names; borrows from
 * both. */
GPtrArray *zante_abi_compare (GPtrArray *old, GPtrArray *new);
/* The name of the library that CHANGE is of. Borrowed. */
const char *zante_abi_change_name (const ZanteAbiChange *change);
/* Whether programs that need the old library's SONAME lose something. */
gboolean zante_abi_change_hurts (const ZanteAbiChange *change);

/* A source package of an archive that has to be built again. */
typedef struct {
  char *source, *version; /* the version of the source: without that of a rebuild */
  GPtrArray *packages;    /* of char*, sorted: its binary packages that depend on … */
  GPtrArray *needs;       /* of char*, sorted: … these */
} ZanteAbiRebuild;

typedef struct {
  GPtrArray *rebuilds; /* of ZanteAbiRebuild, by the names of the sources */
  GPtrArray *packages; /* of char*, sorted: the packages that have what goes away */
  GPtrArray *missing;  /* of char*: SONAMEs of the old release that no package has */
} ZanteAbiRebuilds;
void zante_abi_rebuilds_free (ZanteAbiRebuilds *rebuilds);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZanteAbiRebuilds, zante_abi_rebuilds_free)

/* An archive's index of binary packages, apt's "Packages" (Debian's repository format), plain or
 * compressed: all of PATH, unpacked. */
GByteArray *zante_abi_index_read (const char *path, GError **error);
/* Which of the packages in INDEXES (of GByteArray, read together) have to be built again after
 * CHANGES. A package of a library is known by the name that Debian Policy 8.1 gives it, or by its
 * coming from the same source as those and ending in Xen's version (libxenmisc4.17). */
ZanteAbiRebuilds *zante_abi_rebuilds (GPtrArray *indexes, GPtrArray *changes);
