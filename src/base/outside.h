/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The one way to single files that a user or a project names, wherever they lie: links are
 * followed, for they are the user's own, and what is no regular file is an error at once. Opening a
 * FIFO would wait for somebody to write to it, for ever; a device never ends. */
#pragma once

#include <gio/gio.h>

/* PATH, opened for reading; -1 and ZANTE_ERROR_INPUT naming it. */
int zante_outside_open (const char *path, GError **error);
/* For what another program opens by its name: FALSE and that error when PATH is there and neither
 * file nor folder. */
gboolean zante_outside_check (const char *path, GError **error);
/* All of PATH, owned by the caller, with a NUL byte after SIZE (may be NULL). */
char *zante_outside_read (const char *path, gsize *size, GError **error);
/* PATH mapped into memory. */
GMappedFile *zante_outside_map (const char *path, GError **error);
/* The SHA-256 of PATH as base/hash.h has it. */
char *zante_outside_hash (const char *path, GError **error);
