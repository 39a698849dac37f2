/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The distribution's packages that a build needs, and the command that installs what is missing. */
#pragma once

#include "raise/context.h"

/* What is not installed of the build dependencies of the components that are built, and of the
 * packages that provide what is taken from the system; NAMES limits the components (NULL: all).
 * Sorted, of char*, owned by the caller. */
GPtrArray *zante_packages_missing (ZanteRaise *raise, const char *const *names, GError **error);
/* The argument vector that installs PACKAGES here: apt-get or dnf, behind sudo for ordinary users
 * when UNPRIVILEGED. Relations go to `apt-get satisfy`. None of PACKAGES can pass for an option or a
 * file: zante_dependency_parse took them. Owned by the caller (g_strfreev). */
char **zante_packages_command (const char *distribution, GPtrArray *packages,
                               gboolean unprivileged);
/* COMMAND as one line that a shell splits into the same words. Owned by the caller. */
char *zante_packages_line (char **command);
