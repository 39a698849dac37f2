/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What runs next. Private to the plan. */
#pragma once

#include "plan/plan.h"

/* Give every node its longest path and settle all that need nothing: what the store knows is DONE,
 * and so on through the graph. */
void zante_schedule_start (ZantePlan *plan, GHashTable *durations);
