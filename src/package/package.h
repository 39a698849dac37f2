/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Packages: a recipe and what its components installed become a model (source packages, binary
 * packages, files), which knows no packaging system; emitters write debian/ or a .spec from it, as
 * files in memory; those are written below a folder without ever harming a hand edit. */
#pragma once

#include <gio/gio.h>
#include <sys/stat.h>

#include "work/work.h"
#include "fetch/fetch.h"
#include "recipe/recipe.h"

/* The model ---------------------------------------------------------------------------------- */

typedef struct _ZanteBinary ZanteBinary;
typedef struct _ZanteSourcePackage ZanteSourcePackage;

typedef enum {
  ZANTE_COMPARE_NONE, /* any version */
  ZANTE_COMPARE_LESS,
  ZANTE_COMPARE_LESS_EQUAL,
  ZANTE_COMPARE_EQUAL,
  ZANTE_COMPARE_GREATER_EQUAL,
  ZANTE_COMPARE_GREATER,
  ZANTE_COMPARE_SAME_BUILD, /* the very build of the package that says so; no `version` */
} ZanteComparison;

typedef struct {
  ZanteRelationKind kind;
  const ZanteBinary *own; /* a package of this model, borrowed; NULL: somebody else's */
  char *name;             /* in the model's distribution */
  ZanteComparison comparison;
  char *version; /* NULL with NONE and SAME_BUILD, and for the version of this source package,
                    written "this" */
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
  GPtrArray *triggers;  /* char*: paths of other packages, and words; sorted */
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

/* What a recipe declares, whatever was installed --------------------------------------------- */

/* A package, merged of what all components say of it. */
typedef struct {
  char *name;      /* its Debian name */
  char *section;   /* or NULL */
  char **needs;    /* names in what it depends on and recommends; perhaps nobody's here */
  char **patterns; /* of its files, variables expanded */
} ZanteDeclared;
/* The packages of the components of RECIPE that are built (of ZanteDeclared*, sorted by name), at
 * the directories of its layout. */
GPtrArray *zante_package_declared (const ZanteRecipe *recipe);
/* Whether the file PATH, with a leading '/', belongs to DECLARED. */
gboolean zante_package_declares (const ZanteDeclared *declared, const char *path);

/* Emission ----------------------------------------------------------------------------------- */

/* A file of an emitted recipe. */
typedef struct {
  char *path; /* relative, no leading "./" */
  char *data;
  gsize size;
  gboolean executable;
} ZanteEmitted;

typedef struct {
  const ZanteModel *model;
  const char *tools;     /* folder with zante's phase helpers (private-libraries) */
  const char *packaging; /* folder with what goes into emitted packages as it is: deb/, rpm/ */
  const char *copyright; /* folder with debian/copyright's stanzas for sources, by their names */
  const char *others;    /* folder with the files of Debian's packages, one list for each suite */
  const char *changelog; /* instead of packaging.changelog; or NULL */
  gint64 date;           /* seconds since the epoch: of the changelog and of every file */
} ZanteEmitInput;

/* "EPOCH:UPSTREAM-REVISION"; owned by the caller. */
char *zante_package_deb_version (const ZanteSourcePackage *source);
/* debian/ of SOURCE as a maintainer would write it: an array of ZanteEmitted*, sorted by path, that
 * owns them. ZANTE_ERROR_INPUT for what Debian Policy forbids (names 5.6.1, versions 5.6.12) and
 * where the maintainer is missing; ZANTE_ERROR_HOST when zante's own data is. */
GPtrArray *zante_package_deb (const ZanteEmitInput *input, const ZanteSourcePackage *source,
                              GError **error);

/* Hand edits that zante's own text may take the place of. */
typedef struct {
  gboolean all;
  const char *const *files; /* paths in the emission; NULL: none by name */
} ZanteEmissionForce;
/* Write EMISSION below FOLDER, every file beside and then renamed, all of them or none. The digests
 * of what was emitted are kept in STATE, a file beside, so that hand edits are known: one that the
 * new emission leaves alone stays; one where zante has something new to say, too, is
 * ZANTE_ERROR_INPUT naming it, and nothing is written, unless FORCE. NOTE, one line, is kept with
 * the digests. KEPT, if not NULL, receives the paths of the edits that stay (char*, owned by the
 * caller). */
gboolean zante_emission_write (const GPtrArray *emission, const char *folder, const char *state,
                               const ZanteEmissionForce *force, const char *note, GPtrArray **kept,
                               GError **error);
/* Whether EMISSION has the file PATH. */
gboolean zante_emission_has (const GPtrArray *emission, const char *path);
/* The note of the last time, or NULL; owned by the caller. */
char *zante_emission_note (const char *state);

/* What became of hand edits when a new upstream version got a folder of its own. */
typedef struct {
  GPtrArray *carried; /* char*: paths of edits that the new folder has, too */
  GPtrArray *left;    /* char*: of those where zante says something else now than before */
  GPtrArray *links;   /* char*: of symbolic links that the previous one has: none is carried over */
} ZanteEmissionCarried;
void zante_emission_carried_clear (ZanteEmissionCarried *carried);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ZanteEmissionCarried, zante_emission_carried_clear)
/* Bring the hand edits in the recipe PREVIOUS, whose state is PREVIOUS.emitted, over to FOLDER, to
 * which EMISSION was written just now: of files that zante emits as it did, and files of debian/
 * that it never emitted. SKIP is what has another text with every version, the changelog. */
