/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The steps of zante_package_model, one file each, and what they share. */
#pragma once

#include "package/package.h"

/* Set ERROR to ZANTE_ERROR_INPUT with the position of the node at POINTER (see zante_yaml_locate)
 * of the component's file. Returns FALSE. */
gboolean zante_package_complain (GError **error, const ZanteComponent *component,
                                 const char *pointer, const char *format, ...) G_GNUC_PRINTF (4, 5);
/* "/packages/NAME" and further parts, escaped. NAME is the key as written. Owned by the caller. */
char *zante_package_pointer (const char *name, const char *further);
/* The keys of a component's `packages`, sorted, borrowed; NULL-terminated. */
char **zante_package_keys (const ZanteComponent *component);

/* version.c: fill epoch, upstream and revision of SOURCE from its pin and from zante.yaml. */
gboolean zante_source_set_version (ZanteSourcePackage *source, const ZanteRecipe *recipe,
                                   GError **error);

/* originals.c: have what SOURCE pins, wherever it is; lay out its tree in the new folder DEST
 * without our patches, which the packaging carries. */
gboolean zante_package_fetch (const ZanteFetchInput *fetch, const ZanteSourcePackage *source,
                              GError **error);
gboolean zante_package_unpack (const ZanteFetchInput *fetch, const ZanteSourcePackage *source,
                               const char *dest, GError **error);

/* binaries.c: the packages that the components of SOURCE declare, merged by name. */
gboolean zante_source_declare (ZanteSourcePackage *source, const ZanteRecipe *recipe,
                               const char *distribution, GError **error);
void zante_binary_free (ZanteBinary *binary);

/* claims.c: give each installed file to the package whose pattern matches; drop what gets none. */
gboolean zante_source_claim (ZanteSourcePackage *source, const ZanteRecipe *recipe, GError **error);
void zante_package_file_free (ZantePackageFile *file);

/* relations.c: once every package is known, what they need of one another. */
gboolean zante_model_relate (ZanteModel *model, GError **error);
void zante_relation_free (ZanteRelation *relation);

/* facts.c: who answers for the packages (ZANTE_ERROR_INPUT when nobody does), and what the
 * changelog says. Owned by the caller. */
char *zante_package_maintainer (const ZanteRecipe *recipe, GError **error);
char *zante_package_changes (const ZanteEmitInput *input, const ZanteSourcePackage *source);

/* The formats, each at the end of its folder's main file. */
extern const ZantePackageFormat zante_deb_format;
extern const ZantePackageFormat zante_rpm_format;
