/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What GLib lacks for trees of files: sorted walks, removal of any tree, an owned file descriptor.
 * Nothing here follows a symbolic link below the root that it is given. */
#pragma once

#include <gio/gio.h>
#include <sys/stat.h>

/* A file descriptor that closes itself: `g_auto (ZanteFd) fd = open (…)`; -1 owns nothing. */
typedef int ZanteFd;
void zante_fd_close (ZanteFd fd);
G_DEFINE_AUTO_CLEANUP_FREE_FUNC (ZanteFd, zante_fd_close, -1)

/* One entry of a tree. */
typedef struct {
  char *path;     /* relative to the root, no leading "./" */
  struct stat st; /* of the entry itself (lstat) */
  char *target;   /* of a symbolic link, else NULL */
} ZanteFsEntry;
void zante_fs_entry_free (ZanteFsEntry *entry);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZanteFsEntry, zante_fs_entry_free)

/* Every entry below ROOT except ROOT itself, parents before children, sorted by bytes of the path.
 * The array owns its entries. */
GPtrArray *zante_fs_list (const char *root, GError **error);

/* A time of a file as one number, since the epoch. */
gint64 zante_fs_nanoseconds (struct timespec time);

/* mkdir -p with mode 0755. */
gboolean zante_fs_make_dirs (const char *path, GError **error);
/* rm -rf: also through unreadable or read-only directories that we own. A missing PATH is fine. */
gboolean zante_fs_remove_tree (const char *path, GError **error);
/* All of the regular file FD, as long as it is now, owned by the caller, with a NUL byte after SIZE
 * (may be NULL). */
char *zante_fs_read_fd (int fd, gsize *size, GError **error);
/* Make TO another name of the file FROM, in place of what file TO may be. */
gboolean zante_fs_link (const char *from, const char *to, GError **error);
/* Replace the file PATH with SIZE bytes in one step: written beside it, fsynced, renamed. On
 * failure the old file is untouched. SIZE -1 means strlen. */
gboolean zante_fs_write (const char *path, const char *data, gssize size, GError **error);

/* Bytes free for us on the file system of PATH, 0 when that cannot be told. */
guint64 zante_fs_free_bytes (const char *path);
