/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The releases that a user names: revisions of the repository, or stacks. */
#pragma once

#include "cli/session.h"
#include "xsa/xsa.h"

/* What NAME stands for: a commit of GIT's repository, or else the stack of that name ("stack:NAME"
 * is one in any case) with what its lock pins for Xen, and its patches. ZANTE_ERROR_INPUT when it
 * is neither, or the repository has not what is pinned. */
ZanteXsaRelease *zante_xsa_find_release (ZanteSession *session, const ZanteGit *git,
                                         const char *name, GError **error);
