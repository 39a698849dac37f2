/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is to be built: the stack, the user's zante.yaml, the components and the lock, read from
 * their files, validated and laid over one another into one plain struct. */
#pragma once

#include <glib.h>

#include "base/yaml/yaml.h"
#include "recipe/dependency.h"

typedef enum { ZANTE_PROVIDER_BUILD, ZANTE_PROVIDER_SYSTEM, ZANTE_PROVIDER_OFF } ZanteProvider;
const char *zante_provider_name (ZanteProvider provider);

typedef enum {
  ZANTE_PHASE_PREPARE,
  ZANTE_PHASE_CONFIGURE,
  ZANTE_PHASE_BUILD,
  ZANTE_PHASE_CHECK,
  ZANTE_PHASE_INSTALL,
  ZANTE_N_PHASES
} ZantePhase;
extern const char *const zante_phase_names[ZANTE_N_PHASES + 1];

typedef struct {
  char *type;    /* bool | string | enum */
  char *initial; /* yaml: default */
  char **choices;
  char *help;
  GHashTable *build_depends; /* distribution → char**: needed when it is "yes" */
} ZanteOption;

typedef struct {
  char *package; /* the distribution's package, NULL when none is needed */
  char *path;    /* what it installs */
} ZanteSystemCopy;

typedef struct {
  char *variable;     /* phase variable with the chosen path */
  char *path;         /* where our build installs it; $variables expanded */
  GHashTable *system; /* distribution → ZanteSystemCopy* */
  char *initial;      /* yaml: default */
} ZanteProviderSpec;

typedef struct {
  char *text[ZANTE_N_PHASES]; /* shell, or NULL */
} ZantePhases;

typedef struct {
  guint64 seconds[ZANTE_N_PHASES]; /* 0: the default of 7200 */
} ZanteLimits;

/* When a developer's tree is configured again, although nothing but the tree changed. */
typedef struct {
  char **changed; /* patterns of files that prepare and configure read: fnmatch(3) */
  char **missing; /* files that configure makes */
} ZanteReconfigure;

typedef struct {
  char *private_dir; /* yaml: private; NULL when the component has none */
} ZanteLibraries;

/* How a binary package relates to others; the fields of `packages` have the same names. */
typedef enum {
  ZANTE_RELATION_DEPENDS,
  ZANTE_RELATION_RECOMMENDS,
  ZANTE_RELATION_SUGGESTS,
  ZANTE_RELATION_PROVIDES,
  ZANTE_RELATION_CONFLICTS,
  ZANTE_RELATION_REPLACES,
  ZANTE_RELATION_BREAKS,
  ZANTE_N_RELATIONS
} ZanteRelationKind;
extern const char *const zante_relation_names[ZANTE_N_RELATIONS + 1];

typedef struct {
  char *summary;
  char *description;
  char **files; /* glob patterns over the stage; empty: a metapackage */
  char *section;
  int architecture; /* 0 any, 1 all, -1 not said */
  char **relations[ZANTE_N_RELATIONS];
  char **triggers; /* paths and names of triggers, variables in them; an empty one is none */
  char *fedora;    /* its name in rpm; NULL: the same */
  char *fedora_summary;
  char *kind; /* NULL: none; what its kind says is filled in */
} ZantePackage;

/* What several packages have in common. */
typedef struct {
  char *description; /* how theirs begin */
  char *section, *fedora, *fedora_summary;
} ZantePackageKind;

typedef struct {
  /* as written */
  char *name; /* yaml: component */
  char *summary;
  char *description;
  char *licence;
  char **licence_files; /* patterns; NULL: the usual ones */
  char **copyright;     /* "YEARS HOLDER" */
  char *homepage;
  char *watch;  /* "URL PATTERN" for uscan(1) */
  char *source; /* NULL: none */
  char **needs;
  char **uses;
  GHashTable *build_depends; /* distribution → char**; with those of options that are "yes" */
  GHashTable *options;       /* name → ZanteOption* */
  ZanteProviderSpec *provider_spec; /* yaml: provider; NULL: always built */
  GHashTable *environment;
  char **patches;
  ZantePhases *phases;           /* NULL: system or off only */
  ZanteReconfigure *reconfigure; /* or NULL */
  ZanteLimits *limits;
  guint64 duration; /* seconds, a guess for the order of the first build; 0: none */
  ZanteLibraries *libraries;
  GHashTable *kinds;    /* name → ZantePackageKind*, or NULL */
  GHashTable *packages; /* name → ZantePackage* */
  /* resolved */
  char *folder;        /* absolute */
  char *file;          /* absolute path of component.yaml */
  char *packages_file; /* of packages.yaml; NULL: packages are in `file` */
  ZanteProvider provider;
  GHashTable *values;  /* option → value */
  char *provided_path; /* the value of provider_spec->variable: "" when off; NULL: no provider */
} ZanteComponent;
extern const ZanteFieldTable zante_component_table;
/* The file in which COMPONENT says what POINTER ("/packages/x") names: component.yaml, or the
 * packages.yaml beside it. Borrowed. */
