/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The record of a key in a shared store: text of at most 4 KiB, lines of a name, a blank and a
 * value, in this order, each once but for the last:
 *
 *   zante-record 1
 *   key SHA-256
 *   component NAME
 *   object SHA-256
 *   size BYTES
 *   sandbox bwrap|plain
 *   milliseconds NUMBER
 *   signature NAME BASE64
 *
 * A signature (Ed25519) is over all that stands before the first of them. So a key, an object or a
 * sandbox cannot be exchanged, and a record signed for one key says nothing of another. */
#pragma once

#include "share/keys.h"

#define ZANTE_SHARE_RECORD_MAX 4096 /* bytes */

typedef struct {
  char *key, *component, *object;
  guint64 size; /* of the object, bytes */
  guint64 milliseconds;
  gboolean plain;
  gsize body;            /* bytes that are signed */
  GPtrArray *signatures; /* of private things, at most 8 */
} ZanteShareRecord;
void zante_share_record_free (ZanteShareRecord *record);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZanteShareRecord, zante_share_record_free)

/* The record in SIZE bytes of DATA. ZANTE_ERROR_SOURCE "line 3 is no ...". */
ZanteShareRecord *zante_share_record_parse (const char *data, gsize size, GError **error);
/* Its text without signatures; owned by the caller. */
char *zante_share_record_body (const ZanteShareRecord *record);
/* The text with the signature of SECRET alone; owned by the caller. */
char *zante_share_record_sign (const ZanteShareRecord *record, const ZanteShareSecret *secret);
/* The first of TRUSTED (ZanteShareKey*) that signed the record, which was read from
 * DATA; borrowed. NULL: none did. */
const ZanteShareKey *zante_share_record_signer (const ZanteShareRecord *record, const char *data,
                                                GPtrArray *trusted);
