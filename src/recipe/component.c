/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "recipe/parts.h"

#define OPTION(member) offsetof (ZanteOption, member)
#define PROVIDER(member) offsetof (ZanteProviderSpec, member)
#define BINARY(member) offsetof (ZantePackage, member)
#define KIND(member) offsetof (ZantePackageKind, member)
#define COMPONENT(member) offsetof (ZanteComponent, member)
#define RELATION(kind) offsetof (ZantePackage, relations[ZANTE_RELATION_##kind])
#define PHASE(phase) offsetof (ZantePhases, text[ZANTE_PHASE_##phase])
#define RECONFIGURE(member) offsetof (ZanteReconfigure, member)
#define LIMIT(phase) offsetof (ZanteLimits, seconds[ZANTE_PHASE_##phase])

const char *const zante_phase_names[] = {"prepare", "configure", "build", "check", "install", NULL};

const char *const zante_relation_names[]
    = {"depends", "recommends", "suggests", "provides", "conflicts", "replaces", "breaks", NULL};

static const char *const architectures[] = {"any", "all", NULL};

const char *
zante_provider_name (ZanteProvider provider)
{
  static const char *const names[] = {"build", "system", "off"};
  return names[provider];
}

/* KEY says what can change the output. Texts for people cannot, nor can a time limit. What other
 * things bring about enters the key by its result: a source by what the lock pins, needs by their
 * outputs, build-depends by the versions that are installed, options and uses as variables. */

static const ZanteField option_fields[] = {
    {"type", ZANTE_FIELD_LINE, OPTION (type), ZANTE_FIELD_REQUIRED,
     .help = "bool (yes or no), string, or enum"},
    {"default", ZANTE_FIELD_LINE, OPTION (initial), ZANTE_FIELD_KEY,
     .help = "the value when nobody sets one (no for bool, \"\" for string, the first of choices)"},
    {"choices", ZANTE_FIELD_STRINGS, OPTION (choices), .help = "the values of an enum"},
    {"help", ZANTE_FIELD_LINE, OPTION (help), .help = "what the option does, in one line"},
    {"build-depends", ZANTE_FIELD_STRINGS_MAP, OPTION (build_depends),
     .help = "of a bool: distribution: further packages that must be installed when it is yes"},
    {NULL},
};
static const ZanteFieldTable option_table = {"option", sizeof (ZanteOption), option_fields};

static const ZanteField system_fields[] = {
    {"package", ZANTE_FIELD_LINE, offsetof (ZanteSystemCopy, package),
     .help = "the package that installs it; without one, nothing needs to be installed"},
    {"path", ZANTE_FIELD_LINE, offsetof (ZanteSystemCopy, path), ZANTE_FIELD_REQUIRED,
     .help = "where the package installs it"},
    {NULL},
};
static const ZanteFieldTable system_table
    = {"system copy", sizeof (ZanteSystemCopy), system_fields};

static const ZanteField provider_fields[] = {
    {"variable", ZANTE_FIELD_LINE, PROVIDER (variable), ZANTE_FIELD_REQUIRED,
     .help = "the phase variable that components which use this one get: the chosen path, or "
             "nothing when it is off"},
    {"path", ZANTE_FIELD_LINE, PROVIDER (path),
     .help = "where our own build installs it; may use phase variables"},
    {"system", ZANTE_FIELD_STRUCT_MAP, PROVIDER (system), .table = &system_table,
     .help = "distribution: {package, path} of the distribution's own copy"},
    {"default", ZANTE_FIELD_LINE, PROVIDER (initial),
     .help = "system, build or off, when the stack does not say (default build)"},
    {NULL},
};
static const ZanteFieldTable provider_table
    = {"provider", sizeof (ZanteProviderSpec), provider_fields};

static const ZanteField phases_fields[] = {
    {"prepare", ZANTE_FIELD_STRING, PHASE (PREPARE), ZANTE_FIELD_KEY,
     .help = "once, on the fresh source tree: generate files"},
    {"configure", ZANTE_FIELD_STRING, PHASE (CONFIGURE), ZANTE_FIELD_KEY,
     .help = "choose options and paths; must do nothing when nothing changed"},
    {"build", ZANTE_FIELD_STRING, PHASE (BUILD), ZANTE_FIELD_KEY,
     .help = "compile; make takes its jobs from MAKEFLAGS, so never pass -j"},
    {"check", ZANTE_FIELD_STRING, PHASE (CHECK), ZANTE_FIELD_KEY,
     .help = "run the tests; only with --check"},
    {"install", ZANTE_FIELD_STRING, PHASE (INSTALL), ZANTE_FIELD_KEY,
     .help = "install below $DESTDIR"},
    {NULL},
};
static const ZanteFieldTable phases_table = {"set of phases", sizeof (ZantePhases), phases_fields};

