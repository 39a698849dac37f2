/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a recipe says of a distribution's packages, by that distribution's own grammar: such text
 * becomes words of apt's and dnf's command lines, and fields of debian/control and of a .spec. */
#pragma once

#include <glib.h>

/* One package of a dependency: any of those of an item will do. */
typedef struct {
  char *name;       /* begins with no '-' */
  char *qualifier;  /* Debian's architecture behind the colon ("any", "native", "i386"); or NULL */
  char *comparison; /* as zante_version_is takes it; NULL: any version */
  char *version;    /* NULL when comparison is */
  gboolean idle;    /* restricted to other architectures, or to a build profile: asks for nothing */
} ZanteDependency;

/* One item of `build-depends`. For "debian" and what derives from it "NAME[:ARCH] [(OP VERSION)]
 * [[ARCH…]] [<PROFILE…>] [| …]", Debian Policy 7.1; for "fedora" "NAME [OP VERSION]" or "(… or
 * …)", rpm's manual, More on Dependencies and Boolean Dependencies. NULL when TEXT is neither, with
 * what is wrong, to follow the quoted text, in WRONG (static). Of ZanteDependency*, at least one;
 * owned by the caller. */
GPtrArray *zante_dependency_parse (const char *distribution, const char *text, const char **wrong);

/* What is wrong with VALUE as the name of a package, by Debian Policy 5.6.1 or by what rpm takes in
 * a dependency; NULL when nothing is. Static. */
const char *zante_check_package_name (const char *distribution, const char *value);
/* The same for a version in a relation: Debian Policy 5.6.12, rpm-version(7). */
const char *zante_check_package_version (const char *distribution, const char *value);
