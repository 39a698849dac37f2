/* SPDX-License-Identifier: GPL-2.0-or-later */
/* All commits of a repository in memory, with what their messages say of advisories: one pass of
 * git-log(1), a second or two for Xen's sixty thousand. */
#pragma once

#include "base/git/run.h"

typedef struct {
  char *id, *subject;
  gint64 date;               /* of the committer, s since the epoch */
  guint *parents, n_parents; /* places in the history, later ones */
  GArray *mentions;          /* of ZanteXsaMention, or NULL */
  GPtrArray *reverts;        /* ids that it says it reverts, or NULL */
  GPtrArray *undone; /* of char*, see zante_xsa_subject: of those of them that are known, or NULL */
} ZanteXsaNode;

typedef struct {
  char *ref; /* its full name */
  guint tip; /* a place in the history */
} ZanteXsaLine;

typedef struct {
  GPtrArray *nodes;     /* of ZanteXsaNode: a commit before its parents */
  GHashTable *places;   /* id -> its place + 1 */
  GHashTable *subjects; /* subject, see zante_xsa_subject -> GArray of guint: places */
  GHashTable *numbers;  /* advisory -> GArray of guint: the places of commits that name it */
  GArray *reverting;    /* of guint: the places of commits that name what they revert */
  GPtrArray *lines; /* of ZanteXsaLine: Xen's branches (master, staging, stable-X.Y, staging-X.Y),
                       here or of a remote; all branches where there are none of these */
} ZanteXsaHistory;
void zante_xsa_history_free (ZanteXsaHistory *history);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZanteXsaHistory, zante_xsa_history_free)

/* The commits of all branches and tags of GIT, and of TIPS (ids). */
ZanteXsaHistory *zante_xsa_history_read (const ZanteGit *git, GPtrArray *tips, GError **error);

/* Which commits are PLACE or before it: as many bytes as there are nodes, 1 for one that is;
 * g_free.
 */
guint8 *zante_xsa_history_before (const ZanteXsaHistory *history, guint place);

/* SUBJECT as it is compared: in lower case, without a "[PATCH]", blanks are one. Owned by the
 * caller. */
char *zante_xsa_subject (const char *subject);

typedef struct {
  GPtrArray *subjects; /* of char*, owned: of the commits that say they are the advisory or a part
                          of it, without those that were reverted */
  GArray *places;      /* of guint: theirs, the oldest first */
  gboolean in_parts;   /* one of them says that it is a part */
  guint spoken;        /* of how many further commits it is only spoken */
  guint reverted; /* how many of its parts were reverted and did not come back, by a commit that
                     is no part of it itself */
  gint64 last;    /* when the last one was committed */
} ZanteXsaParts;
void zante_xsa_parts_free (ZanteXsaParts *parts);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZanteXsaParts, zante_xsa_parts_free)

/* Whether a commit of BEFORE took the one at PLACE out again, and it did not come back. */
gboolean zante_xsa_is_reverted (const ZanteXsaHistory *history, const guint8 *before, guint place);
/* What the commits of BEFORE (of zante_xsa_history_before) have of advisory NUMBER. */
ZanteXsaParts *zante_xsa_parts (const ZanteXsaHistory *history, const guint8 *before, guint number);