static const ZanteField limits_fields[] = {
    {"prepare", ZANTE_FIELD_UINT, LIMIT (PREPARE), .help = "seconds for prepare"},
    {"configure", ZANTE_FIELD_UINT, LIMIT (CONFIGURE), .help = "seconds for configure"},
    {"build", ZANTE_FIELD_UINT, LIMIT (BUILD), .help = "seconds for build"},
    {"check", ZANTE_FIELD_UINT, LIMIT (CHECK), .help = "seconds for check"},
    {"install", ZANTE_FIELD_UINT, LIMIT (INSTALL), .help = "seconds for install"},
    {NULL},
};
static const ZanteFieldTable limits_table = {"set of limits", sizeof (ZanteLimits), limits_fields};

static const ZanteField reconfigure_fields[] = {
    {"changed", ZANTE_FIELD_STRINGS, RECONFIGURE (changed),
     .help = "patterns of files in the source that prepare and configure read, * across folders"},
    {"missing", ZANTE_FIELD_STRINGS, RECONFIGURE (missing),
     .help = "files that configure makes in the source tree"},
    {NULL},
};
static const ZanteFieldTable reconfigure_table
    = {"reconfiguration", sizeof (ZanteReconfigure), reconfigure_fields};

static const ZanteField libraries_fields[] = {
    {"private", ZANTE_FIELD_LINE, offsetof (ZanteLibraries, private_dir),
     ZANTE_FIELD_REQUIRED | ZANTE_FIELD_KEY,
     .help = "the directory of the libraries without a stable interface; they lose their SONAME, "
             "and what needs them gets a RUNPATH"},
    {NULL},
};
static const ZanteFieldTable libraries_table
    = {"library policy", sizeof (ZanteLibraries), libraries_fields};

static const ZanteField package_fields[] = {
    {"summary", ZANTE_FIELD_LINE, BINARY (summary), ZANTE_FIELD_REQUIRED,
     .help = "the package's short description"},
    {"description", ZANTE_FIELD_STRING, BINARY (description), .help = "its long description"},
    {"files", ZANTE_FIELD_STRINGS, BINARY (files), ZANTE_FIELD_REQUIRED,
     .help = "patterns of installed paths, * and ? within a name, ** across folders; each "
             "installed file belongs to one package. With [] it is a metapackage; one whose "
             "patterns match nothing is left out"},
    {"section", ZANTE_FIELD_LINE, BINARY (section),
     .help = "Debian's section, such as libs (default: the source's, admin)"},
    {"architecture", ZANTE_FIELD_CHOICE, BINARY (architecture), .choices = architectures,
     .help = "all when its files are the same on every machine (default any)"},
    {"depends", ZANTE_FIELD_STRINGS, RELATION (DEPENDS),
     .help
     = "packages that it needs: NAME or \"NAME (>= VERSION)\". A package of the same source is "
       "needed in the same version, unless one is given (\"this\": its own). \"component:NAME\" is "
       "whatever provides that component, "
       "\"debian:NAME\" and \"fedora:NAME\" count only there. So do all lists that follow"},
    {"recommends", ZANTE_FIELD_STRINGS, RELATION (RECOMMENDS),
     .help = "packages that are usually wanted with it"},
    {"suggests", ZANTE_FIELD_STRINGS, RELATION (SUGGESTS), .help = "packages that may be of use"},
    {"provides", ZANTE_FIELD_STRINGS, RELATION (PROVIDES),
     .help = "further names that it answers to"},
    {"conflicts", ZANTE_FIELD_STRINGS, RELATION (CONFLICTS),
     .help = "packages that cannot be installed with it"},
    {"replaces", ZANTE_FIELD_STRINGS, RELATION (REPLACES),
     .help = "packages whose files it takes over"},
    {"breaks", ZANTE_FIELD_STRINGS, RELATION (BREAKS),
     .help = "packages that do not work with it in the version told"},
    {"triggers", ZANTE_FIELD_STRINGS, BINARY (triggers),
     .help = "files and folders of other packages: when one of those is installed, upgraded or "
             "removed, this package does something, once in a transaction. With dpkg its postinst "
             "script is called with \"triggered\" (interest-noawait; a word without / is a "
             "trigger's name, for dpkg-trigger(1)); with rpm its transfiletriggerin and "
             "transfiletriggerpostun scriptlets run"},
    {"fedora", ZANTE_FIELD_LINE, BINARY (fedora),
     .help = "its name as an rpm package (default: the same)"},
    {"fedora-summary", ZANTE_FIELD_LINE, BINARY (fedora_summary),
     .help = "the summary of the rpm package, where several have the same name there"},
    {"kind", ZANTE_FIELD_LINE, BINARY (kind),
     .help = "one of kinds, which says what this package does not"},
    {NULL},
};
const ZanteFieldTable zante_package_table = {"package", sizeof (ZantePackage), package_fields};

static const ZanteField kind_fields[] = {
    {"description", ZANTE_FIELD_STRING, KIND (description),
     .help = "how their long descriptions begin"},
    {"section", ZANTE_FIELD_LINE, KIND (section), .help = "the section of those that say none"},
    {"fedora", ZANTE_FIELD_LINE, KIND (fedora), .help = "the same for their name as rpm packages"},
    {"fedora-summary", ZANTE_FIELD_LINE, KIND (fedora_summary), .help = "the same for its summary"},
    {NULL},
};
const ZanteFieldTable zante_kind_table
    = {"kind of packages", sizeof (ZantePackageKind), kind_fields};

