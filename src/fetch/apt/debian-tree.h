/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The tree of a Debian source package, laid out as dpkg-source(1) does for the formats
 * "3.0 (quilt)" and "3.0 (native)", without running it. */
#pragma once

#include "base/workspace.h"
#include "recipe/recipe.h"
#include <gio/gio.h>

typedef enum {
  ZANTE_DEBIAN_OTHER,     /* the .dsc itself, signatures */
  ZANTE_DEBIAN_ORIG,      /* NAME_VERSION.orig.tar.* */
  ZANTE_DEBIAN_COMPONENT, /* NAME_VERSION.orig-COMPONENT.tar.* */
  ZANTE_DEBIAN_PACKAGING, /* NAME_VERSION.debian.tar.* */
  ZANTE_DEBIAN_NATIVE,    /* NAME_VERSION.tar.* */
} ZanteDebianRole;

/* What the file NAME of a source package is for; the name of a component's folder goes to COMPONENT
 * (owned by the caller, else NULL). */
ZanteDebianRole zante_debian_role (const char *name, char **component);

/* Lay out ENTRY in the new folder DEST from verified downloads. SERIES: apply debian/patches too.
 * ZANTE_ERROR_SOURCE. */
gboolean zante_debian_lay_out (const ZanteWorkspace *workspace, const ZanteLockEntry *entry,
                               gboolean series, const char *dest, GCancellable *cancellable,
                               GError **error);
