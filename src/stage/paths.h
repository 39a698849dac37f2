/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where the store keeps things, and scratch folders in it that clean up after a crash: each is
 * locked by the process that uses it, so an unlocked one is a leftover. A lock may not be seen from
 * another machine that has the same store: what was made under another kernel, which its name
 * tells, is left alone for three days. */
#pragma once

#include "base/fs.h"
#include "base/workspace.h"
#include "stage/stage.h"

/* STORE/last/COMPONENT.json; the other paths are public, see stage.h. */
char *zante_store_last_path (const ZanteWorkspace *workspace, const char *component);

/* Move the finished file TEMPORARY to the name of the object DIGEST; what is already there is
 * replaced, for it may be damaged. */
gboolean zante_store_publish (const ZanteWorkspace *workspace, const char *temporary,
                              const char *digest, GError **error);

typedef struct {
  char *path; /* absolute */
  int lock;   /* the folder itself, held with flock(2) */
} ZanteScratch;

/* A new empty folder in STORE/tmp. Leftovers of dead processes are removed first. */
ZanteScratch *zante_scratch_new (const ZanteWorkspace *workspace, GError **error);
/* Removes it with everything in it. */
void zante_scratch_free (ZanteScratch *scratch);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZanteScratch, zante_scratch_free)
/* Remove the leftovers; errors are left for the next time. */
void zante_scratch_sweep (const ZanteWorkspace *workspace);

/* Replace the file PATH in one step without waiting for the disk: for caches whose damage is
 * detected. */
gboolean zante_cache_write (const char *path, const void *data, gsize size, GError **error);
