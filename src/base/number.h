/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Numbers in the bytes of a file of another's format, wherever it says that they lie. */
#pragma once

#include <glib.h>

/* The little-endian or big-endian number of N bytes, at most 8, at OFFSET of DATA; 0 where that
 * reaches behind its SIZE bytes. */
guint64 zante_number_le (const guint8 *data, gsize size, guint64 offset, guint n);
guint64 zante_number_be (const guint8 *data, gsize size, guint64 offset, guint n);
