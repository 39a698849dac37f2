/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Packages: a recipe and what its components installed become a model (source packages, binary
 * packages, files), which knows no packaging system; emitters write debian/ or a .spec from it, as
 * files in memory; those are written below a folder without ever harming a hand edit. */
#pragma once

#include <gio/gio.h>
#include <sys/stat.h>

#include "fetch/fetch.h"
#include "recipe/recipe.h"

/* The model ------------------------------------------------------------------------------------ */

typedef struct _ZanteBinary ZanteBinary;
typedef struct _ZanteSourcePackage ZanteSourcePackage;

typedef enum {
  ZANTE_COMPARE_NONE, /* any version */
  ZANTE_COMPARE_LESS,
  ZANTE_COMPARE_LESS_EQUAL,
  ZANTE_COMPARE_EQUAL,
  ZANTE_COMPARE_GREATER_EQUAL,
  ZANTE_COMPARE_GREATER,
  ZANTE_COMPARE_SAME_BUILD, /* the very version of the package that says so; no `version` */
} ZanteComparison;

typedef struct {
  ZanteRelationKind kind;
  const ZanteBinary *own; /* a package of this model, borrowed; NULL: somebody else's */
  char *name;             /* in the model's distribution */
  ZanteComparison comparison;
  char *version; /* NULL with NONE and SAME_BUILD */
} ZanteRelation;

/* One installed file, symbolic link or empty folder. */
typedef struct {
  char *path;   /* as installed, with a leading '/' */
  char *target; /* of a symbolic link, else NULL */
  mode_t mode;
  guint64 size;                    /* bytes */
  const ZanteComponent *component; /* that installed it; borrowed */
  const char *stage;               /* the folder that holds it: STAGE PATH; borrowed */
} ZantePackageFile;

/* One of the patterns that say what belongs to a package: * and ? match within a name, ** across
 * folders. */
typedef struct {
  char *text;    /* variables expanded, so with a leading '/' */
  char *written; /* as it stands in component.yaml */
  guint matches;
  const ZanteComponent *component; /* borrowed */
} ZantePattern;

struct _ZanteBinary {
  char *name;        /* in the model's distribution */
  char *debian_name; /* the key in `packages`, expanded: the name by which components refer to it */
  char *summary;
  char *fedora_summary; /* where several packages are one in rpm; or NULL */
  char *description;    /* or NULL */
  char *section;        /* or NULL */
  gboolean all;         /* the same files on every machine */
  gboolean meta;        /* has no files on purpose */
  GPtrArray *patterns;  /* of ZantePattern*, those that match something, in order of components */
  GPtrArray *files;     /* of ZantePackageFile*, sorted by path */
  GPtrArray *relations; /* of ZanteRelation*, by kind, then as written */
  const ZanteSourcePackage *source; /* borrowed */
};

struct _ZanteSourcePackage {
  char *name;                  /* xen, xen-seabios, … */
  const ZanteSource *source;   /* borrowed; NULL: only components without a source */
  const ZanteLockEntry *entry; /* borrowed; NULL for a local source */
  char *epoch;                 /* of the distribution's version, or NULL */
  char *upstream;              /* version without epoch and revision */
  char *revision;
  GPtrArray *components; /* of const ZanteComponent*, sorted by name; borrowed */
  GPtrArray *stages;     /* char*: the folder with what each of them installed */
  GPtrArray *binaries;   /* of ZanteBinary*, sorted by name */
};

typedef struct {
  const ZanteRecipe *recipe; /* borrowed */
  char *distribution;        /* whose names: "debian" or "fedora" */
  GPtrArray *sources;        /* of ZanteSourcePackage*, xen first, then by name */
  GHashTable *declared;      /* every package that a component declares → its source's name */
} ZanteModel;

/* What one component installed. */
typedef struct {
  const char *component;
  const char *folder;
} ZantePackageStage;

typedef struct {
  const ZanteRecipe *recipe;
  const char *distribution; /* whose package names; NULL: the recipe's */
  const ZantePackageStage *stages;
  gsize n_stages;
} ZantePackageInput;

/* Every installed file belongs to exactly one package of its source: otherwise ZANTE_ERROR_INPUT
 * with the position of the `packages` to mend and the line that would do it. A package whose
 * patterns match nothing is left out. */
ZanteModel *zante_package_model (const ZantePackageInput *input, GError **error);
void zante_package_model_free (ZanteModel *model);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZanteModel, zante_package_model_free)

/* Borrowed; NULL when the model has no such package. By its Debian name. */
const ZanteBinary *zante_package_find (const ZanteModel *model, const char *name);
/* The package that has the file PATH, or one below it, that COMPONENT installed; or NULL. Borrowed.
 */
const ZanteBinary *zante_package_owner (const ZanteModel *model, const ZanteComponent *component,
                                        const char *path);
/* The licences in the SPDX expressions of the components of SOURCE, each once, sorted; owned by the
 * caller. */
char **zante_package_licences (const ZanteSourcePackage *source);

/* Repositories --------------------------------------------------------------------------------- */

typedef struct {
  const char *const *folders; /* packages are taken from these and all folders below */
  const char *directory;      /* the repository: absolute; replaced when it is one already */
  const char *suite;          /* of the apt repository, a plain word */
  const char *key;            /* what gpg knows the signing key by, or NULL: unsigned */
  gint64 epoch;               /* every time stamp; -1: as new as the newest package */
  ZanteLog *log;
  GCancellable *cancellable;
} ZanteRepoInput;

/* Write DIRECTORY: deb/{pool,dists} for apt when there are .deb or .dsc files, rpm/ARCH/ for dnf
 * when there are .rpm files, key.asc when signed. Written beside, then put in place in one step; on
 * failure what was there stays. The same packages give the same bytes. */
gboolean zante_package_repo (const ZanteRepoInput *input, GError **error);
