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

/* version.c: fill epoch, upstream and revision of SOURCE from its pin and from zante.yaml. */
gboolean zante_source_set_version (ZanteSourcePackage *source, const ZanteRecipe *recipe,
                                   GError **error);

/* originals.c: have what SOURCE pins, wherever it is; lay out its tree in the new folder DEST
 * without our patches, which the packaging carries. */
gboolean zante_package_fetch (const ZanteFetchInput *fetch, const ZanteSourcePackage *source,
                              GError **error);
gboolean zante_package_unpack (const ZanteFetchInput *fetch, const ZanteSourcePackage *source,
                               const char *dest, GError **error);

/* date.c: when the tarball of TREE was made, see zante_package_originals. */
gboolean zante_package_tree_date (const char *tree, gint64 *date, GError **error);
/* DATE, seconds since the epoch, in UTC and English as strftime(3) has it by FORMAT, at most 63
 * bytes. Owned by the caller. */
char *zante_package_format_date (gint64 date, const char *format) G_GNUC_STRFTIME (2);

/* The first words of a tar(1) that gives the same bytes for the same files; TIME is
 * "--mtime=@SECONDS". */
#define ZANTE_PACKAGE_TAR(time)                                                                    \
  "tar", "--sort=name", time, "--owner=0", "--group=0", "--numeric-owner",                         \
      "--mode=go=rX,u+rw,a-s", "--format=gnu"

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

/* licences.c: a licence by the names that it has. */
typedef struct {
  const char *spdx;
  const char *debian; /* in the machine-readable debian/copyright, format 1.0, section 7.2 */
  const char *common; /* its file in Debian's /usr/share/common-licenses; NULL: none there */
  const char *grant;  /* what a reader may do; NULL: the text in packaging/licences/ says it */
} ZanteLicence;
/* By either name; NULL when it is not known. */
const ZanteLicence *zante_package_licence (const char *name);

/* stanzas.c: the paragraphs of the file NAME in FOLDER, NAME being the `sources` key of SOURCE, as
 * far as they are true of its version. */
typedef struct {
  char *text;        /* the paragraph, without zante's own fields; ends with a newline */
  char *licence;     /* "GPL-2 or Expat", Debian's names */
  gboolean of_files; /* FALSE: the text of a licence */
  char **components; /* what these files become part of; NULL: any */
} ZanteStanza;
/* An array of ZanteStanza* that owns them, empty where there is no such file. ZANTE_ERROR_HOST when
 * it cannot be read or understood. */
GPtrArray *zante_package_stanzas (const char *folder, const ZanteSourcePackage *source,
                                  GError **error);
/* Whether COMPONENT installs something made of the files of STANZA. */
gboolean zante_stanza_is_shipped (const ZanteStanza *stanza, const ZanteComponent *component);
/* The single licences of "A or B and C"; owned by the caller. */
char **zante_stanza_names (const char *licence);

/* The formats, each at the end of its folder's main file. */
extern const ZantePackageFormat zante_deb_format;
extern const ZantePackageFormat zante_rpm_format;
