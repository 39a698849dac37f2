/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a fix needs before it applies to a release: advisories that its .meta file names, and
 * commits that come before it on the branch that it was made for. */
#pragma once

#include "xsa/status.h"

typedef struct {
  guint number;
  ZanteXsaState state; /* in the release */
} ZanteXsaNeeded;

typedef struct {
  ZanteXsaState state; /* of the advisory in the release; CONTAINED, APPLIES: nothing else is needed
                          for it */
  char *why;           /* see ZanteXsaVerdict */
  char *way;           /* the fix that FOUND is about, or NULL */
  gboolean found;      /* with COMMITS in their order the fix applies, in the files that it changes,
                          and without one of them it does not */
  GPtrArray *commits;  /* of ZanteXsaCommit */
  GArray *advisories;  /* of ZanteXsaNeeded: what the .meta file names */
} ZanteXsaPrereqs;
void zante_xsa_prereqs_free (ZanteXsaPrereqs *prereqs);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZanteXsaPrereqs, zante_xsa_prereqs_free)

/* For the one advisory and the one release of INPUT. ZANTE_ERROR_INPUT for one under embargo,
 * unless INPUT says so. */
ZanteXsaPrereqs *zante_xsa_prereqs (const ZanteXsaInput *input, GError **error);
