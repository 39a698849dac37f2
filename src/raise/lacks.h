/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What this machine lacks for a build that is about to run: told before any compiler starts, and
 * once more when the build failed, where the reason may well be this. */
#pragma once

#include "plan/plan.h"
#include "raise/context.h"

/* Whether programs that a build makes in FOLDER, or in the nearest one above it that exists, can be
 * run; otherwise ZANTE_ERROR_HOST. */
gboolean zante_lacks_exec (const char *folder, GError **error);
/* Warn of build dependencies that are not INSTALLED, and of files that the system should provide
 * and does not have, for what of PLAN will be built. Fails where nothing can be built at all. */
gboolean zante_lacks_check (ZanteRaise *raise, const ZantePlan *plan, ZanteToolchain *installed,
                            GError **error);
/* ERROR is why the run of PLAN failed: add which build dependencies of what failed are missing, or,
 * when a phase found no such command, where the package that has it is to be named. */
void zante_lacks_explain (ZanteRaise *raise, const ZantePlan *plan, ZanteToolchain *installed,
                          GError **error);
