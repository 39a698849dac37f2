/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copy one file's data, inside the kernel (or as a shared extent) where that is possible. */
#pragma once

#include <glib.h>

/* Everything from FROM (at its offset) to the end of TO. */
gboolean zante_copy_data (int from, int to, GError **error);
