/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Keys, signatures and their text. */
#pragma once

#include <gio/gio.h>
#include <nettle/eddsa.h>

typedef struct {
  char *name;
  guint8 bytes[ED25519_KEY_SIZE];
} ZanteShareKey;
void zante_share_key_free (ZanteShareKey *key);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZanteShareKey, zante_share_key_free)

typedef struct {
  char *name;
  guint8 seed[ED25519_KEY_SIZE], open[ED25519_KEY_SIZE];
} ZanteShareSecret;
void zante_share_secret_free (ZanteShareSecret *secret);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZanteShareSecret, zante_share_secret_free)

/* The exact SIZE bytes that TEXT is the base 64 (RFC 4648, section 4) of, into BYTES; FALSE for any
 * other text. */
gboolean zante_share_decode (const char *text, guint8 *bytes, gsize size);

/* The public key TEXT. ZANTE_ERROR_INPUT quoting it. */
ZanteShareKey *zante_share_key_parse (const char *text, GError **error);
/* The secret key in the file PATH; NULL without an ERROR when there is no such file. */
ZanteShareSecret *zante_share_secret_load (const char *path, GError **error);
/* The public key that belongs to it. */
ZanteShareKey *zante_share_secret_key (const ZanteShareSecret *secret);

/* KEY as it is printed; owned by the caller. */
char *zante_share_key_text (const ZanteShareKey *key);

/* Sign SIZE bytes of DATA; owned by the caller: base 64. */
char *zante_share_sign (const ZanteShareSecret *secret, const char *data, gsize size);
/* Whether SIGNATURE (ED25519_SIGNATURE_SIZE bytes) is KEY's over the SIZE bytes of DATA. */
gboolean zante_share_signed (const ZanteShareKey *key, const char *data, gsize size,
                             const guint8 *signature);
