/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What enters a component's key. Whatever the phases can see is gathered as named inputs: the KEY
 * fields of the description by its field table, the phase variables, the component's own files, the
 * source's identity, the tool chain. What it needs follows once that has an output. Private to the
 * plan. */
#pragma once

#include "plan/plan.h"

/* Raised when the meaning of a key changes, which then invalidates every store. */
#define ZANTE_KEY_FORMAT "1"

/* Fill `inputs` of every node with all but the outputs of its needs. */
gboolean zante_key_gather (ZantePlan *plan, const ZantePlanInput *input, GError **error);
/* Every need has an output: add those to the inputs, and make the key. */
void zante_key_complete (ZanteNode *node);
/* The digest of NODE's output together with the united digests of its needs: what a dependent sees,
 * for the outputs of everything needed are overlaid. Owned by the caller. */
char *zante_key_united (const ZanteNode *node);
