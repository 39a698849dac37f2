/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Read a .pc file as pkg-config does: "name=value" defines a variable, "Name: value" a field,
 * ${name} is replaced by what was defined above. See pc(5). */
#pragma once

#include <glib.h>

typedef struct {
  GHashTable *variables; /* char* → char*, expanded */
  GHashTable *fields;    /* char* → char*, expanded */
} ZantePkgConfig;

/* The SIZE bytes at TEXT; DIR is the directory of the file, for ${pcfiledir}. A line that is
 * neither, an undefined variable, or a value that grows beyond 64 KiB is ZANTE_ERROR_POLICY. */
ZantePkgConfig *zante_pkg_config_parse (const char *text, gsize size, const char *dir,
                                        GError **error);
void zante_pkg_config_free (ZantePkgConfig *config);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZantePkgConfig, zante_pkg_config_free)

/* The words of the field NAME (quotes as in a shell); empty when there is no such field. NULL and
 * ERROR when the quotes do not match. Owned by the caller. */
char **zante_pkg_config_words (const ZantePkgConfig *config, const char *name, GError **error);

/* The module names of the field NAME ("Requires": "a >= 1, b c = 2" → a, b, c), without versions.
 * Owned by the caller. */
char **zante_pkg_config_modules (const ZantePkgConfig *config, const char *name);
