/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The content of an adopted stage, remembered between runs. */
#pragma once

#include "stage/stage.h"

/* Everything in the adopted folder STAGE of COMPONENT, as zante_tree_scan gives it. */
GPtrArray *zante_adopted_scan (const ZanteWorkspace *workspace, const char *component,
                               const char *stage, GError **error);
