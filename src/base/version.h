/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The order of versions as the two packaging systems have it. Any bytes are taken. */
#pragma once

#include <glib.h>

/* Debian's order of "[EPOCH:]UPSTREAM[-REVISION]": deb-version(7), Debian Policy 5.6.12. Less than,
 * equal to or greater than 0 as A is older than, the same as or newer than B. */
int zante_version_compare_deb (const char *a, const char *b);
/* rpm's order of "[EPOCH:]VERSION[-RELEASE]": rpm-version(7), lib/rpmvercmp.c. A release counts
 * where both have one. */
int zante_version_compare_rpm (const char *a, const char *b);

/* Whether ORDER, the outcome of a comparison, is what COMPARISON asks for: "<<" or "<", "<=", "=",
 * ">=", ">>" or ">"; NULL asks for nothing. */
gboolean zante_version_is (int order, const char *comparison);

/* What decides whether a package file is the newest of its package; all is borrowed. */
typedef struct {
  const char *name;
  const char *arch; /* as the package says; NULL where it does not count, as for sources */
  const char *version;
  int (*compare) (const char *a, const char *b); /* one of the orders above */
} ZanteRevision;
/* Whether both are one package for one machine: of one packaging system, with one name, and for one
 * architecture or one of them for all ("all", "noarch"). */
gboolean zante_revision_is_same_package (const ZanteRevision *one, const ZanteRevision *other);
/* Whether ONE is newer than OTHER, and the same package. */
gboolean zante_revision_is_newer (const ZanteRevision *one, const ZanteRevision *other);
