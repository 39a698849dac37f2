/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a copy of a developer's tree was made from: of each file what stat(2) and its content said
 * when it was copied, so that the next comparison need not read what did not change. A damaged or
 * foreign file counts as no file, and the copy is then made anew. */
#pragma once

#include <gio/gio.h>
#include <sys/stat.h>

typedef struct {
  char *path;    /* relative to the tree */
  guint64 size;  /* bytes */
  gint64 mtime;  /* ns */
  gint64 ctime;  /* ns; 0: the file was so young that it may have changed unseen, so read it */
  guint64 inode; /* 0 for a folder */
  guint32 mode;  /* type and permissions */
  char *id;      /* of the content: git's name for it; "" for a folder */
} ZanteLocalFile;
void zante_local_file_free (ZanteLocalFile *file);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZanteLocalFile, zante_local_file_free)
/* PATH with what ST says. NOW (ns) is from before ST was taken. */
ZanteLocalFile *zante_local_file_new (const char *path, const struct stat *st, gint64 now);
/* Whether ST, taken later, says that nothing changed. */
gboolean zante_local_file_is_same (const ZanteLocalFile *file, const struct stat *st);

typedef struct _ZanteLocalManifest {
  GPtrArray *files;    /* of ZanteLocalFile*, sorted by path */
  GHashTable *by_path; /* borrows from files */
  char *commit;        /* HEAD; "" when git knows none */
  gint64 born;         /* when the copy was begun, ns since the epoch: no two are the same */
  gboolean dirty;      /* tracked files differed from it */
} ZanteLocalManifest;
ZanteLocalManifest *zante_local_manifest_new (void);
void zante_local_manifest_free (ZanteLocalManifest *manifest);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZanteLocalManifest, zante_local_manifest_free)
/* Takes FILE. */
void zante_local_manifest_add (ZanteLocalManifest *manifest, ZanteLocalFile *file);
/* Borrowed, or NULL. */
ZanteLocalFile *zante_local_manifest_find (const ZanteLocalManifest *manifest, const char *path);

/* SIZE bytes; NULL when they are no manifest. */
ZanteLocalManifest *zante_local_manifest_parse (const char *data, gsize size);
/* As the bytes that the above reads. */
GString *zante_local_manifest_format (const ZanteLocalManifest *manifest);
/* The manifest in PATH, or NULL. */
ZanteLocalManifest *zante_local_manifest_load (const char *path);
gboolean zante_local_manifest_save (const ZanteLocalManifest *manifest, const char *path,
                                    GError **error);
