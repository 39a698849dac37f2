/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How well what a series was made on fits each commit of a history. */
#pragma once

#include "series/history.h"
#include "series/preimage.h"

/* For each commit of HISTORY (read with the paths of PREIMAGES) how many of them it has not as they
 * should be; g_free. Files whose blobs the mails do not name are read from GIT and compared by
 * their lines. ONCE, of as many gbooleans as there are preimages, is set TRUE for those that some
 * commit has. */
guint *zante_fit_commits (const ZanteGit *git, const ZanteHistory *history, GPtrArray *preimages,
                          gboolean *once, GError **error);
