/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Bring a united folder up to date in place: the cheap way after an edit in a local source. */
#pragma once

#include "stage/place.h"

/* Whether PARTS differ from BEFORE (LABEL as for zante_parts_new) only in what files hold, and one
 * of them is adopted. */
gboolean zante_refresh_is_possible (GPtrArray *parts, const ZanteBefore *before, const char *label);
/* Replace the files of BEFORE->root that are not as UNITED wants them, each in one step; SCRATCH is
 * a folder on the same file system. Updates the entries. */
gboolean zante_refresh (GPtrArray *united, GPtrArray *parts, const ZanteBefore *before,
                        const char *scratch, GError **error);
