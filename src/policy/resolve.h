/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Find what the dynamic loader would load for a DT_NEEDED entry (base/loader/loader.h): of the
 * public directories and the system's, in the tree laid over the system. */
#pragma once

#include "policy/rules.h"

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
