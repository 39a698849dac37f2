/* SPDX-License-Identifier: GPL-2.0-or-later */
/* debian/patches/series: the names of a source package's patches, one a line (dpkg-source(1),
 * format 3.0 (quilt)). */
#pragma once

#include <glib.h>

/* The patch names in DATA: '#' begins a comment, an option "-p1" may follow a name. Any other
 * option, an absolute name or one with ".." is ZANTE_ERROR_SOURCE. An array of char*. */
GPtrArray *zante_series_parse (const char *data, gsize size, GError **error);

/* The patches (ZantePatch*, patch.h) of the source package unpacked in TREE, read beneath it; empty
 * when it has no series. debian/patches/debian.series goes before debian/patches/series. */
GPtrArray *zante_series_load (const char *tree, GError **error);
