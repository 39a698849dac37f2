/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is known while releases are looked at: of the stage xsa alone. */
#pragma once

#include "xsa/history.h"
#include "xsa/status.h"
#include "xsa/versions.h"

/* One way to mend an advisory: the commits of one branch, or the patches of a user. */
typedef struct {
  char *label;         /* of the branch, or the file */
  guint line;          /* its place among the history's lines; G_MAXUINT: a user's */
  GPtrArray *ids;      /* of char*: the commits, the oldest first; empty: a user's */
  GPtrArray *subjects; /* of char*, see zante_xsa_subject */
  GPtrArray
      *patches;      /* of ZanteContentPatch, borrowed; fewer than subjects while one is not read */
  gboolean doubtful; /* the branch took a part of it out again */
  ZanteXsaVersion *version; /* of a user's, borrowed, or NULL */
} ZanteXsaWay;

/* An advisory and a release that the history alone does not decide. */
typedef struct {
  guint number, release; /* the latter a place among the input's releases */
  ZanteXsaVerdict *verdict;
  GPtrArray
      *missing; /* of char*: ids of the parts that are not in; empty: nothing is known to be */
  guint have;   /* how many parts are in */
} ZanteXsaPending;

typedef struct {
  const ZanteXsaInput *input;
  ZanteXsaHistory *history;
  ZanteLineBook *book;
  ZanteXsaPatches *patches;
  GPtrArray *before;   /* of guint8 arrays, one of each release */
  GPtrArray *lines;    /* the same of each of the history's lines; one of two with the same tip is
                          NULL */
  GPtrArray *nearest;  /* of GArray of guint, one of each release: the lines, by how much of their
                          history is the release's too */
  GHashTable *ways;    /* number -> GPtrArray of ZanteXsaWay */
  GHashTable *commits; /* id -> ZanteContentPatch */
  GPtrArray *sources;  /* of ZanteContentSource, one of each release */
  GHashTable *parents; /* id -> ZanteContentSource: the files of the commit before */
  GHashTable *moved;   /* of one release: the last element of a path -> path; or NULL */
  guint moved_of;      /* that release */
  gint64 newest;       /* when the newest commit was made */
} ZanteXsaDesk;

/* The desk of INPUT with all that its history says. */
ZanteXsaDesk *zante_xsa_desk_new (const ZanteXsaInput *input, GError **error);
void zante_xsa_desk_free (ZanteXsaDesk *desk);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZanteXsaDesk, zante_xsa_desk_free)

/* What the releases have of NUMBERS (of guint), in their order. */
ZanteXsaStatus *zante_xsa_desk_status (ZanteXsaDesk *desk, const GArray *numbers, GError **error);
/* The ways to mend NUMBER, borrowed. */
GPtrArray *zante_xsa_desk_ways (ZanteXsaDesk *desk, guint number);
/* Read the patches of the commits that the ways of NUMBERS (of guint) have, and of those in IDS,
 * and give them to the ways. */
gboolean zante_xsa_desk_read_commits (ZanteXsaDesk *desk, const GArray *numbers, GPtrArray *ids,
                                      GError **error);
/* The newest commit before the release with SUBJECT; G_MAXUINT: none. */
guint zante_xsa_desk_find (const ZanteXsaDesk *desk, guint release, const char *subject);

/* Decide PENDING by the history; TRUE when that was enough. */
gboolean zante_xsa_judge (ZanteXsaDesk *desk, ZanteXsaPending *pending);
/* Whether the commit ID is on the history's line LINE, which has a tip of its own. */
gboolean zante_xsa_line_has (const ZanteXsaDesk *desk, guint line, const char *id);
/* How near WAY is to the release: 0 for a user's, then 1 for the branch that shares most with it.
 */
guint zante_xsa_distance (const ZanteXsaDesk *desk, guint release, const ZanteXsaWay *way);
/* Whether all patches of WAY were read and can be applied. */
gboolean zante_xsa_way_is_read (const ZanteXsaWay *way);
/* "3 commits of stable-4.17", or the names of the patches. Owned by the caller. */
char *zante_xsa_way_name (const ZanteXsaWay *way);
/* Decide PENDING by what the files of its release are, which have been read. */
void zante_xsa_weigh (ZanteXsaDesk *desk, ZanteXsaPending *pending);
/* "N commits" or "1 commit". Owned by the caller. */
char *zante_xsa_count (guint n, const char *what);