gboolean zante_emission_carry (const GPtrArray *emission, const char *previous, const char *folder,
                               const char *skip, ZanteEmissionCarried *carried, GError **error);
/* What EMISSION would change in FOLDER, as diff(1) tells it, "" for nothing: files that FOLDER has
 * and EMISSION lacks are the maintainer's and not told. Owned by the caller. */
char *zante_emission_diff (const GPtrArray *emission, const char *folder, GCancellable *cancellable,
                           GError **error);

/* Building ----------------------------------------------------------------------------------- */

/* The ending of the archive of SOURCE, when a source package can have it as it stands: packed as
 * dpkg-source(1) takes it, and unpacked as it does, without one leading folder. NULL: it cannot. */
const char *zante_package_original_ending (const ZanteSourcePackage *source);
/* Put the upstream tarballs of SOURCE into FOLDER, as dpkg-source(1) names them: unchanged as they
 * were downloaded, verified again; or made from the tree of a git or local source, or of an archive
 * that cannot be had as it stands, reproducibly: every time stamp is SOURCE_DATE_EPOCH, or that of
 * its newest file, for one version has one tarball, whatever its packaging. Without a source it is
 * an empty one. */
gboolean zante_package_originals (const ZanteFetchInput *fetch, const ZanteSourcePackage *source,
                                  const char *folder, GError **error);
/* The last second of the year 9999, since the epoch: later ones no changelog can tell. */
#define ZANTE_PACKAGE_DATE_LAST G_GINT64_CONSTANT (253402300799)

/* The time of the change that a recipe tells, and so of everything in its packages, as it was
 * given: packaging.date, else SOURCE_DATE_EPOCH; -1 when neither is there. In seconds since the
 * epoch. */
gboolean zante_package_date (const ZanteRecipe *recipe, gint64 *date, GError **error);

typedef enum {
  ZANTE_PACKAGE_SOURCE, /* the source package */
  ZANTE_PACKAGE_ALL,    /* that, and compile and make the packages */
  ZANTE_PACKAGE_STAGED, /* make the packages from what is staged */
} ZantePackageTargets;

typedef struct {
  const ZanteFetchInput *fetch;
  const ZanteBuildInput *run; /* how the tools are run, see ZanteBox */
  const ZanteSourcePackage *source;
  const char *folder;  /* the recipe to use: the parent of debian/, or the spec and its files */
  const char *scratch; /* for building; made anew, and removed on success */
  const char *output;  /* where the files go, each in one step; made if missing */
  const char *log;     /* file for what the tools say */
  ZantePackageTargets targets;
  gint64 date;
  guint jobs; /* 0: the processors of this process's affinity */
  GCancellable *cancellable;
} ZantePackageBuild;

/* Run dpkg-source and dpkg-buildpackage. ZANTE_ERROR_HOST when one of them or a build dependency is
 * missing, ZANTE_ERROR_BUILD naming the log when it fails. MADE, if not NULL, receives the names of
 * the files in `output`, sorted (char*, owned by the caller). */
gboolean zante_package_deb_build (const ZantePackageBuild *build, GPtrArray **made, GError **error);
/* Run rpmbuild. Errors and MADE as above. */
gboolean zante_package_rpm_build (const ZantePackageBuild *build, GPtrArray **made, GError **error);

/* Formats ------------------------------------------------------------------------------------ */

