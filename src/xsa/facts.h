/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What files that the user gives say of advisories: titles, CVE ids and embargoes. */
#pragma once

#include <glib.h>

/* What a file says of an advisory. */
typedef struct {
  guint number;
  char *title; /* or NULL */
  GPtrArray *cves;
  gint64 public_time; /* s since the epoch; 0: not said */
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
