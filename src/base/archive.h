/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Unpack what somebody else packed: tar (gzip, bzip2, xz, zstd or plain) and zip. Nothing outside
 * the destination is ever touched: absolute names, "..", device nodes, names that lead through a
 * symbolic link and archives of absurd size are refused. Safe to use from several threads. */
#pragma once

#include <gio/gio.h>

typedef struct {
  guint64 max_bytes;   /* of all unpacked files together; 0: 8 GiB */
  guint64 max_entries; /* 0: 500000 */
  guint strip;         /* leading path elements to drop; what has no more than these is skipped */
  gboolean installed;  /* an installed tree: modes are kept, files are as new as their unpacking,
                          and symbolic links may lead out of DEST (they mean the final root).
                          Otherwise modes become 0644 or 0755, files keep their times, and such a
                          link is an error */
  gboolean no_set_id;  /* of an installed tree that nobody will run: files do not get their
                          set-user-ID and set-group-ID bits */
  gboolean package;    /* also take an RPM package: a cpio archive behind a header */
  GPtrArray *paths;    /* receives the path of each entry below DEST (char*), or NULL */
  const char *sha256;  /* the file must have this digest, checked before it is parsed; or NULL */
  GCancellable *cancellable; /* or NULL */
} ZanteArchiveOptions;

/* Unpack the file PATH into the folder DEST, which is made if missing; files already there are
 * replaced, folders are entered. Owners and extended attributes are not restored.
 * ZANTE_ERROR_SOURCE when the archive is damaged or hostile, naming the entry; DEST then holds
 * a part of it, which the caller removes. OPTIONS may be NULL. */
gboolean zante_archive_extract (const char *path, const char *dest,
                                const ZanteArchiveOptions *options, GError **error);
/* The same from the seekable descriptor FD, which stays open; LABEL names it in messages. */
gboolean zante_archive_extract_fd (int fd, const char *label, const char *dest,
                                   const ZanteArchiveOptions *options, GError **error);

/* The file NAME of the archive PATH, whose digest is SHA256, STRIP leading path elements dropped.
 * Owned by the caller, NUL-terminated. ZANTE_ERROR_SOURCE when it is not there, or longer than
 * 1 MiB. */
char *zante_archive_read (const char *path, const char *sha256, guint strip, const char *name,
                          GError **error);

/* Whether the file PATH is an archive of which at least one entry can be read. Otherwise
 * ZANTE_ERROR_SOURCE saying what it is instead, as far as its first bytes tell. */
gboolean zante_archive_check (const char *path, GError **error);

/* The name of an archive, without folders and ending: "xen-4.17" of "https://host/xen-4.17.txz?x=1"
 * and of "a.tar.d/xen-4.17.tar.xz". ENDING (may be NULL) becomes what the name ends in, in its long
 * form ".tar.xz"; NULL when that is no archive's, such as a signature's. Owned by the caller. */
char *zante_archive_stem (const char *path, const char **ending);
/* That ending alone. */
const char *zante_archive_ending (const char *path);
