/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What was installed: pack a stage into the store as a reproducible tar.zst named by its SHA-256,
 * take it out again verified, unite the outputs in dist/, install them, write tarballs. */
#pragma once

#include "base/log.h"
#include "base/workspace.h"
#include "plan/plan.h"
#include <gio/gio.h>

/* The store ---------------------------------------------------------------------------------- */

/* What is known about one key. */
typedef struct {
  char *component;
  char *output;      /* digest of the object */
  guint64 size;      /* of the object, bytes */
  double seconds;    /* how long the build took */
  GPtrArray *inputs; /* of ZanteKeyInput*: what made the key */
  gboolean plain;    /* made without a sandbox: it may hold anything of the machine */
  char *signer;      /* the public key whose signature it came with; NULL: it was built here */
} ZanteRecord;
void zante_record_free (ZanteRecord *record);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZanteRecord, zante_record_free)

/* The record of KEY, or NULL when there is none, it is damaged, or its object is missing. */
ZanteRecord *zante_store_lookup (const ZanteWorkspace *workspace, const char *key);
/* The record of the last build of COMPONENT, or NULL. */
ZanteRecord *zante_store_last (const ZanteWorkspace *workspace, const char *component);
/* Pack the folder STAGE: owner 0:0, times 0, sorted names, no extended attributes. Modes become
 * 0755 or 0644 by the owner's bits, but what the installer closed to group or others stays closed,
 * and set-user-ID bits stay for the policy to see. Returns the digest; the object's bytes in SIZE
 * when not NULL. The same tree always gives the same digest. */
char *zante_store_pack (const ZanteWorkspace *workspace, const char *stage, guint64 *size,
                        GError **error);
/* The cheap path for local sources: the folder STAGE itself becomes the output of COMPONENT and
 * stays where it is (see ZanteStaged.folder). Returns the digest of its content; files that did not
 * change since the last time are not read again. SIZE, if not NULL, receives the bytes in it. */
char *zante_store_adopt (const ZanteWorkspace *workspace, const char *component, const char *stage,
                         guint64 *size, GError **error);
/* Remember RECORD under KEY, and as the last of its component. Atomic and durable. */
gboolean zante_store_remember (const ZanteWorkspace *workspace, const char *key,
                               const ZanteRecord *record, GError **error);
/* Unpack the object OUTPUT into the folder DEST (made if missing). The object is verified before
 * anything is kept: a damaged one is dropped from the store and ZANTE_ERROR_SOURCE is set; DEST is
 * then as it was. */
gboolean zante_store_unpack (const ZanteWorkspace *workspace, const char *output, const char *dest,
                             GError **error);
/* Write an object to FD, which is empty. */
typedef gboolean (*ZanteStoreSource) (int fd, gpointer user_data);
/* Take the object OUTPUT, SIZE bytes, from SOURCE, which is not asked when it is here undamaged.
 * What is another one is not kept: ZANTE_ERROR_SOURCE. Where SOURCE failed, ERROR stays unset. */
gboolean zante_store_receive (const ZanteWorkspace *workspace, const char *output, guint64 size,
                              ZanteStoreSource source, gpointer user_data, GError **error);
/* The same, but nothing of it is kept. */
gboolean zante_store_prove (const ZanteWorkspace *workspace, const char *output, guint64 size,
                            ZanteStoreSource source, gpointer user_data, GError **error);
/* Where they lie: STORE/objects/OUTPUT.tar.zst and STORE/keys/KEY.json. Owned by the caller. */
char *zante_store_object_path (const ZanteWorkspace *workspace, const char *output);
char *zante_store_key_path (const ZanteWorkspace *workspace, const char *key);
/* Say that this project uses KEYS (NULL-terminated, or NULL), for the next to collect in this
 * store. What is remembered is said to be used by itself. */
gboolean zante_store_use (const ZanteWorkspace *workspace, const char *const *keys, GError **error);
/* Remove every object and key that neither LIVE_KEYS (NULL-terminated) nor what other projects use
 * of the same store lead to, and what broken runs left behind; bytes freed in FREED when not NULL.
 * OTHERS receives the paths of these projects (char*). While there are any, what is younger than a
 * day stays too. Those that built nothing since FORGET (seconds since the epoch, 0: ever) do not
 * count any more. Where it cannot be understood what another one uses, nothing is removed:
 * ZANTE_ERROR_INPUT. */
