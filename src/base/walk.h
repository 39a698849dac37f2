/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where a path leads inside a tree that is not the running system's root: links are followed one by
 * one as path_resolution(7) says, absolute ones from the tree's root, and ".." of the root is the
 * root. Only paths are handled here: what lies at one is told by whoever knows the tree. (To open
 * what somebody else wrote there is base/beneath.h.) */
#pragma once

#include <glib.h>

/* What lies at PATH, which is absolute and below no link: NULL nothing, "" no link, else the target
 * of one. Borrowed until the next call. */
typedef const char *(*ZanteWalkLink) (const char *path, gpointer user_data);

typedef struct {
  ZanteWalkLink link;
  gpointer user_data;
  gboolean outside; /* set: a ".." above the root was met */
  gboolean loop;    /* set: too many links, so that nothing was found */
} ZanteWalk;

/* Where PATH, absolute or seen from the folder FROM, leads, owned by the caller; NULL: to nothing.
 */
char *zante_walk (ZanteWalk *walk, const char *from, const char *path);
