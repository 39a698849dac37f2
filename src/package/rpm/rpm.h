/* SPDX-License-Identifier: GPL-2.0-or-later */
/* From the model to a .spec: one .c file for each part of it, and what they share. The rules are
 * those of rpm-spec(5) and Fedora's packaging guidelines. Private to package/. */
#pragma once

#include "package/emission.h"
#include "package/parts.h"

/* Where rpm's find-debuginfo(1) puts what it takes out of programs. Whatever else is there goes
 * into the debuginfo package too, so no other may list it. */
#define ZANTE_RPM_DEBUG_DIR "/usr/lib/debug"

/* What rpm has one package for: the packages of a source that have the same name there. */
typedef struct {
  const char *name;    /* borrowed */
  GPtrArray *binaries; /* of const ZanteBinary*, sorted by their Debian name */
  gboolean noarch;
} ZanteRpmPackage;

typedef struct {
  const ZanteEmitInput *input;
  const ZanteModel *model;
  const ZanteRecipe *recipe;
  const ZanteSourcePackage *source;
  char *maintainer;        /* "Name <mail>" */
  char *version, *release; /* as rpm has them */
  GPtrArray *packages;     /* of ZanteRpmPackage*, sorted by name */
  GPtrArray *stanzas;      /* of ZanteStanza*: who holds the rights in what */
  GPtrArray *patches;      /* char*: their file names */
  gboolean programs;       /* rpm has something for a debuginfo package */
  GString *spec;           /* what was written of it */
  GPtrArray *emission;
} ZanteRpm;

/* rpm-check.c: the maintainer, and every name and version, with the position of what to mend. */
gboolean zante_rpm_check (ZanteRpm *rpm, GError **error);

/* rpm-packages.c: fill `packages` and `programs`. What only has files for debuginfo is left out. */
gboolean zante_rpm_gather (ZanteRpm *rpm, GError **error);
void zante_rpm_package_free (ZanteRpmPackage *package);
/* The package that has BINARY, or NULL. Borrowed. */
const ZanteRpmPackage *zante_rpm_package_of (const ZanteRpm *rpm, const ZanteBinary *binary);
/* Whether COMPONENT installed something of PACKAGE. */
gboolean zante_rpm_has_files (const ZanteRpmPackage *package, const ZanteComponent *component);
/* The licences of what PACKAGE ships (NULL: all of them) as one expression of SPDX. Owned by the
 * caller. */
char *zante_rpm_licence (const ZanteRpm *rpm, const ZanteRpmPackage *package);

/* rpm-path.c: PATH with the macros that stand for its directory. Owned by the caller. */
char *zante_rpm_path (const ZanteLayout *layout, const char *path);
/* TEXT with every '%' doubled. Owned by the caller. */
char *zante_rpm_escape (const char *text);
/* Package NAME with %{xen_version} in it. Owned by the caller. */
char *zante_rpm_name (const ZanteRpm *rpm, const char *name);
/* Whether PATH is a directory that Fedora's own packages bring, so that ours need not own it. */
gboolean zante_rpm_is_system (const ZanteLayout *layout, const char *path);
/* Definitions of the macros in TEXT that only Fedora's rpm knows. Owned by the caller. */
char *zante_rpm_fallbacks (const char *text);

/* rpm-patches.c: fill `patches`, and emit them. */
gboolean zante_rpm_collect_patches (ZanteRpm *rpm, GError **error);
/* rpm-components.c: emit what becomes the last Source. */
gboolean zante_rpm_components (ZanteRpm *rpm, GError **error);

/* Each appends its part of the spec. */
gboolean zante_rpm_globals (ZanteRpm *rpm, GError **error);
gboolean zante_rpm_preamble (ZanteRpm *rpm, GError **error);
gboolean zante_rpm_subpackages (ZanteRpm *rpm, GError **error);
gboolean zante_rpm_steps (ZanteRpm *rpm, GError **error);
gboolean zante_rpm_scriptlets (ZanteRpm *rpm, GError **error);
gboolean zante_rpm_lists (ZanteRpm *rpm, GError **error);
gboolean zante_rpm_changelog (ZanteRpm *rpm, GError **error);

/* rpm-relations.c: the tags that say what PACKAGE needs. */
void zante_rpm_relations (ZanteRpm *rpm, const ZanteRpmPackage *package);
/* "Tag:            value", aligned as Fedora's specs are. */
void zante_rpm_tag (ZanteRpm *rpm, const char *tag, const char *value);
/* What follows %package, %files and the like: "hypervisor-%{xen_version}", "-n NAME"; "" for the
 * source's own name. Owned by the caller. */
char *zante_rpm_suffix (const ZanteRpm *rpm, const ZanteRpmPackage *package);

/* rpm-files.c: the lines below %files, sorted by path; char*, owned by the caller. */
GPtrArray *zante_rpm_files (const ZanteRpm *rpm, const ZanteRpmPackage *package);