/* Where an emitted recipe's changelog is. */
typedef struct {
  const char *file; /* "debian/changelog"; NULL: NAME.spec */
  const char
      *mark; /* what the first line of the changelog is behind in that file; NULL: its start */
  const char *head; /* what an entry's first line begins with; NULL: no blank */
} ZanteChangelogKind;

/* Put behind the entry in EMISSION, of the source package SOURCE, those of the recipe in FOLDER, or
 * when that has none of the newest recipe beside it whose folder is NAME-VERSION. An entry of the
 * same version is replaced where it stands on top, as it was emitted; where a person has it further
 * down, the whole changelog stays as it is. */
void zante_changelog_keep (const ZanteChangelogKind *kind, GPtrArray *emission,
                           const ZanteSourcePackage *source, const char *folder);

/* The recipe beside FOLDER, of the source package NAME, with the newest version; NULL when there is
 * none. Owned by the caller. */
char *zante_changelog_beside (const char *folder, const char *name);
/* The path of the file with the changelog; owned by the caller. */
char *zante_changelog_file (const ZanteChangelogKind *kind, const ZanteSourcePackage *source);
/* The changelog in EMISSION, one entry before zante_changelog_keep. Borrowed. */
const char *zante_changelog_of (const ZanteChangelogKind *kind, const GPtrArray *emission,
                                const ZanteSourcePackage *source);
/* The first entry of the recipe in FOLDER, NULL when there is none; owned by the caller. */
char *zante_changelog_first (const ZanteChangelogKind *kind, const ZanteSourcePackage *source,
                             const char *folder);
/* When ENTRY says that it was made, in seconds since the epoch; -1 when it cannot be understood. */
gint64 zante_changelog_date (const ZanteChangelogKind *kind, const char *entry);

/* A program that packing runs, which a package of the same name has on Debian and on Fedora. */
typedef struct {
  const char *program, *package;
  const char *where; /* needed where a file of the recipe has this text; NULL: always */
} ZantePackageTool;

/* A packaging format: its folder of this stage, the command and the folder of its packages are
 * called NAME. */
typedef struct {
  const char *name;
  const char *distribution;      /* whose package names are used */
  const char *layout;            /* where files go unless the user says so; NULL: the recipe's */
  const ZantePackageTool *tools; /* ends with a NULL program */
  const ZanteChangelogKind *changelog;
  gint64 day; /* a changelog counts in these many seconds */
  GPtrArray *(*emit) (const ZanteEmitInput *input, const ZanteSourcePackage *source,
                      GError **error);
  gboolean (*build) (const ZantePackageBuild *build, GPtrArray **made, GError **error);
} ZantePackageFormat;

/* Every format; ends with NULL. */
extern const ZantePackageFormat *const zante_package_formats[];
/* That with NAME, or NULL. */
const ZantePackageFormat *zante_package_format (const char *name);

/* rpm ---------------------------------------------------------------------------------------- */

/* The recipe of rpm packages: NAME.spec, its patches, and the folder recipe/ that becomes its last
 * Source. An emission as for Debian, with the same errors by the rules of rpm and Fedora. */
GPtrArray *zante_package_rpm (const ZanteEmitInput *input, const ZanteSourcePackage *source,
                              GError **error);
/* Version and release as rpm has them, and the file names of the upstream source (NULL when there
 * is none) and of the packed recipe/. Owned by the caller. */
char *zante_package_rpm_version (const ZanteSourcePackage *source);
char *zante_package_rpm_release (const ZanteModel *model);
char *zante_package_rpm_original (const ZanteSourcePackage *source);
char *zante_package_rpm_recipe (const ZanteSourcePackage *source);

/* Repositories ------------------------------------------------------------------------------- */

typedef struct {
  const char *const *folders; /* packages are taken from these and all folders below */
  const char *directory;      /* the repository: absolute; replaced when it is one already */
  const char *suite;          /* of the apt repository, a plain word */
  const char *key;            /* what gpg knows the signing key by, or NULL: unsigned */
  gboolean all;               /* older ones of a package too, not only its newest */
  gint64 epoch;               /* every time stamp; -1: as new as the newest package */
  ZanteLog *log;
  GCancellable *cancellable;
} ZanteRepoInput;

/* Write DIRECTORY: deb/{pool,dists} for apt when there are .deb or .dsc files, rpm/ARCH/ for dnf
 * when there are .rpm files, key.asc when signed. Written beside, then put in place in one step; on
 * failure what was there stays. The same packages give the same bytes. */
gboolean zante_package_repo (const ZanteRepoInput *input, GError **error);
