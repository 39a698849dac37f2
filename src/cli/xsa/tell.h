/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Advisories on standard output; zante(1), ADVISORIES, documents all forms. */
#pragma once

#include "base/json.h"
#include "xsa/xsa.h"

void zante_xsa_print_changelog (const ZanteXsaChangelog *changelog);
void zante_xsa_print_changelog_json (const ZanteXsaChangelog *changelog);

/* STATES (or NULL): only the advisories that some release has in one of them. */
typedef struct {
  GPtrArray *releases; /* of ZanteXsaRelease */
  char **states;
} ZanteXsaView;
void zante_xsa_print_status (const ZanteXsaStatus *status, const ZanteXsaView *view);
void zante_xsa_print_matrix (const ZanteXsaStatus *status, const ZanteXsaView *view);
void zante_xsa_print_status_json (const ZanteXsaStatus *status, const ZanteXsaView *view);

void zante_xsa_print_prereqs (const ZanteXsaPrereqs *prereqs);
void zante_xsa_print_prereqs_json (const ZanteXsaPrereqs *prereqs);

/* For the above: members of an advisory, an array of commits, and a document on its way out. */
void zante_xsa_add_cves (JsonBuilder *json, const GPtrArray *cves);
void zante_xsa_add_commits (JsonBuilder *json, const GPtrArray *commits);
void zante_xsa_print_json (JsonBuilder *json);
/* "XSA-499 CVE-2026-1: a title", as a terminal can have it. Owned by the caller. */
char *zante_xsa_heading (guint number, const GPtrArray *cves, const char *title);
