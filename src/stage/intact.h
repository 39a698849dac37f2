/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Whether a united folder still is as it was left: a person may have changed something in it. */
#pragma once

#include <glib.h>

/* Whether the folder ROOT has the entries that were saved in the file INDEX (see zante_tree_save),
 * no other ones, and each file looks as it did: inode, mode, size and modification time. Nothing is
 * read but the index. */
gboolean zante_union_is_intact (const char *root, const char *index);