const char *zante_component_file (const ZanteComponent *component, const char *pointer);
/* Whether the file NAME of a component's folder is one of these two, which no phase reads: what of
 * them changes the output enters the key. */
gboolean zante_component_is_description (const char *name);

/* The fields of a stack, and those of zante.yaml and of the defaults.yaml that configure writes.
 * The latter two also have `system-paths` (component → path: where a provider that is "system" has
 * it, in the place of provider.system) and `directories` (directory variable → path, over the
 * layout's; what is derived from a given prefix or libexecdir follows). doc/ makes the manual pages
 * of them.
 */
extern const ZanteFieldTable zante_stack_table;
extern const ZanteFieldTable zante_settings_table;

typedef struct {
  char *package, *version;
  char *suite;     /* a release's name to look in; NULL: what apt uses on this machine */
  gboolean series; /* apply the distribution's own patch series too */
} ZanteDebianSource;

typedef struct {
  char *url;
  char **mirrors;
  char *tag, *branch, *commit; /* one of them */
  char *signed_by;             /* keyring file: the tag must carry a good signature */
  gboolean submodules;
} ZanteGitSource;

typedef struct {
  char **urls;
  char *sha256;    /* NULL: from the lock */
  char *signature; /* URL, or a suffix that begins with '.'; NULL: none */
  char *signed_by; /* keyring file */
  guint64 strip;   /* leading path elements to drop; default 1 */
} ZanteArchiveSource;

typedef struct {
  char *path; /* made absolute, "~/" expanded */
} ZanteLocalSource;

typedef struct {
  ZanteDebianSource *debian; /* exactly one of the four */
  ZanteGitSource *git;
  ZanteArchiveSource *archive;
  ZanteLocalSource *local;
  char **patches; /* absolute after loading */
  /* resolved */
  char *name;
  char *file; /* the yaml that defines it */
} ZanteSource;
/* "debian", "git", "archive" or "local". */
const char *zante_source_kind (const ZanteSource *source);

typedef struct {
  char *path; /* below the mirror's root, or a URL's last part */
  guint64 size;
  char *sha256;
} ZanteLockFile;

typedef struct {
  char *kind;
  char *package, *version, *suite; /* debian */
  GPtrArray *files;   /* of ZanteLockFile*; debian; of an archive the signature, if it has one */
  char *url;          /* git, archive */
  guint64 size;       /* archive */
  char *sha256;       /* archive */
  char *ref, *commit; /* git */
  guint64 date;       /* git: when it was committed, seconds since the epoch; 0: not known */
} ZanteLockEntry;

typedef struct {
  guint64 format;      /* yaml: lock; 1 */
  GHashTable *sources; /* name → ZanteLockEntry* */
} ZanteLock;
extern const ZanteFieldTable zante_lock_table;
ZanteLock *zante_lock_new (void);
void zante_lock_free (ZanteLock *lock);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZanteLock, zante_lock_free)
/* Read and check the lock PATH. */
ZanteLock *zante_lock_load (const char *path, GError **error);
/* Write LOCK to PATH atomically, sorted. */
gboolean zante_lock_save (const ZanteLock *lock, const char *path, GError **error);
/* Whether ENTRY (NULL: there is none) still pins what SOURCE asks for; otherwise ZANTE_ERROR_INPUT
 * naming `zante lock`. Local sources are always fine. */
gboolean zante_lock_check (const ZanteLockEntry *entry, const ZanteSource *source, GError **error);

/* What packages say of who made them and when; a member that nobody gives is NULL. */
typedef struct {
  char *maintainer; /* "Name <mail>" */
  char *revision;
  char *distribution; /* the suite that they are for */
  char *changelog;
  char *date; /* ISO 8601, or seconds since the epoch */
  /* Of Debian's packages alone; each may be NULL. */
  char *urgency, *epoch, *uploaders, *vcs_git, *vcs_browser, *standards_version;
} ZantePackaging;

/* The store that machines share: see share/share.h. */
typedef struct {
  char *url;   /* or a whole path; NULL: there is none */
  char **keys; /* public keys that are trusted; or NULL */
  gboolean push;
} ZanteStoreChoice;

typedef struct {
  char *name;       /* debian | fedora | upstream */
  GHashTable *dirs; /* "libdir" → "/usr/lib/x86_64-linux-gnu", … : every directory variable */
} ZanteLayout;
void zante_layout_free (ZanteLayout *layout);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZanteLayout, zante_layout_free)
/* What layouts are called, NULL-terminated. */
extern const char *const zante_layout_names[];
/* The layout NAME, one of those, for Xen XEN_VERSION, with no directory that a project chose. */
ZanteLayout *zante_layout_standard (const char *name, const char *xen_version);

/* What the command line says on top of the files; any member may be NULL. */
typedef struct {
  const char *stack; /* name or path */
  const char *layout;
  const char *const *providers; /* "NAME=system" … */
  const char *const *settings;  /* "COMPONENT.OPTION=VALUE" … */
  const char *const *locals;    /* "SOURCE=DIR": build from a developer's own tree */
} ZanteOverrides;

