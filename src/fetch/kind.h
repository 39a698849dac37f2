/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The kinds of sources: one table of functions each, at the end of its file, gathered in fetch.c.
 */
#pragma once

#include "fetch/context.h"

typedef struct {
  const char *name;
  /* Fill ENTRY (owned by a lock, empty) with what SOURCE is now. Downloads what it must look into.
   * NULL: the kind is not locked. */
  gboolean (*resolve) (ZanteFetchContext *context, const ZanteSource *source, ZanteLockEntry *entry,
                       GError **error);
  /* Whether what ENTRY pins is still offered where SOURCE is from; ERROR is set only where it could
   * not be found out. NULL: what is pinned stays. */
  gboolean (*is_offered) (ZanteFetchContext *context, const ZanteSource *source,
                          const ZanteLockEntry *entry, GError **error);
  /* The locked files as a new array of ZanteLockFile*. NULL: the kind has none. */
  GPtrArray *(*files) (const ZanteLockEntry *entry);
  /* Say from where FILE can be had. Goes with `files`. */
  gboolean (*locate) (ZanteFetchContext *context, const ZanteSource *source,
                      const ZanteLockEntry *entry, const ZanteLockFile *file,
                      ZanteDownload *download, GError **error);
  /* After the files are there: what is left to fetch or to verify. May be NULL. */
  gboolean (*settle) (ZanteFetchContext *context, const ZanteSource *source,
                      const ZanteLockEntry *entry, GError **error);
  /* Lay out the tree in the new folder DEST; leftovers of a failure are removed by the caller. */
  gboolean (*unpack) (const ZanteFetchInput *input, const ZanteSource *source,
                      const ZanteLockEntry *entry, const char *dest, GError **error);
  /* The file PATH of that tree: see zante_fetch_read. */
  char *(*read) (const ZanteFetchInput *input, const ZanteSource *source,
                 const ZanteLockEntry *entry, const char *path, GError **error);
  /* What determines the tree, patches apart. */
  char *(*identity) (const ZanteSource *source, const ZanteLockEntry *entry);
  /* Write what no file covers into the bundle's FOLDER. May be NULL. */
  gboolean (*bundle) (ZanteFetchContext *context, const ZanteSource *source,
                      const ZanteLockEntry *entry, const char *folder, GError **error);
  /* The commands that fetch and unpack into "$src", which does not exist yet. */
  gboolean (*shell) (const ZanteFetchInput *input, const ZanteSource *source,
                     const ZanteLockEntry *entry, GString *script, GError **error);
} ZanteFetchKind;

extern const ZanteFetchKind zante_fetch_debian;
extern const ZanteFetchKind zante_fetch_git;
extern const ZanteFetchKind zante_fetch_archive;
extern const ZanteFetchKind zante_fetch_local;

/* The table of SOURCE. */
const ZanteFetchKind *zante_fetch_kind (const ZanteSource *source);
/* The sources that INPUT names, sorted by name; an array of borrowed ZanteSource*. */
GPtrArray *zante_fetch_select (const ZanteFetchInput *input, GError **error);
/* The lock's entry for SOURCE, checked against it; ZANTE_ERROR_INPUT naming `zante lock`. For a
 * kind that is not locked ENTRY becomes NULL. */
gboolean zante_fetch_entry (const ZanteRecipe *recipe, const ZanteSource *source,
                            const ZanteLockEntry **entry, GError **error);
/* Say in ERROR (or NULL) that it is about SOURCE, if it does not say so yet. */
void zante_fetch_prefix (GError **error, const ZanteSource *source);
