/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What an rpm package says of itself in its header, read without rpm: the format's description is
 * docs/manual/format_v4.md of rpm. */
#pragma once

#include <glib.h>

typedef struct {
  char *name;
  char *version;   /* "[EPOCH:]VERSION-RELEASE" */
  char *arch;      /* NULL: it does not say */
  char **requires; /* names of packages, files and capabilities */
  gboolean source; /* a source package */
} ZanteRpmHeader;
void zante_rpm_header_free (ZanteRpmHeader *header);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZanteRpmHeader, zante_rpm_header_free)

/* Read the first SIZE bytes of a package; NULL when they are none, or not enough. */
ZanteRpmHeader *zante_rpm_header_read (const guint8 *data, gsize size);
