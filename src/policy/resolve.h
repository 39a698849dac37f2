/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Find what the dynamic loader would load for a DT_NEEDED entry, as ld.so(8) says: DT_RUNPATH with
 * $ORIGIN (or DT_RPATH where there is no DT_RUNPATH), the public directories, those of
 * ld.so.conf(5), the built-in ones. A file of another class or machine is passed over. */
#pragma once

#include "policy/rules.h"

/* The directory that LINE of ld.so.conf(5) names, or with INCLUDE set the pattern of further files;
 * NULL: neither. Part of LINE, which is changed. */
const char *zante_policy_loader_line (char *line, gboolean *include);

/* The directories that every search ends with, as keys: the public ones, then the system's. */
GPtrArray *zante_policy_search_dirs (ZantePolicyTree *tree, const GPtrArray *public_dirs);

/* What FILE gets for NAME. */
ZanteFound zante_policy_find_needed (ZanteCheck *check, const ZantePolicyFile *file,
                                     const char *name);

/* What was found, of the tree or the system, or NULL; borrowed. */
const ZantePolicyFile *zante_policy_found_file (ZanteCheck *check, const ZanteFound *found);

/* The private directory (borrowed) that has a library NAME that FILE could load, or NULL. */
const char *zante_policy_find_private (ZanteCheck *check, const ZantePolicyFile *file,
                                       const char *name);
