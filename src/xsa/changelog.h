/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What one release fixes and an older one does not, by the messages of the commits between them. */
#pragma once

#include "base/git/run.h"

/* A commit that names an advisory. */
typedef struct {
  char *id, *subject;
  gboolean stated;   /* as in ZanteXsaMention */
  char *reverted_by; /* the id of a later commit, or NULL */
} ZanteXsaCommit;

void zante_xsa_commit_free (ZanteXsaCommit *commit);

/* An advisory that newer commits name and no older one does. */
typedef struct {
  guint number;
  gboolean fixed;     /* a commit that is still there says that it is (part of) it; else nobody can
                         tell from the messages: it may be spoken of only, or reverted */
  char *title;        /* or NULL */
  GPtrArray *cves;    /* of char* */
  GPtrArray *commits; /* of ZanteXsaCommit, the oldest first */
} ZanteXsaEntry;

typedef struct {
  GPtrArray *entries; /* of ZanteXsaEntry, owned: the newest first */
  guint embargoed;    /* how many were left out */
} ZanteXsaChangelog;
void zante_xsa_changelog_free (ZanteXsaChangelog *changelog);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZanteXsaChangelog, zante_xsa_changelog_free)

/* The advisories that commits of NEWER name and not of OLDER, nor any commit before OLDER: what was
 * named before was fixed before, and is spoken of again. FACTS may be NULL. */
ZanteXsaChangelog *zante_xsa_changelog (const ZanteGit *git, const char *older, const char *newer,
                                        GHashTable *facts, GError **error);
