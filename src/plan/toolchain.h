/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The packages installed on this machine, behind one face for dpkg and rpm. Private to the plan. */
#pragma once

#include "plan/plan.h"

/* One installed package. */
typedef struct {
  char *version;
  char *offered;  /* of the virtual package that was asked for: its version, "" when it has none; or
                     NULL: this is the package itself */
  char **follows; /* packages that change what this one does, whose versions count too; or NULL */
} ZantePackageState;
void zante_package_state_free (ZantePackageState *state);

typedef struct {
  const char *grammar; /* of dependencies, as zante_dependency_parse takes it */
  int (*compare) (const char *a, const char *b); /* versions: base/version.h */
  const char *const *base;  /* counted for every component, as far as installed */
  const char *const *files; /* what the answers depend on; may be missing */
  gpointer (*open) (const char *state_dir, GError **error);
  /* The state of an installed package, or NULL; owned by the caller. */
  ZantePackageState *(*find) (gpointer database, const char *package);
  void (*close) (gpointer database);
} ZantePackageDatabase;
extern const ZantePackageDatabase zante_dpkg_database;
extern const ZantePackageDatabase zante_rpm_database;

/* The kind of database of DISTRIBUTION. */
const ZantePackageDatabase *zante_package_database (const char *distribution);

/* What `open` makes, from text: dpkg's status file (see deb-control(5)), or "NAME VERSION" lines.
 * Any bytes are taken. */
gpointer zante_dpkg_parse (GBytes *status);
gpointer zante_rpm_parse (const char *list, gsize size);
/* The first package name in TEXT, "gcc:any (>= 12) | clang" → "gcc"; NULL when there is none. An
 * architecture that names one ("libc6:i386") is kept. Owned by the caller. */
char *zante_dpkg_name (const char *text, gsize size);

/* A toolchain over DATABASE of KIND, which it takes. */
ZanteToolchain *zante_toolchain_new (const ZantePackageDatabase *kind, gpointer database);
/* "package NAME" → version of PACKAGES (NULL-terminated), of the base and of all that they follow;
 * "missing" for one of PACKAGES that is not installed. ZanteKeyInput*, sorted; owned by the caller.
 */
GPtrArray *zante_toolchain_closure (ZanteToolchain *toolchain, const char *const *packages);
