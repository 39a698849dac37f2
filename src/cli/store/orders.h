/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What zante store can be told to do. All print what they found; ZANTE_ERROR_SOURCE where the store
 * failed. */
#pragma once

#include "raise/raise.h"

/* Make the key NAME, unless it is NULL, and print the public one. */
gboolean zante_store_order_key (const char *name, GError **error);

gboolean zante_store_order_pull (ZantePipeline *pipeline, ZanteShare *share, GError **error);
gboolean zante_store_order_push (ZantePipeline *pipeline, ZanteShare *share, GError **error);
gboolean zante_store_order_list (ZantePipeline *pipeline, ZanteShare *share, GError **error);
gboolean zante_store_order_verify (ZantePipeline *pipeline, ZanteShare *share, GError **error);
