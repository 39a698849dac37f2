/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The distribution's packages that a build needs, and the command that installs what is missing. */
#pragma once

#include "plan/plan.h"
#include "raise/context.h"

typedef enum {
  ZANTE_PACKAGES_TO_BUILD, /* build dependencies of the components that are built */
  ZANTE_PACKAGES_ALL       /* and what provides those that are taken from the system */
} ZantePackagesKind;

/* What is not installed of the packages of KIND; NAMES limits the components (NULL: all). Sorted,
 * of char*, owned by the caller. */
GPtrArray *zante_packages_missing (ZanteRaise *raise, const char *const *names,
                                   ZantePackagesKind kind, GError **error);
/* The missing build dependencies of COMPONENT alone. */
GPtrArray *zante_packages_missing_of (ZanteToolchain *installed, const ZanteComponent *component,
                                      const char *distribution);
/* The package that provides COMPONENT when it is taken from the system as DISTRIBUTION has it; else
 * NULL. Borrowed. */
const char *zante_packages_provider (const ZanteComponent *component, const char *distribution);
/* Whether COMPONENT is taken from the system and the system does not have it. */
gboolean zante_packages_lacks_path (const ZanteComponent *component);
/* The argument vector that installs PACKAGES here: apt-get or dnf, behind sudo for ordinary users
 * when UNPRIVILEGED. Relations go to `apt-get satisfy`. None of PACKAGES can pass for an option or
 * a file: zante_dependency_parse took them. Owned by the caller (g_strfreev). */
char **zante_packages_command (const char *distribution, GPtrArray *packages,
                               gboolean unprivileged);
/* COMMAND as one line that a shell splits into the same words. Owned by the caller. */
char *zante_packages_line (char **command);
