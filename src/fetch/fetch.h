/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Sources: pin them (lock), download and verify what is pinned, and lay out a source tree. Four
 * kinds behind one table: debian, git, archive, local. Nothing unverified is ever unpacked. */
#pragma once

#include "base/log.h"
#include "base/workspace.h"
#include "recipe/recipe.h"
#include <gio/gio.h>

typedef struct {
  const ZanteWorkspace *workspace;
  const ZanteRecipe *recipe;
  const char *const *names; /* source names; NULL: those of every component that is built */
  gboolean offline;         /* touch no network: a missing file is ZANTE_ERROR_SOURCE */
  const char *bundle;       /* folder or tar of `zante bundle` to take files from, or NULL */
  guint parallel;           /* downloads at a time, 0: 4 */
  ZanteLog *log;
  GCancellable *cancellable;
} ZanteFetchInput;

/* Download (in parallel, resuming, mirrors in order) and verify every source against the lock. */
gboolean zante_fetch_run (const ZanteFetchInput *input, GError **error);

typedef enum {
  ZANTE_LOCK_KEEP,   /* what is pinned stays */
  ZANTE_LOCK_FOLLOW, /* only what the Debian archive does not offer any more is looked up anew */
  ZANTE_LOCK_UPDATE, /* everything is */
} ZanteLockMode;

/* Find out what the named sources are now and return a new lock; of recipe->lock the entries that
 * still hold are kept as MODE says, and a pin that moves is told. Verified along the source's own
 * chain (apt, gpgv, TLS). Debian's source package `xen` without a `version` stays within the
 * recipe's xen-version: another one is ZANTE_ERROR_SOURCE. */
ZanteLock *zante_fetch_lock (const ZanteFetchInput *input, ZanteLockMode mode, GError **error);

/* Lay out the tree of SOURCE, patches applied exactly, in the new folder DEST (made; removed again
 * on failure). Of a local source it is a copy that is not followed up. */
gboolean zante_fetch_unpack (const ZanteFetchInput *input, const ZanteSource *source,
                             const char *dest, GError **error);
/* The downloaded files that the lock pins for SOURCE, each verified again: paths (char*), of which
 * the last element is the file's own name. Empty for a source that is no file. */
GPtrArray *zante_fetch_files (const ZanteFetchInput *input, const ZanteSource *source,
                              GError **error);
/* The file PATH of SOURCE's tree as it is pinned, without any patch, of at most 1 MiB; read without
 * laying out the rest. Owned by the caller, NUL-terminated. ZANTE_ERROR_SOURCE when it is not
 * there, or the source is not here. */
char *zante_fetch_read (const ZanteFetchInput *input, const ZanteSource *source, const char *path,
                        GError **error);
/* Apply PATCHES (absolute file names) with -p1 and no fuzz to the tree DEST. */
gboolean zante_fetch_patch (const char *dest, const char *const *patches, GCancellable *cancellable,
                            GError **error);
/* The first file that the patch of SIZE bytes makes and leaves empty, or NULL; owned by the caller.
 * Not every format can carry such a patch. */
char *zante_fetch_patch_empty (const char *data, gsize size);

/* The files that the patch changes, without their first element: an array of char*. NULL when it is
 * no good patch. */
GPtrArray *zante_fetch_patch_paths (const char *data, gsize size);

/* A developer's tree, as it was when it was last copied. */
typedef struct {
  struct _ZanteLocalManifest *manifest; /* private */
  char *commit;  /* what git has checked out there, "-dirty" behind it when files that it tracks are
                    others; NULL: git knows none */
  gint64 date;   /* when that was committed, seconds since the epoch; 0: none */
  gint64 born;   /* what tells this copy from those that were thrown away */
  gboolean anew; /* it was begun anew: nothing in it is built */
  guint changed; /* files that were written or removed this time */
  guint files;   /* all that there are */
} ZanteLocalTree;
void zante_local_tree_free (ZanteLocalTree *tree);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZanteLocalTree, zante_local_tree_free)

/* Make the folder DEST the same as the tree of the local SOURCE, which is only read. What a build
 * generated in DEST stays, unless the tree has it now; a file that changed gets the present time,
 * whatever its own. Of a git tree those files count that git tracks or would track, else all. When
 * most of the tree changed, or nothing is known about DEST (DEST.manifest), it is begun anew. */
ZanteLocalTree *zante_fetch_sync (const ZanteFetchInput *input, const ZanteSource *source,
                                  const char *dest, GError **error);
/* The digest of the names and contents of the files that match one of PATTERNS (fnmatch(3); '*'
 * matches '/' too). Owned by the caller. */
char *zante_local_tree_digest (const ZanteLocalTree *tree, const char *const *patterns);
/* As zante_fetch_sync tells it, for a tree that is not copied: NULL when git knows no commit. */
char *zante_fetch_head (const ZanteSource *source, gint64 *date);

/* What identifies the content of SOURCE in a key: the locked commit or digests and the digests of
 * its patches; ZANTE_ERROR_INPUT when the lock lacks it. "local:PATH" for local sources. Cheap. */
char *zante_fetch_identity (const ZanteRecipe *recipe, const ZanteSource *source, GError **error);

/* Write everything that the sources need to the tar file PATH, for --from-bundle elsewhere. */
gboolean zante_fetch_bundle (const ZanteFetchInput *input, const char *path, GError **error);

/* The same unpacking as plain shell (curl, sha256sum, tar, git, patch) into "$work/NAME/src". Owned
 * by the caller. */
char *zante_fetch_shell (const ZanteFetchInput *input, const ZanteSource *source, const char *dest,
                         GError **error);

typedef struct {
  char *source;     /* the package's name; NULL: it has none */
  char *version;    /* likewise */
  GPtrArray *files; /* of ZanteLockFile*, with plain names */
} ZanteDsc;
void zante_dsc_free (ZanteDsc *dsc);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZanteDsc, zante_dsc_free)
/* Read the Debian source package PATH (a .dsc) and check the files that it lists, which lie beside
 * it, by size and SHA-256. ZANTE_ERROR_SOURCE. */
ZanteDsc *zante_fetch_dsc (const char *path, GError **error);

/* The paragraphs of DATA, "Field: value" lines as deb822(5) has them: an array of GHashTable, field
 * name in lower case → value. LABEL names the data in messages. ZANTE_ERROR_SOURCE. */
GPtrArray *zante_fetch_paragraphs (const char *data, gsize size, const char *label, GError **error);

/* The binary packages NAMES and what they depend on that is not installed here, downloaded and
 * verified by the machine's own apt (apt-get(8)), without touching the system. Paths of files
 * (char*), which stay until the next call. ZANTE_ERROR_HOST with apt's own words. */
GPtrArray *zante_fetch_packages (const ZanteFetchInput *input, const char *const *names,
                                 GError **error);
