/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Signed tags: the tag object must name what is wanted and carry a good signature. */
#pragma once

#include "base/git/run.h"

/* A tag object taken apart (git-mktag(1)). Everything is owned. */
typedef struct {
  char *object;      /* what it points at */
  char *type;        /* of that: "commit" */
  char *name;        /* of the tag */
  gsize signed_size; /* so many bytes from the beginning are signed */
  char *signature;   /* ASCII armour, or NULL */
} ZanteGitTag;
void zante_git_tag_clear (ZanteGitTag *tag);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ZanteGitTag, zante_git_tag_clear)

/* ZANTE_ERROR_SOURCE when DATA is no tag object. */
gboolean zante_git_tag_parse (const char *data, gsize size, ZanteGitTag *tag, GError **error);

/* Check that LOCAL_REF is the tag NAME of COMMIT, signed by a key of KEYRING; SIGNER as in
 * openpgp.h. An unsigned or lightweight tag is ZANTE_ERROR_SOURCE. */
gboolean zante_git_tag_verify (const ZanteGit *git, const char *local_ref, const char *name,
                               const char *commit, const char *keyring, char **signer,
                               GError **error);
