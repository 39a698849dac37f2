/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Patches as bytes in memory: who reads them knows whether their files are to be trusted. */
#pragma once

#include <gio/gio.h>

/* Everything is owned. */
typedef struct {
  char *name; /* for messages */
  char *data;
  gsize size; /* bytes */
} ZantePatch;
void zante_patch_free (ZantePatch *patch);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZantePatch, zante_patch_free)

/* Apply PATCHES (ZantePatch*) in order to the tree DEST, exactly; ZANTE_ERROR_SOURCE naming the
 * patch that does not apply. */
gboolean zante_patch_all (const char *dest, GPtrArray *patches, GCancellable *cancellable,
                          GError **error);

/* Whether each of FILES, patches that the project names, can be read and is one that changes
 * something, and what zante_patch_scan wants; ZANTE_ERROR_SOURCE, or ZANTE_ERROR_INPUT when it
 * cannot be read, naming the first that is not. */
gboolean zante_patch_check (const char *const *files, GError **error);
