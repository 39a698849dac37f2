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
