/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A store that machines share: outputs as the local store has them, in a folder or behind HTTP, for
 * whoever trusts the keys that signed their records. Two kinds of files, written once:
 *
 *   objects/DIGEST.tar.zst   what was installed; it proves itself by its name, its SHA-256
 *   records/KEY              which object is the output of a key, signed (record.h)
 *   records/KEY.plain        the same of a build without a sandbox, which only such builds take
 *
 * Nothing that is not proved is taken. Whatever goes wrong with the other side is a warning, once,
 * and no error: what cannot be had from there is built here. */
#pragma once

#include <gio/gio.h>

#include "base/log.h"
#include "base/workspace.h"
#include "stage/stage.h"

/* Keys --------------------------------------------------------------------------------------- */

/* Ed25519 (RFC 8032), written as nix-store(1) does: a public key is NAME:BASE64 of its 32 bytes, a
 * secret one NAME:BASE64 of the 32 bytes of the seed and the 32 of the public key. */

/* Make the secret key NAME in the file PATH, which only its owner can read; ZANTE_ERROR_INPUT when
 * there is a file already, which stays. */
gboolean zante_share_key_make (const char *path, const char *name, GError **error);
/* The public key that belongs to the one in the file PATH; owned by the caller. ZANTE_ERROR_INPUT
 * when there is none, or others can read it. */
char *zante_share_key_public (const char *path, GError **error);
/* Where the secret key is: $ZANTE_STORE_KEY, else zante/store.key in the user's configuration
 * folder. Owned by the caller; it need not be there. */
char *zante_share_key_path (void);

/* The shared store --------------------------------------------------------------------------- */

typedef struct _ZanteShare ZanteShare;

typedef struct {
  const char *url;         /* https:, http: or file: */
  const char *const *keys; /* public ones that are trusted, or NULL; one's own is trusted too */
  const char *key_file;    /* of the secret key, which need not be there; or NULL */
  gboolean push;           /* what is built is going to be pushed: the secret key must be there */
  gboolean takes_plain;    /* what was made without a sandbox is taken too */
  gboolean offline;        /* use no network: a store behind HTTP is not asked */
  gboolean afresh;         /* ask again for what was not there a while ago */
  const ZanteWorkspace *workspace;
  ZanteLog *log;
  GCancellable *cancellable;
} ZanteShareInput;

/* Nobody is asked yet. Borrows workspace, log and cancellable from INPUT. ZANTE_ERROR_INPUT for a
 * URL or a key that is none, and where there is no key at all to trust or to sign with. */
ZanteShare *zante_share_new (const ZanteShareInput *input, GError **error);
void zante_share_free (ZanteShare *share);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZanteShare, zante_share_free)

/* Whether it is still asked: not after a failure that waiting would only repeat. */
gboolean zante_share_is_on (ZanteShare *share);
/* How often it failed: no answer, one that was not taken, something that it did not take. */
guint zante_share_failures (ZanteShare *share);

/* Everything about one component; the digest of its output comes back. */
typedef struct {
  const char *component;
  const char *key;
  GPtrArray *inputs; /* of ZanteKeyInput*: for the local record */
  char *output;      /* set when the local store has it now; owned by the caller */
} ZanteShareWant;

/* Take what is there of WANTS into the local store, several at a time. */
void zante_share_pull (ZanteShare *share, ZanteShareWant *wants, gsize n);

typedef enum {
  ZANTE_SHARE_PUSHED,
  ZANTE_SHARE_THERE,   /* somebody pushed that key before */
  ZANTE_SHARE_FOREIGN, /* it was not built here, so it is not ours to sign */
  ZANTE_SHARE_FAILED,
} ZanteSharePush;

/* Sign and push the record and the object of KEY, which the local store has. */
ZanteSharePush zante_share_push (ZanteShare *share, const char *key);
/* Whether KEY is known to have been pushed from here. Nobody is asked. */
gboolean zante_share_was_pushed (ZanteShare *share, const char *key);

typedef enum {
  ZANTE_SHARE_MISSING,
  ZANTE_SHARE_GOOD,
  ZANTE_SHARE_BAD, /* and why */
} ZanteShareState;

/* What the store says of KEY, the key of COMPONENT. */
typedef struct {
  ZanteShareState state;
  char *why;    /* of a bad one */
  char *signer; /* name of the key, of a good one */
  guint64 size; /* bytes of the object */
  gboolean plain;
} ZanteShareEntry;
void zante_share_entry_clear (ZanteShareEntry *entry);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ZanteShareEntry, zante_share_entry_clear)

/* Read the record of KEY, and, when WHOLE, its object, without keeping any of it. FALSE when the
 * store is not asked any more. */
gboolean zante_share_look (ZanteShare *share, const char *component, const char *key,
                           gboolean whole, ZanteShareEntry *entry);