typedef struct {
  const char *project;      /* absolute */
  const char *defaults;     /* defaults.yaml, or NULL */
  const char *distribution; /* debian | fedora | …; NULL: zante_recipe_distribution () */
  ZanteOverrides overrides;
} ZanteRecipeInput;

typedef struct {
  char *stack;
  char *stack_file;
  char *xen_version; /* X.Y */
  char *distribution;
  ZanteLayout *layout;
  GPtrArray *components;     /* of ZanteComponent*, sorted by name; those that are off included */
  GHashTable *sources;       /* name → ZanteSource* */
  ZanteLock *lock;           /* empty when there is none */
  char *lock_file;           /* where it was read from, or would be written */
  ZantePackaging *packaging; /* never NULL */
  ZanteStoreChoice *store;   /* never NULL */
  char *packaging_file;      /* the highest that has such a section; else PROJECT/zante.yaml */
  GPtrArray *inputs; /* char*: every file and folder that was read or looked for in vain, for
                        the fast path */
} ZanteRecipe;

/* Read everything: the stack < defaults < PROJECT/zante.yaml < overrides. Without any
 * stack-directories or component-directories, PROJECT/stacks and PROJECT/components. A component
 * that the stack's `components` does not list is off, unless its own provider default says more; if
 * the stack has no such map, every component is built. Errors are ZANTE_ERROR_INPUT with
 * file:line:column and a suggestion. */
ZanteRecipe *zante_recipe_load (const ZanteRecipeInput *input, GError **error);
void zante_recipe_free (ZanteRecipe *recipe);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZanteRecipe, zante_recipe_free)

/* The component NAME, or an ZANTE_ERROR_INPUT with a suggestion. Borrowed. */
const ZanteComponent *zante_recipe_find (const ZanteRecipe *recipe, const char *name,
                                         GError **error);
/* The source of COMPONENT, or NULL when it has none. Borrowed. */
const ZanteSource *zante_recipe_source (const ZanteRecipe *recipe, const ZanteComponent *component);

/* The version of what SOURCE is pinned to (NULL, for a component without one: Xen's X.Y), as dpkg
 * and rpm order it: what comes before a release has a tilde, a commit without a tag its date. Owned
 * by the caller. */
char *zante_recipe_upstream (const ZanteRecipe *recipe, const ZanteSource *source);
/* The version that the tag NAME means, "4.20.0" of RELEASE-4.20.0 and "4.20.0~rc1" of 4.20.0-rc1;
 * of the archive at URL, "2.06" of …/grub-2.06.tar.xz. NULL when there is no digit. Owned by the
 * caller. */
char *zante_version_of_tag (const char *name);
char *zante_version_of_url (const char *url);

/* What file of the folder PROJECT has to be changed so that the source NAME, which a tag of git
 * pins, is that of TAG: *PATH and its whole *TEXT, owned by the caller; nothing is written. A
 * source that a file of PROJECT describes is changed there; another one goes into its zante.yaml.
 * ZANTE_ERROR_INPUT. */
gboolean zante_recipe_pin (const ZanteRecipe *recipe, const char *project, const char *name,
                           const char *tag, char **path, char **text, GError **error);

/* The phase variables of COMPONENT that do not depend on the place of the build: directories,
 * versions, options, provider paths, LC_ALL, TZ, SOURCE_DATE_EPOCH (ours when we have one), the
 * component's environment with $variables expanded; without those of the place: DESTDIR, srcdir,
 * component_dir, HOME, PATH, MAKEFLAGS, jobs. Where the component's environment names one of these,
 * it stays as "${srcdir}". Sorted "NAME=value" strings, owned by the caller (g_strfreev). */
char **zante_recipe_environment (const ZanteRecipe *recipe, const ZanteComponent *component);
/* ENVIRON (taken over, as by g_environ_setenv) with what was left of the place's variables in the
 * component's own ones replaced by their values in ENVIRON, once they are there. */
char **zante_recipe_environment_place (const ZanteComponent *component, char **environ);
/* VALUE of the variable NAME as a word of the shell: quoted, but for what is left of the place's
 * variables in the component's own ones. Owned by the caller. */
char *zante_recipe_shell_word (const ZanteComponent *component, const char *name,
                               const char *value);
/* TEXT with $name and ${name} replaced from ENVIRON, and $$ by one $; an unknown variable is
 * ZANTE_ERROR_INPUT. */
char *zante_recipe_expand (const char *text, const char *const *environ, GError **error);

/* The time of everything that is packed, seconds since the epoch: our environment's
 * SOURCE_DATE_EPOCH, or 1980-01-01 when it has no usable one. */
guint64 zante_recipe_epoch (void);
/* The variables ENV (taken) with what is known of the source: its COMMIT (NULL: nothing is known
 * and nothing changes) and that one's date, in seconds since the epoch, which is SOURCE_DATE_EPOCH
 * where nobody asks for another. g_strfreev. */
char **zante_source_setenv (char **env, const char *commit, guint64 date);

/* The family of this machine's distribution from os-release(5) ID and ID_LIKE: "debian" or
 * "fedora"; "debian" when it is neither. Static. */
const char *zante_recipe_distribution (void);
