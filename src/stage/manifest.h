/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a set of tarballs holds and where it came from, as JSON for programs and as a list of
 * digests for sha256sum(1). */
#pragma once

#include "stage/stage.h"
#include "stage/union.h"

/* One finished tarball. */
typedef struct {
  char *name; /* of the file */
  char *sha256;
  guint64 size; /* bytes */
} ZanteTarball;
void zante_tarball_free (ZanteTarball *tarball);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZanteTarball, zante_tarball_free)

/* The manifest, owned by the caller. TARBALLS (of ZanteTarball*) holds one per part, in that order,
 * then the whole; the parts' files have their digests. */
char *zante_manifest (const ZanteTarballInput *input, GPtrArray *parts, GPtrArray *tarballs);
/* A line of SHA256SUMS, escaped as coreutils does: a name with a backslash or a newline has them as
 * "\\\\" and "\\n", and its line begins with a backslash. Owned by the caller. */
char *zante_sums_line (const char *sha256, const char *name);