static const ZanteField component_fields[] = {
    {"component", ZANTE_FIELD_NAME, COMPONENT (name), ZANTE_FIELD_REQUIRED | ZANTE_FIELD_KEY,
     .help = "the component's name: the same as its folder's"},
    {"summary", ZANTE_FIELD_LINE, COMPONENT (summary), .help = "what it is, in one line"},
    {"description", ZANTE_FIELD_STRING, COMPONENT (description), .help = "what it is, at length"},
    {"licence", ZANTE_FIELD_LINE, COMPONENT (licence), .help = "an SPDX licence expression"},
    {"licence-files", ZANTE_FIELD_STRINGS, COMPONENT (licence_files),
     .help = "patterns of where in the source the licence's text is (default COPYING*)"},
    {"copyright", ZANTE_FIELD_STRINGS, COMPONENT (copyright),
     .help = "years and name of each holder, as packages tell them"},
    {"homepage", ZANTE_FIELD_LINE, COMPONENT (homepage), .help = "upstream's address for people"},
    {"watch", ZANTE_FIELD_LINE, COMPONENT (watch),
     .help = "where new releases appear: a URL and a pattern, as in the last line of debian/watch"},
    {"source", ZANTE_FIELD_NAME, COMPONENT (source),
     .help = "the source that it is built from, by its name in the stack; without one the phases "
             "start in an empty folder"},
    {"needs", ZANTE_FIELD_STRINGS, COMPONENT (needs),
     .help = "components that must be built first; their files appear below /usr while this one "
             "is built"},
    {"uses", ZANTE_FIELD_STRINGS, COMPONENT (uses),
     .help = "components whose provider variable this one reads; nothing waits for them"},
    {"build-depends", ZANTE_FIELD_STRINGS_MAP, COMPONENT (build_depends),
     .help = "distribution: packages that the build needs; their versions enter the key. Each is a "
             "dependency as that distribution writes it: NAME or \"NAME (>= VERSION)\" with "
             "alternatives behind |, for fedora \"NAME >= VERSION\" and \"(NAME or NAME)\""},
    {"options", ZANTE_FIELD_STRUCT_MAP, COMPONENT (options), ZANTE_FIELD_KEY,
     .table = &option_table, .help = "name: an option, $option_name in the phases"},
    {"provider", ZANTE_FIELD_STRUCT, COMPONENT (provider_spec), .table = &provider_table,
     .help = "for what the distribution may supply instead"},
    {"environment", ZANTE_FIELD_STRING_MAP, COMPONENT (environment), ZANTE_FIELD_KEY,
     .help = "further environment variables of the phases; values may use phase variables"},
    {"patches", ZANTE_FIELD_STRINGS, COMPONENT (patches), ZANTE_FIELD_KEY,
     .help = "files in the component's folder, applied in order with -p1 and no fuzz onto its own "
             "copy of the source"},
    {"phases", ZANTE_FIELD_STRUCT, COMPONENT (phases), ZANTE_FIELD_KEY, .table = &phases_table,
     .help = "what to do, as POSIX shell, run with set -eu in $srcdir"},
    {"reconfigure", ZANTE_FIELD_STRUCT, COMPONENT (reconfigure), .table = &reconfigure_table,
     .help = "when the copy of a developer's own tree is prepared and configured again: these "
             "files changed, or those are missing; without it, only when the component, its "
             "options or its tools change"},
    {"limits", ZANTE_FIELD_STRUCT, COMPONENT (limits), .table = &limits_table,
     .help = "seconds that a phase may take (default 7200)"},
    {"duration", ZANTE_FIELD_UINT, COMPONENT (duration),
     .help = "about how many seconds a build takes: before there is a record, the longest starts "
             "first"},
    {"libraries", ZANTE_FIELD_STRUCT, COMPONENT (libraries), ZANTE_FIELD_KEY,
     .table = &libraries_table, .help = "the library policy"},
    {"kinds", ZANTE_FIELD_STRUCT_MAP, COMPONENT (kinds), .table = &zante_kind_table,
     .help = "name: what packages of that kind have in common"},
    {"packages", ZANTE_FIELD_STRUCT_MAP, COMPONENT (packages), .table = &zante_package_table,
     .help = "name: a binary package and its files; together they cover everything installed"},
    {NULL},
};
const ZanteFieldTable zante_component_table
    = {"component", sizeof (ZanteComponent), component_fields};

void
zante_component_free (ZanteComponent *component)
{
  if (component == NULL)
    return;
  g_free (component->folder);
  g_free (component->file);
  g_free (component->packages_file);
  g_free (component->provided_path);
  if (component->values != NULL)
    g_hash_table_unref (component->values);
  zante_yaml_free (&zante_component_table, component);
}
