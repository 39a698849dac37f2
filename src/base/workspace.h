/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where things lie in a project: the one place that knows the folder names below .zante. */
#pragma once

#include <gio/gio.h>

typedef struct {
  char *project;   /* absolute: the folder of zante.yaml */
  char *root;      /* PROJECT/.zante */
  char *downloads; /* verified files, DIGEST/NAME */
  char *git;       /* bare mirrors */
  char *store;     /* objects and keys */
  char *work;      /* NAME/{src,stage,deps} */
  char *logs;      /* NAME.log */
  char *state;     /* small JSON files and locks */
  char *dist;      /* PROJECT/dist: the union of all stages */
  gboolean adopt;  /* the user says that a .zante from elsewhere is his own */
} ZanteWorkspace;

/* Paths only; nothing is made. PROJECT is made absolute. */
ZanteWorkspace *zante_workspace_new (const char *project);
void zante_workspace_free (ZanteWorkspace *workspace);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZanteWorkspace, zante_workspace_free)

/* Whether the .zante that is there, if any, was made by us here and leads nowhere else, by its
 * owner, its links and its mark; it is closed to other users. ZANTE_ERROR_INPUT naming what is
 * wrong. */
gboolean zante_workspace_check (const ZanteWorkspace *workspace, GError **error);
/* Say in it that it was made here. */
gboolean zante_workspace_mark (const ZanteWorkspace *workspace, GError **error);
/* What tells this .zante from every other one, on this machine and on others: a digest, owned by
 * the caller. It stays when the project is moved within a file system. */
char *zante_workspace_identity (const ZanteWorkspace *workspace);
/* Check, and make the folders (and a .gitignore that hides .zante). A read-only project is
 * ZANTE_ERROR_HOST. */
gboolean zante_workspace_make (const ZanteWorkspace *workspace, GError **error);
/* WORK/NAME, or a path in it when SUB is not NULL; owned by the caller. */
char *zante_workspace_work (const ZanteWorkspace *workspace, const char *name, const char *sub);

/* The folder that results go to: ASKED, which the user names, relative to the project; links are
 * followed, for they are his own word. NULL: USUAL in the project, which is no link: that may have
 * come with the project, and would lead what is written elsewhere. Owned by the caller; nothing is
 * made. ZANTE_ERROR_INPUT when something that is no folder is there. */
char *zante_workspace_output (const ZanteWorkspace *workspace, const char *asked, const char *usual,
                              GError **error);
