/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SHA-256 (FIPS 180-4), always as 64 lower-case hexadecimal digits. The implementation is behind
 * this header so that it can be swapped. */
#pragma once

#include <glib.h>

#define ZANTE_HASH_HEX 64

typedef struct _ZanteHash ZanteHash;

ZanteHash *zante_hash_new (void);
void zante_hash_free (ZanteHash *hash);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZanteHash, zante_hash_free)

/* Raw bytes. */
void zante_hash_update (ZanteHash *hash, const void *data, gsize size);
/* A string with its length in front, so that ("ab","c") and ("a","bc") differ; NULL is its own
 * value, other than "". */
void zante_hash_update_string (ZanteHash *hash, const char *string);
/* The digest of all updates; owned by the caller. The hash takes no more updates. */
char *zante_hash_finish (ZanteHash *hash);

/* The digest of SIZE bytes; owned by the caller. */
char *zante_hash_bytes (const void *data, gsize size);
/* The digest of an open file from offset 0 to its end (the offset is not moved), or of the regular
 * file PATH (opened O_NOFOLLOW). */
char *zante_hash_fd (int fd, GError **error);
char *zante_hash_file (const char *path, GError **error);
/* Whether STRING is a well-formed digest. */
gboolean zante_hash_is_valid (const char *string);
