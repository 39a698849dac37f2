/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Who maintains what: Xen's MAINTAINERS, whose header describes its format (M:, R:, F: and X:; what
 * a file's contents or a patch's words say, K:, is left out), and the meaning of nested areas.
 * Pure.
 */
#pragma once

#include <glib.h>

typedef struct {
  char *title;
  GPtrArray *maintainers; /* of char*: "Name <address>" */
  GPtrArray *reviewers;   /* likewise */
  GPtrArray *files;       /* of char*: patterns */
  GPtrArray *excluded;    /* likewise */
} ZanteMaintained;

typedef struct {
  GPtrArray *areas; /* of ZanteMaintained, in the order of the file */
} ZanteMaintainers;
void zante_maintainers_free (ZanteMaintainers *maintainers);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZanteMaintainers, zante_maintainers_free)

/* What SIZE bytes of TEXT say; lines that are of no area are passed over. */
ZanteMaintainers *zante_maintainers_read (const char *text, gsize size);

/* How closely AREA is about PATH: the more components of it a pattern names, the higher, and a name
 * counts for more than a wildcard does; 0: it is not. */
guint zante_maintained_depth (const ZanteMaintained *area, const char *path);
/* The areas with maintainers that are the closest to PATH (of ZanteMaintained, borrowed): one of
 * their maintainers has to approve. Those of the same depth are all in it. */
GPtrArray *zante_maintainers_of (const ZanteMaintainers *maintainers, const char *path);
