/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Xen's security advisories (XSAs, https://xenbits.xen.org/xsa/) and the commits that fix them.
 * What a history says of them comes from its messages; titles, CVE ids and embargoes from files
 * that the user gives. The repository is only read. */
#pragma once

#include "base/git/run.h"
#include "xsa/mentions.h"

/* What a file says of an advisory. */
typedef struct {
  guint number;
  char *title; /* or NULL */
  GPtrArray *cves;
  gboolean embargoed; /* it is to be public later than now: it goes into nothing that is written */
} ZanteXsaFact;

/* The advisories in the *.json files of FOLDER (objects with "xsa" and some of "title", "cve" and
 * "public_time", UTC, however deep they are), as number -> ZanteXsaFact. NOW: s since the epoch.
 * ZANTE_ERROR_INPUT for a file that cannot be read: an embargo must not be missed. */
GHashTable *zante_xsa_facts_load (const char *folder, gint64 now, GError **error);
/* Add those of SIZE bytes of DATA to FACTS; LABEL names it in messages. */
gboolean zante_xsa_facts_parse (GHashTable *facts, const char *data, gsize size, const char *label,
                                gint64 now, GError **error);
/* An empty table of such. */
GHashTable *zante_xsa_facts_new (void);

/* A commit that names an advisory. */
typedef struct {
  char *id, *subject;
  gboolean stated;   /* as in ZanteXsaMention */
  char *reverted_by; /* the id of a later commit, or NULL */
} ZanteXsaCommit;

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
