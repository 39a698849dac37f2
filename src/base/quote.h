/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Words for a shell script that people read: quoted only where they must be. */
#pragma once

#include <glib.h>

/* WORD as one word of POSIX sh, owned by the caller. */
char *zante_shell_quote (const char *word);
