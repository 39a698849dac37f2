/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The files of debian/, one .c file per kind: each adds to the emission what it knows. The rules
 * are Debian Policy 4.6.2 and debhelper(7), compatibility level 13. */
#pragma once

#include "package/emission.h"

typedef struct {
  const ZanteEmitInput *input;
  const ZanteModel *model;
  const ZanteRecipe *recipe;
  const ZanteSourcePackage *source;
  GPtrArray *emission;
  char *maintainer; /* "Name <mail>" */
  char *version;    /* epoch, upstream version and revision */
  GPtrArray *moves; /* of ZanteDebMove*: see moved.c */
} ZanteDeb;

/* A relation that is needed because a file is in another package than in the distribution's. */
typedef struct {
  const ZanteBinary *binary; /* that has the file now; borrowed */
  ZanteRelationKind kind;    /* Breaks, Replaces or Conflicts */
  char *name;                /* the distribution's package that had it */
  char *condition;           /* "(OPERATOR VERSION)", or "" */
} ZanteDebMove;

/* Checks (deb-check.c): NULL when VALUE is fine, else what is wrong with it. */
const char *zante_deb_check_name (const char *value);       /* Policy 5.6.1, 5.6.7 */
const char *zante_deb_check_version (const char *value);    /* Policy 5.6.12 */
const char *zante_deb_check_maintainer (const char *value); /* Policy 5.6.2 */
const char *zante_deb_check_suite (const char *value);
const char *zante_deb_check_urgency (const char *value);   /* Policy 5.6.17 */
const char *zante_deb_check_epoch (const char *value);     /* Policy 5.6.12 */
const char *zante_deb_check_uploaders (const char *value); /* Policy 5.6.3 */
const char *zante_deb_check_url (const char *value);       /* Policy 5.6.26 */
const char *zante_deb_check_standards (const char *value); /* Policy 5.6.11 */
/* Every name and version of the source package, with the position of what to mend. */
gboolean zante_deb_check (ZanteDeb *deb, GError **error);

/* Each adds its files. */
gboolean zante_deb_moved (ZanteDeb *deb, GError **error); /* before control, which has them */
gboolean zante_deb_control (ZanteDeb *deb, GError **error);
gboolean zante_deb_changelog (ZanteDeb *deb, GError **error);
gboolean zante_deb_copyright (ZanteDeb *deb, GError **error);
gboolean zante_deb_rules (ZanteDeb *deb, GError **error);
gboolean zante_deb_components (ZanteDeb *deb, GError **error);
gboolean zante_deb_install (ZanteDeb *deb, GError **error);
gboolean zante_deb_symbols (ZanteDeb *deb, GError **error);
gboolean zante_deb_triggers (ZanteDeb *deb, GError **error);
gboolean zante_deb_patches (ZanteDeb *deb, GError **error);
gboolean zante_deb_watch (ZanteDeb *deb, GError **error);
gboolean zante_deb_packaging (ZanteDeb *deb, GError **error);

/* What several of them ask ------------------------------------------------------------------- */

/* The names in "Name <mail>, Name <mail>"; owned by the caller. */
char **zante_deb_uploaders (const char *uploaders);

/* PATH with this machine's multiarch tuple as "${DEB_HOST_MULTIARCH}"; owned by the caller. */
char *zante_deb_multiarch (const ZanteDeb *deb, const char *path);
/* The directory of the private libraries when a package of the source has them, without a leading
 * '/', and that package; NULL otherwise. Owned by the caller. */
char *zante_deb_private_dir (const ZanteDeb *deb, const ZanteBinary **binary);
/* The folder with Python modules and programs that import them beside themselves, or NULL. Owned by
 * the caller. */
char *zante_deb_python_dir (const ZanteDeb *deb);
/* Whether every file of BINARY lies in the multiarch library directory. */
gboolean zante_deb_is_library (const ZanteDeb *deb, const ZanteBinary *binary);
/* Whether BINARY has systemd units or init scripts. */
gboolean zante_deb_has_services (const ZanteBinary *binary);
/* The value of a phase variable such as libdir. Borrowed. */
const char *zante_deb_directory (const ZanteDeb *deb, const char *name);
