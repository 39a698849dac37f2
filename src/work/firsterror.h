/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The line of a build log that a person would look for: the first real error of a compiler, linker,
 * configure script, interpreter or make, not the cascade of "Error 2" at its end. Fed line by line,
 * constant memory. */
#pragma once

#include <glib.h>

typedef struct _ZanteFirstError ZanteFirstError;

ZanteFirstError *zante_first_error_new (void);
void zante_first_error_free (ZanteFirstError *scanner);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZanteFirstError, zante_first_error_free)

/* LINE without its newline; any bytes. */
void zante_first_error_feed (ZanteFirstError *scanner, const char *line);
/* One line of valid UTF-8 without control characters, at most 300 characters: the first line of the
 * surest kind that was seen, or the last line that was not empty, or NULL. Owned by the caller. */
char *zante_first_error_get (const ZanteFirstError *scanner);
