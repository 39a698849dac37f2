/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The submodules of a commit (gitmodules(5)): which there are, where they come from. */
#pragma once

#include "base/workspace.h"
#include "fetch/git/mirror.h"

/* One submodule of a commit. Everything is owned. */
typedef struct {
  char *path;   /* in the tree */
  char *commit; /* that the tree pins */
  char *url;    /* from .gitmodules, absolute */
} ZanteGitModule;
void zante_git_module_free (ZanteGitModule *module);

/* `git config -z --get-regexp` of a .gitmodules file: the URL for the submodule at PATH, or NULL.
 */
char *zante_git_module_url (const char *config, gsize size, const char *path);
/* URL, which may begin with "./" or "../", as seen from the repository at BASE (gitmodules(5)). */
char *zante_git_join_url (const char *base, const char *url);

/* The submodules of COMMIT of GIT, whose URL is BASE, as an array of ZanteGitModule*. */
GPtrArray *zante_git_modules (const ZanteGit *git, const char *commit, const char *base,
                              GError **error);

/* Do ACTION for every submodule of COMMIT, its own submodules included (MODULE's path is then from
 * the top). GIT is the module's open mirror. */
typedef gboolean (*ZanteGitModuleAction) (const ZanteGit *git, const ZanteGitModule *module,
                                          gpointer user_data, GError **error);
gboolean zante_git_each_module (const ZanteWorkspace *workspace, const ZanteGit *git,
                                const char *commit, const char *base, ZanteGitModuleAction action,
                                gpointer user_data, GError **error);
