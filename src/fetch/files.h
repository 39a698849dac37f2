/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Locked files: lists of name, size and digest, and where their verified copies lie
 * (DOWNLOADS/DIGEST/NAME). */
#pragma once

#include "base/workspace.h"
#include "recipe/recipe.h"
#include <gio/gio.h>

/* An array that owns its ZanteLockFile members, and one member. */
GPtrArray *zante_lock_files_new (void);
GPtrArray *zante_lock_files_copy (GPtrArray *files);
ZanteLockFile *zante_lock_file_new (const char *path, guint64 size, const char *sha256);
void zante_lock_file_free (ZanteLockFile *file);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZanteLockFile, zante_lock_file_free)

/* Whether NAME can be used as a file name as it stands: not empty, no '/', no leading '.' or '-',
 * no blanks or control characters. */
gboolean zante_lock_file_name_is_safe (const char *name);
/* The last element of FILE's path, or NULL when it is not safe. Borrowed. */
const char *zante_lock_file_name (const ZanteLockFile *file);

/* Where the verified copy of FILE lies, whether or not it is there yet; owned by the caller. A lock
 * with an unsafe name or a malformed digest is ZANTE_ERROR_INPUT. */
char *zante_lock_file_place (const ZanteWorkspace *workspace, const ZanteLockFile *file,
                             GError **error);
/* Whether the copy is there with the right size (its digest was checked before it got its name). */
gboolean zante_lock_file_is_present (const ZanteWorkspace *workspace, const ZanteLockFile *file);
/* The copy's path after its digest was computed again; a damaged copy is removed.
 * ZANTE_ERROR_SOURCE naming `zante fetch`. */
char *zante_lock_file_verified (const ZanteWorkspace *workspace, const ZanteLockFile *file,
                                GError **error);
/* Unpack the verified copy of FILE, an archive, into the folder DEST; STRIP leading path elements
 * are dropped. A damaged copy is removed as above. */
gboolean zante_lock_file_extract (const ZanteWorkspace *workspace, const ZanteLockFile *file,
                                  guint strip, const char *dest, GCancellable *cancellable,
                                  GError **error);
