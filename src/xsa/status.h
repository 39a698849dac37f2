/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What each release has of each advisory: its history is asked first, its files second. What is
 * called contained is; what cannot be told is called unknown, and why. */
#pragma once

#include "base/git/run.h"
#include "xsa/changelog.h"

typedef enum {
  ZANTE_XSA_CONTAINED,
  ZANTE_XSA_APPLIES,  /* it is not in, and a known version of its patches applies */
  ZANTE_XSA_OTHER,    /* no known version applies: it needs another one, or what comes before */
  ZANTE_XSA_NOT_HERE, /* it is of another tree, or of files that the release has not */
  ZANTE_XSA_UNKNOWN,
} ZanteXsaState;
/* "contained", "applies", "needs another version", "not in this tree", "unknown". */
const char *zante_xsa_state_name (ZanteXsaState state);

/* What is put on top of a release's commit: a patch of a stack or of a distribution. */
typedef struct {
  char *name;
  char *subject;      /* see zante_xsa_subject */
  guint number;       /* of the advisory that its name or text says it is */
  guint part, total;  /* which part it is of how many, as far as name and text say it; total 0: they
                         do not */
  GPtrArray *reverts; /* of char*: the ids of commits that it says it takes out */
} ZanteXsaOwn;
/* The patches (ZanteXsaOwn) in a file of SIZE bytes called NAME, added to OWN, which owns them:
 * those that say which advisory they are, and those that take something out (number 0, if they say
 * nothing else). */
void zante_xsa_own_read (GPtrArray *own, const char *name, const char *data, gsize size);

typedef struct {
  char *name;     /* as the user said it */
  char *commit;   /* full id */
  GPtrArray *own; /* of ZanteXsaOwn, owned */
} ZanteXsaRelease;
ZanteXsaRelease *zante_xsa_release_new (const char *name, const char *commit);
void zante_xsa_release_free (ZanteXsaRelease *release);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZanteXsaRelease, zante_xsa_release_free)

typedef struct {
  ZanteXsaState state;
  char *why;          /* one line for people */
  GPtrArray *commits; /* of ZanteXsaCommit: what of it the release has, the oldest first */
} ZanteXsaVerdict;

typedef struct {
  guint number;
  char *title;     /* or NULL */
  GPtrArray *cves; /* of char* */
  gboolean embargoed;
  GPtrArray *verdicts; /* of ZanteXsaVerdict, one of each release */
} ZanteXsaRow;

typedef struct {
  GPtrArray *rows; /* of ZanteXsaRow, owned: the newest first */
  guint embargoed; /* how many were left out */
} ZanteXsaStatus;
void zante_xsa_status_free (ZanteXsaStatus *status);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZanteXsaStatus, zante_xsa_status_free)

typedef struct {
  const ZanteGit *git;
  GPtrArray *releases;   /* of ZanteXsaRelease */
  GHashTable *facts;     /* of zante_xsa_facts_load */
  const char *patches;   /* a folder, of patches and .meta files, or NULL */
  const GArray *numbers; /* of guint: the advisories to look at; empty: all that anything names */
  gboolean embargoed;    /* those under embargo too */
} ZanteXsaInput;

ZanteXsaStatus *zante_xsa_status (const ZanteXsaInput *input, GError **error);
