/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The one way to files of a tree that somebody else made: names below an open folder, resolved
 * without ever leaving it, whatever symbolic links are on the way and whoever changes them
 * meanwhile. The kernel does it (openat2(2)); where it cannot, the same rules are walked here. */
#pragma once

#include <gio/gio.h>
#include <sys/types.h>

typedef enum {
  ZANTE_BENEATH_NO_LINKS, /* no symbolic link is followed: ELOOP */
  ZANTE_BENEATH_LINKS,    /* those that stay below are: EXDEV for what leads out */
  ZANTE_BENEATH_IN_ROOT,  /* ROOT is their "/", absolute ones are at home too */
} ZanteBeneath;

/* Whether PATH is relative and of plain names alone: no empty element, no "." and no "..". Pure.
 * The empty path has no element. */
gboolean zante_beneath_is_plain (const char *path);

/* Open PATH (relative, "" for ROOT itself) below the folder ROOT with the FLAGS of open(2), but for
 * those that make a file; O_CLOEXEC is always set. With O_PATH | O_NOFOLLOW a link at the end is
 * opened itself. -1 with errno. */
int zante_beneath_open (int root, const char *path, int flags, ZanteBeneath links);
/* The same without openat2(2), which the above falls back to. */
int zante_beneath_walk (int root, const char *path, int flags, ZanteBeneath links);

/* The folder PATH below ROOT, made with mode 0755 as far as it is missing; no link is followed. -1
 * with errno. */
int zante_beneath_make_dirs (int root, const char *path);

/* Where a walk over the files below ROOT is, so that those of one folder open it once. */
typedef struct {
  int root;           /* borrowed */
  ZanteBeneath links; /* on the way */
  gboolean make;      /* what is missing is made, as the above does; no link is followed then */
  char *path;         /* private */
  int folder;         /* the one that was entered, or -1 */
} ZanteBeneathCursor;
void zante_beneath_cursor_clear (ZanteBeneathCursor *cursor);
/* Enter the folder above PATH; the last element, of PATH's own memory, for calls with
 * CURSOR->folder, which is good until the next call. NULL with errno. */
const char *zante_beneath_enter (ZanteBeneathCursor *cursor, const char *path);

/* Replace the file PATH below ROOT with SIZE bytes and the permission MODE in one step, its folders
 * made as the above does: written beside it, fsynced, renamed. A link in its place is replaced, one
 * on the way is ELOOP or ENOTDIR. FALSE with errno, and the old file untouched. */
gboolean zante_beneath_write (int root, const char *path, const char *data, gsize size,
                              mode_t mode);
/* Remove the file or link PATH below ROOT, likewise; what is not there is fine. FALSE with errno.
 */
gboolean zante_beneath_unlink (int root, const char *path);

/* All of the regular file PATH below the folder TREE (a path), links that stay below followed;
 * owned by the caller, with a NUL byte after SIZE (may be NULL). ZANTE_ERROR_SOURCE when it leads
 * out or is no file; otherwise the error is of the domain G_FILE_ERROR. */
char *zante_beneath_read (const char *tree, const char *path, gsize *size, GError **error);

/* Whether every symbolic link below the folder TREE leads, however many others it passes, to
 * something below TREE or to nothing. Otherwise ZANTE_ERROR_SOURCE naming the first that does not.
 */
gboolean zante_beneath_check (const char *tree, GError **error);
