/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The graph of what is built: nodes for the roots and all they need, edges, one stable order.
 * Private to the plan. */
#pragma once

#include "plan/plan.h"

void zante_node_free (ZanteNode *node);

/* Fill PLAN->nodes, dependencies first, then by name, and PLAN->by_name. */
gboolean zante_graph_build (ZantePlan *plan, const ZanteRecipe *recipe, const char *const *roots,
                            GError **error);
