/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Advisory locks between several zantes. Whoever has to wait is told so. */
#pragma once

#include "base/log.h"
#include <gio/gio.h>

/* Hold the exclusive lock file PATH (flock(2), made if missing) until the descriptor closes. Waits
 * for another holder unless CANCELLABLE is cancelled, and tells LOG, both of which may be NULL,
 * once when it begins to. Returns -1 on failure. */
int zante_lock_hold (const char *path, ZanteLog *log, GCancellable *cancellable, GError **error);
