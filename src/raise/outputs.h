/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The outputs of a pipeline's components: what the plan and the build ask of the store, and what is
 * there when they have ended. */
#pragma once

#include "raise/pipeline.h"

/* ZantePlanLookup, ZanteBuildProvide and ZanteBuildSeal of the pipeline USER_DATA. The latter two
 * are called in the thread of a build. */
char *zante_pipeline_look_up (const char *key, gpointer user_data);
gboolean zante_pipeline_provide (const ZanteNode *node, const char *deps, gpointer user_data,
                                 GError **error);
char *zante_pipeline_seal (const ZanteNode *node, const char *stage, double seconds, gboolean plain,
                           gpointer user_data, GError **error);

/* Nobody else who collects in this store shall take what the plan found in it, or made. */
gboolean zante_pipeline_claim (const ZantePipeline *pipeline, GError **error);
