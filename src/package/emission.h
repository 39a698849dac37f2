/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What an emitter says: files with their text, nothing written yet. Private to this stage but for
 * what package.h tells of it. */
#pragma once

#include "package/package.h"

/* An array that owns its ZanteEmitted members. */
GPtrArray *zante_emission_new (void);
/* Add the file PATH with TEXT, which is taken over. */
void zante_emission_add (GPtrArray *emission, const char *path, char *text, gboolean executable);
/* The same with SIZE bytes of any kind. */
void zante_emission_add_bytes (GPtrArray *emission, const char *path, char *data, gsize size,
                               gboolean executable);
/* Borrowed; NULL when there is no such file. */
ZanteEmitted *zante_emission_find (const GPtrArray *emission, const char *path);
/* Sorted by path; two files of one name are ZANTE_ERROR_FAILED. */
gboolean zante_emission_finish (GPtrArray *emission, GError **error);

/* What was emitted the last time: path → digest. Owned by the caller. */
GHashTable *zante_emission_state (const char *state);
/* The digest of the file PATH in FOLDER; NULL when nothing is there. What is no file (a link, that
 * a maintainer put there) has none of ours. Owned by the caller. */
char *zante_emission_digest (const char *folder, const char *path);
