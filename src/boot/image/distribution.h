/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where dom0 has what is not under test from: QEMU and other programs, firmware, and the libraries
 * of all of them. The root of a system that is tested has all of it, and nothing else is looked
 * into: what is not installed there is missing. Packages that are tested are laid over this machine
 * as if they were installed on it: files of the packages that they replace are gone, so that what
 * needs these is seen to miss them. */
#pragma once

#include <glib.h>

typedef struct {
  const char *roots[3]; /* borrowed, NULL-terminated, tried in order */
  GHashTable *replaced; /* paths that are gone, see zante_owned_files; NULL: none */
} ZanteDistribution;

/* The roots ROOTS (NULL-terminated, two at most), without the files of the packages NAMES (a
 * NULL-terminated list, or NULL). */
void zante_distribution_init (ZanteDistribution *distribution, const char *const *roots,
                              const char *const *names);
void zante_distribution_clear (ZanteDistribution *distribution);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ZanteDistribution, zante_distribution_clear)

/* The file on this machine that the absolute PATH is in it; NULL when there is none. Owned by the
 * caller. */
char *zante_distribution_find (const ZanteDistribution *distribution, const char *path);
