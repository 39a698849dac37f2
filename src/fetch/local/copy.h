/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Single files of a developer's tree on their way into a copy of it. Neither end is trusted: names
 * are resolved beneath the two folders, and no symbolic link is followed. */
#pragma once

#include <gio/gio.h>
#include <sys/stat.h>

typedef struct {
  int from;             /* the tree */
  int to;               /* the copy */
  struct timespec time; /* now, as the file system's clock tells it */
  gboolean keep_times;  /* nothing was built in the copy yet: files keep their own times */
  uid_t owner;          /* to whom new files are given, where we may */
  gid_t group;
} ZanteLocalCopy;

/* What PATH in the tree is, the link itself where it is one. FALSE when it is not there. */
gboolean zante_local_look (const ZanteLocalCopy *copy, const char *path, struct stat *st);
/* git's name for the content of PATH, which is as ST says: of a file its bytes, of a link its
 * target; "" for a folder. TYPE is that of the repository. Owned by the caller. */
char *zante_local_id (const ZanteLocalCopy *copy, const char *path, const struct stat *st,
                      GChecksumType type, GError **error);
/* Put PATH, which is as ST says, into the copy, in place of whatever is there. A file that make
 * may have seen before gets the time of COPY: its own may be older than what was built from its
 * predecessor. */
gboolean zante_local_put (const ZanteLocalCopy *copy, const char *path, const struct stat *st,
                          GError **error);
/* Take PATH out of the copy, and the folders above it that become empty. */
gboolean zante_local_take (const ZanteLocalCopy *copy, const char *path, GError **error);
