/* SPDX-License-Identifier: GPL-2.0-or-later */
/* From one release to the next: the pin, the lock and every recipe that is there move together. */
#pragma once

#include "raise/context.h"

/* Pin the sources NAMES (empty or NULL: all that are built) as MODE says, and write zante.lock. */
gboolean zante_raise_lock (ZanteRaise *raise, char *const *names, ZanteLockMode mode,
                           GError **error);

typedef struct {
  char *const *words;    /* NULL-terminated: "SOURCE=TAG", or "SOURCE" for what there is now */
  const char *changelog; /* what the recipes say of it; or NULL */
} ZanteUpdateOptions;

/* Write the tags into the project's files, look the sources up and pin them, build what is out of
 * date, and write the recipes of each format that has some (deb/, rpm/) again, with the edits of
 * those before: see zante_packager_run. When the sources cannot be pinned, the files are as they
 * were; when the build fails they are not, and the same call goes on. */
gboolean zante_update_run (const ZanteRaise *raise, const ZanteUpdateOptions *options,
                           GError **error);
