/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which component starts when: the one with the longest way to the end of the build first, as soon
 * as the job pool has a token for it. */
#pragma once

#include "work/phase.h"

/* Carry CONTEXT's plan to its end. TRUE when every node is DONE. */
gboolean zante_schedule_run (const ZanteBuildContext *context, GError **error);
