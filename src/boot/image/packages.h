/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Package files, told apart by what they say of themselves, whatever their names are: several
 * revisions may lie side by side, and not all of them are for a control domain. */
#pragma once

#include "base/log.h"

/* Of FILES (NULL-terminated) those that are unpacked: of each package the newest, by the order of
 * its own packaging system, and of these the ones that a control domain has (installed.h here).
 * What is no package stays. LOG is told when something is passed over for a newer one. An array of
 * const char*, borrowed from FILES, in their order. */
GPtrArray *zante_packages_choose (const char *const *files, ZanteLog *log);
/* The names of those of FILES (of const char*) that are packages, as they say themselves; owned by
 * the caller. */
char **zante_packages_names (const GPtrArray *files);
