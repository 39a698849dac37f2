/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a build reads and never writes: parts of zante, the folders of components and guests. Where
 * root starts it, it runs as somebody else (owner.h), who may not read what root's umask closed. */
#pragma once

#include <gio/gio.h>

/* PATH, a file or a folder, as the user ID can read it: PATH itself where ID is 0 (we stay who we
 * are) or everybody may, else a copy at COPY, below a folder that is there, made anew each time.
 * Owned by the caller; NULL on failure. */
char *zante_readable (const char *path, const char *copy, guint id, GError **error);
