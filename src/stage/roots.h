/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which keys of a store a project uses: STORE/roots/IDENTITY, a line that names the project and one
 * for each key. So a store may be shared by several projects, on one machine or several, and what
 * one of them does not use stays for the others. */
#pragma once

#include "stage/stage.h"

/* Our project uses KEYS (NULL-terminated) too; called with the project's lock held. */
gboolean zante_roots_add (const ZanteWorkspace *workspace, const char *const *keys, GError **error);
/* Our project uses KEY too. Safe to use from several threads, once there is a root. */
gboolean zante_roots_add_one (const ZanteWorkspace *workspace, const char *key, GError **error);
/* Our project uses these alone. */
gboolean zante_roots_renew (const ZanteWorkspace *workspace, const char *const *keys,
                            GError **error);
/* Add what other projects use to KEYS (a set that owns its strings), and the paths of these
 * projects to PROJECTS (char*). Those that said nothing since FORGET (seconds since the epoch; 0:
 * none) are removed first. ZANTE_ERROR_INPUT when one cannot be understood. */
gboolean zante_roots_read (const ZanteWorkspace *workspace, gint64 forget, GHashTable *keys,
                           GPtrArray *projects, GError **error);
