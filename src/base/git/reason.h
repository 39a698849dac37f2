/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Why git failed, in one line: the cause with a way out, instead of what git says whatever the
 * cause is ("Please make sure you have the correct access rights and the repository exists"). Pure.
 */
#pragma once

#include <glib.h>

/* LINES: what git wrote to standard error, NULL-terminated. Owned by the caller. */
char *zante_git_reason (const char *const *lines);
