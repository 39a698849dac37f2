/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Whom a build runs as where root starts it: a user of the machine that nobody else is, the same
 * for a component each time, so that a tree which stays is its own already. Who is no root stays
 * who he is: id 0 stands for that. */
#pragma once

#include <gio/gio.h>

/* The id, of users and groups, for the builds of NAME. */
guint zante_owner_id (const char *name);
/* The same by MAP, the text of a uid_map as in user_namespaces(7); 0 when it has no place for it:
 * we are root of a user namespace without other users, and no more than its owner outside. */
guint zante_owner_id_in (const char *name, const char *map);

/* Let PATH alone, or with all below it, belong to ID; what does already is not touched, no link is
 * followed. ID 0: nothing. */
gboolean zante_owner_give (const char *path, guint id, GError **error);
gboolean zante_owner_give_tree (const char *path, guint id, GCancellable *cancellable,
                                GError **error);