gboolean zante_store_gc (const ZanteWorkspace *workspace, const char *const *live_keys,
                         gint64 forget, guint64 *freed, GPtrArray *others, GError **error);

/* The union ---------------------------------------------------------------------------------- */

typedef struct {
  const char *component;
  const char *output; /* digest, from zante_store_pack or zante_store_adopt */
  const char *folder; /* the adopted stage, or NULL: an object of the store */
} ZanteStaged;

/* Make dist/ the union of STAGED. Nothing to do, because it is that already and nobody changed
 * anything in it: one walk over its names, CHANGED (if not NULL) is FALSE. Otherwise a new tree is
 * made beside it, unchanged files as links to the old ones, and the two are exchanged, so that
 * dist/ is whole at every moment; only where an adopted stage has the same files with other
 * contents, these are replaced in place, one by one. The same path (not a folder) from two
 * components is ZANTE_ERROR_POLICY naming both. DAMAGED, if not NULL, receives the component (owned
 * by the caller) whose object was damaged or missing: build that one again. */
gboolean zante_stage_dist (const ZanteWorkspace *workspace, const ZanteStaged *staged, gsize n,
                           gboolean *changed, char **damaged, ZanteLog *log, GError **error);
/* What tells that dist/ is as it was left, of char*: the record of what it is made of, which is
 * replaced with it, itself, its folders and files. */
GPtrArray *zante_stage_dist_paths (const ZanteWorkspace *workspace, GError **error);
/* A place where dist/ is not what it was made of. */
typedef struct {
  char *path; /* relative to dist/ */
  char *what; /* "is not the file of the output of 'tools'", ... */
} ZanteStageDifference;
void zante_stage_difference_free (ZanteStageDifference *difference);

/* Where dist/ differs from the outputs that it was made of: files with another content or mode,
 * links that lead elsewhere, what is missing and what is there besides. Every file is read. An
 * array of ZanteStageDifference*, sorted by path; ZANTE_ERROR_INPUT when nothing tells what it was
 * made of. */
GPtrArray *zante_stage_dist_differences (const ZanteWorkspace *workspace, GError **error);
/* What zante_stage_dist does, for any folder DEST of the workspace, such as the dependencies of a
 * component. Its record lies beside it as DEST.json and DEST.index. */
gboolean zante_stage_unite (const ZanteWorkspace *workspace, const ZanteStaged *staged, gsize n,
                            const char *dest, char **damaged, ZanteLog *log, GError **error);
/* Copy dist/ to DESTDIR (made if missing): modes kept, owner root when we are root, each file
 * replaced in one step. Nothing is written outside of DESTDIR, whatever links it holds. */
gboolean zante_stage_install (const ZanteWorkspace *workspace, const char *destdir,
                              GCancellable *cancellable, GError **error);

/* Tarballs ----------------------------------------------------------------------------------- */

typedef enum { ZANTE_TAR_ZSTD, ZANTE_TAR_XZ, ZANTE_TAR_GZIP } ZanteTarFormat;

typedef struct {
  const ZanteWorkspace *workspace;
  const ZanteRecipe *recipe;
  const ZanteStaged *staged;
  gsize n_staged;
  const char *directory; /* where to write; made if missing */
  ZanteTarFormat format;
  guint64 epoch; /* SOURCE_DATE_EPOCH, seconds: every time stamp */
  ZanteLog *log;
  GCancellable *cancellable;
} ZanteTarballInput;

/* One tarball per component (NAME-VERSION.tar.zst), one of the whole (zante-STACK-VERSION.tar.zst),
 * manifest.json, SHA256SUMS; written beside, then renamed. The same inputs give the same bytes.
 * DAMAGED as for zante_stage_dist. */
gboolean zante_stage_tarballs (const ZanteTarballInput *input, char **damaged, GError **error);
