/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How foreign trees get onto the disk, out of an archive or out of git: names below one folder,
 * reached by descriptors and never through a symbolic link. */
#pragma once

#include "base/beneath.h"
#include <glib.h>
#include <sys/types.h>
#include <time.h>

typedef struct {
  int root;              /* the destination */
  ZanteBeneathCursor at; /* below it */
} ZanteArchiveDisk;

/* Make the folder DEST if it is missing, and open it. */
gboolean zante_archive_disk_init (ZanteArchiveDisk *disk, const char *dest, GError **error);
void zante_archive_disk_clear (ZanteArchiveDisk *disk);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ZanteArchiveDisk, zante_archive_disk_clear)

/* NAME as an archive has it, without its first STRIP elements, "." and doubled slashes: relative,
 * owned by the caller, "" when nothing is left. ZANTE_ERROR_SOURCE when it is absolute, contains
 * "..", or is too long or too deep. */
char *zante_archive_clean_name (const char *name, guint strip, GError **error);
/* Whether the symbolic link PATH (clean) with TARGET stays below the root. */
gboolean zante_archive_link_is_inside (const char *path, const char *target);

/* Each makes the clean PATH and the folders above it, in place of what was there (but a folder is
 * never replaced). */
gboolean zante_archive_disk_folder (ZanteArchiveDisk *disk, const char *path, mode_t mode,
                                    GError **error);
gboolean zante_archive_disk_symlink (ZanteArchiveDisk *disk, const char *path, const char *target,
                                     GError **error);
gboolean zante_archive_disk_hardlink (ZanteArchiveDisk *disk, const char *path, const char *target,
                                      GError **error);
/* A new empty file, open for writing, mode 0600; -1 on failure. */
int zante_archive_disk_create (ZanteArchiveDisk *disk, const char *path, GError **error);
/* Give the file its size, mode and time (NULL: now). */
gboolean zante_archive_disk_seal (int fd, off_t size, mode_t mode, const struct timespec *mtime,
                                  GError **error);
