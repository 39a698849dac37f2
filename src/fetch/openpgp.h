/* SPDX-License-Identifier: GPL-2.0-or-later */
/* OpenPGP signatures, checked by gpgv(1) against the keys of one keyring file and no others. */
#pragma once

#include <gio/gio.h>

/* Check the detached SIGNATURE (a file) over the file DATA with KEYRING (binary or ASCII-armoured).
 * SIGNER, if not NULL, receives fingerprint and user ID. ZANTE_ERROR_SOURCE when no good signature
 * by a key of the keyring is there, ZANTE_ERROR_INPUT when the keyring cannot be read. */
gboolean zante_openpgp_verify (const char *data, const char *signature, const char *keyring,
                               char **signer, GCancellable *cancellable, GError **error);

/* What gpgv's status lines (GnuPG's doc/DETAILS) say: "FINGERPRINT USER-ID" of the signer, or
 * ZANTE_ERROR_SOURCE. Anything but a plainly good signature is a failure; so is a bad one beside a
 * good one. */
char *zante_openpgp_parse_status (const char *status, gsize size, GError **error);

/* The bytes inside of ASCII armour (RFC 9580, 6.2) that begins with "-----BEGIN PGP KIND-----";
 * several blocks are joined. ZANTE_ERROR_INPUT when there is none. */
GByteArray *zante_openpgp_dearmor (const char *text, gsize size, const char *kind, GError **error);
