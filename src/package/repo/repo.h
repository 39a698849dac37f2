/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A repository while it is written: what `zante repo` shares between its parts. */
#pragma once

#include "package/package.h"

typedef enum {
  ZANTE_REPO_DEB,     /* a binary package of Debian's */
  ZANTE_REPO_SOURCE,  /* a .dsc, or a file that one lists */
  ZANTE_REPO_RPM,     /* a binary package */
  ZANTE_REPO_SRC_RPM, /* a source package */
} ZanteRepoKind;

typedef struct {
  ZanteRepoKind kind;
  char *path;    /* where it was built */
  char *place;   /* below the repository */
  char *name;    /* of the package, or of the source package that it belongs to */
  char *version; /* of that, with its epoch */
  char *arch;    /* as the package says; NULL for ZANTE_REPO_SOURCE */
  gint64 built;  /* seconds since the epoch, 0: it does not say */
} ZanteRepoFile;
void zante_repo_file_free (ZanteRepoFile *file);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZanteRepoFile, zante_repo_file_free)

typedef struct {
  const ZanteRepoInput *input;
  char *folder;       /* where it is written, beside its final place */
  GPtrArray *files;   /* of ZanteRepoFile*, sorted by place, no place twice */
  gint64 epoch;       /* every time stamp */
  gint64 signed_at;   /* the time of signatures: the epoch, or the key's if that is later */
  char *fingerprint;  /* of the key, hexadecimal; NULL: unsigned */
  char **environment; /* of the tools */
} ZanteRepo;

/* Standard output of the tool ARGV, run in DIRECTORY, absolute or below the
 * repository (NULL: its root); SIZE as
 * for zante_proc_output. A tool that is missing is ZANTE_ERROR_HOST, naming its package; one that
 * fails ZANTE_ERROR_INPUT, for it is the packages that it did not like. */
char *zante_repo_tool (const ZanteRepo *repo, const char *directory, const char *const *argv,
                       gsize *size, GError **error);

/* Fill in `files`. Damaged and contradicting packages are ZANTE_ERROR_INPUT or _SOURCE. */
gboolean zante_repo_find (ZanteRepo *repo, GError **error);
/* The parts of it, which add to `files`. */
gboolean zante_repo_add_deb (ZanteRepo *repo, const char *path, GError **error);
gboolean zante_repo_add_dsc (ZanteRepo *repo, const char *path, GError **error);
gboolean zante_repo_add_rpm (ZanteRepo *repo, const char *path, GError **error);
/* What is for every architecture goes to each one there is: dnf reads one folder, its own. */
void zante_repo_spread (ZanteRepo *repo);
/* Add FILE, whose strings are taken over. */
void zante_repo_add (ZanteRepo *repo, ZanteRepoFile file);
/* Take out of `files` each one of whose package another is newer. */
void zante_repo_keep_newest (ZanteRepo *repo);

/* Find the key that the user named. */
gboolean zante_repo_key (ZanteRepo *repo, GError **error);
/* Sign the file PATH (below the repository) into OUTPUT: around the text (CLEAR), or detached and
 * armoured. */
gboolean zante_repo_sign (const ZanteRepo *repo, const char *path, const char *output,
                          gboolean clear, GError **error);

/* Sign the copied .rpm files, in place. */
gboolean zante_repo_rpm_sign (const ZanteRepo *repo, GError **error);

/* Write the index of each kind of repository; nothing without packages of its kind. */
gboolean zante_repo_apt (const ZanteRepo *repo, GError **error);
gboolean zante_repo_rpm (const ZanteRepo *repo, GError **error);
