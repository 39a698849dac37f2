/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The small files that a component's own folder (and the folder of phase helpers) holds. Private to
 * the plan. */
#pragma once

#include <glib.h>

/* Add "KIND PATH" with the content's digest and the executable bit to INPUTS (ZanteKeyInput*) for
 * every file below FOLDER, except those that SKIP (may be NULL) is TRUE for, by their path below
 * it, and what editors leave behind. A link enters by its target and, where that is a file, by the
 * file's content. */
gboolean zante_folder_gather (const char *folder, const char *kind,
                              gboolean (*skip) (const char *path), GPtrArray *inputs,
                              GError **error);
