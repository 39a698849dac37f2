/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Run git as a tool and nothing more: no configuration of the user, the machine or the repository
 * (but the user's proxy, and whose repositories they trust), no hooks, no attributes, no filters,
 * no prompts, only protocols that fetch, never a name where an option could be. */
#pragma once

#include <gio/gio.h>

typedef struct {
  char *dir;     /* a bare repository, or NULL */
  char *proxy;   /* git's http.proxy of the user for the URL, or NULL */
  char *scratch; /* a folder for an index and new objects; the repository, whose objects
                    are in OBJECTS, is only read. NULL: git's own way */
  char *objects;
  char *settings;            /* a file that stands for the user's configuration, or NULL: none */
  gboolean only_https;       /* what began encrypted stays so, redirects included */
  GCancellable *cancellable; /* borrowed, or NULL */
} ZanteGit;
void zante_git_clear (ZanteGit *git);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ZanteGit, zante_git_clear)

/* The whole argument vector for git's ARGUMENTS (NULL-terminated). Strings are owned by the array.
 */
GPtrArray *zante_git_argv (const ZanteGit *git, const char *const *arguments);
/* git's environment; g_strfreev. */
char **zante_git_environment (const ZanteGit *git);

/* Whether git can take URL: not empty, no option, no control characters, no `EXT::` transport. */
gboolean zante_git_url_is_safe (const char *url);
/* Whether URL means this machine: file: or a path. */
gboolean zante_git_url_is_local (const char *url);
/* Whether NAME can be a tag or a branch (git-check-ref-format(1)). */
gboolean zante_git_ref_is_safe (const char *name);
/* 40 or 64 lower-case hexadecimal digits. */
gboolean zante_git_id_is_valid (const char *id);

/* Standard output of `git ARGUMENTS`, which must exit 0, else ZANTE_ERROR_SOURCE. SIZE may be NULL.
 */
char *zante_git_output (const ZanteGit *git, const char *const *arguments, gsize *size,
                        GError **error);
/* The same with INPUT on its standard input. */
char *zante_git_answer (const ZanteGit *git, const char *const *arguments, const char *input,
                        gsize *size, GError **error);
/* Run `git ARGUMENTS`, INPUT (or NULL) on its standard input, with its output in the file FD. */
gboolean zante_git_to_fd (const ZanteGit *git, const char *const *arguments, const char *input,
                          int fd, GError **error);
/* Whether `git ARGUMENTS` exits 0. */
gboolean zante_git_succeeds (const ZanteGit *git, const char *const *arguments);

/* The id of the commit that NAME (gitrevisions(7)) stands for, owned by the caller;
 * ZANTE_ERROR_INPUT where there is none. */
char *zante_git_commit (const ZanteGit *git, const char *name, GError **error);

/* `git ls-remote`: "ID\tNAME" lines. The id of the ref NAME, or NULL; for an annotated tag that of
 * the commit behind it ("NAME^{}"). Owned by the caller. */
char *zante_git_find_ref (const char *listing, gsize size, const char *name);
