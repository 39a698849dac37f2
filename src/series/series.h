/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Series of patches as people mail them, and where they belong. A mailbox is read (mail.h, patch.h,
 * collect.h); the base of a series is found in the histories of branches (preimage.h, history.h).
 * git is run as a program: the repository is only read, its index, its work tree and its objects
 * stay. */
#pragma once

#include "base/git/run.h"
#include "series/collect.h"
#include "series/content-read.h"
#include "series/findings.h"
#include "series/mail.h"
#include "series/patch.h"

/* A mailbox, read. */
typedef struct {
  char *path;         /* the file, or NULL */
  gboolean of_range;  /* it is of commits, and there is no such file */
  GPtrArray *mails;   /* of ZanteMail */
  GPtrArray *patches; /* of ZanteMailedPatch, one of each mail */
  GPtrArray *series;  /* of ZanteSeries */
} ZanteMailbox;
void zante_mailbox_free (ZanteMailbox *mailbox);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZanteMailbox, zante_mailbox_free)

/* The mailbox DATA of SIZE bytes. */
ZanteMailbox *zante_mailbox_new (const char *data, gsize size);
/* That in the file PATH ("-": standard input), or, where there is no such file, of the commits that
 * PATH, a range of gitrevisions(7), names in GIT. ZANTE_ERROR_INPUT for one without any series. */
ZanteMailbox *zante_mailbox_load (const ZanteGit *git, const char *path, GError **error);
/* Those of the files in FOLDER, by their names; what is no mail has no patch. The array owns them.
 */
GPtrArray *zante_mailboxes_load (const char *folder, GError **error);

/* The stretch of a branch on which a series applies exactly. */
typedef struct {
  char *ref;
  GPtrArray *others;              /* of char*: further branches with the same stretch */
  char *chosen, *newest, *oldest; /* ids of commits; CHOSEN: the newest that is no younger than the
                                     series, whose result is that of all the others in its files */
  gint64 chosen_date;             /* s since the epoch */
  guint chosen_back;              /* how many commits the branch has gone on since */
  guint count;                    /* commits of the stretch */
  guint stretches;                /* of such; this is the newest of them */
  gboolean whole;                 /* its older end is not that of what was looked at */
} ZanteBaseMatch;

/* A file that is on no branch as the series has it. */
typedef struct {
  char *path;
  char *id;      /* of the blob, or NULL */
  char *made_by; /* the title of the mailed patch that makes it, or NULL */
  char *where;   /* the file that this one is in */
} ZanteBaseMissing;

typedef struct {
  GPtrArray *matches;       /* of ZanteBaseMatch, the likeliest first; owned, like MISSING */
  GPtrArray *missing;       /* of ZanteBaseMissing, where there is no match */
  gboolean stated_is_right; /* the base that the series states is one it applies to exactly */
} ZanteBase;
void zante_base_free (ZanteBase *base);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZanteBase, zante_base_free)

typedef struct {
  const ZanteGit *git;     /* the repository */
  const char *const *refs; /* the branches to look at, NULL-terminated */
  guint window;            /* how many commits of each */
  GPtrArray *others;       /* of ZanteMailbox: mails that may hold what is missing; or NULL */
} ZanteBaseInput;

/* Where SERIES belongs. No match is no error. */
ZanteBase *zante_series_base (const ZanteBaseInput *input, const ZanteSeries *series,
                              GError **error);

/* Find out whether all of SERIES applies to COMMIT, patch after patch, as git-apply(1) does it:
 * then FITS is TRUE. FALSE only on failure. */
gboolean zante_series_applies (const ZanteGit *git, const ZanteSeries *series, const char *commit,
                               gboolean *fits, GError **error);

/* The branches of the repository of GIT: heads, and those of remotes. g_strfreev. */
char **zante_series_refs (const ZanteGit *git, GError **error);
/* Make GIT that of the repository at PATH, a clone, a worktree of one or a bare repository. */
gboolean zante_series_open (ZanteGit *git, const char *path, GError **error);
