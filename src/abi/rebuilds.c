/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "abi/abi.h"
#include "abi/library.h"
#include "base/control/field.h"
#include "base/strings.h"
#include "base/version.h"

typedef struct {
  GPtrArray *indexes;    /* of GByteArray */
  GPtrArray *changes;    /* of ZanteAbiChange */
  GHashTable *sources;   /* set of char*: those of the libraries themselves */
  GHashTable *gone;      /* set of char*: packages that have what goes away */
  GHashTable *rebuilds;  /* source → ZanteAbiRebuild*, of the result */
  GHashTable *satisfied; /* set of char*, borrowed: SONAMEs that a package has */
  ZanteAbiRebuilds *result;
} Search;

static void
search_clear (Search *search)
{
  g_hash_table_unref (search->sources);
  g_hash_table_unref (search->gone);
  g_hash_table_unref (search->rebuilds);
  g_hash_table_unref (search->satisfied);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Search, search_clear)

static void
rebuild_free (gpointer data)
{
  ZanteAbiRebuild *rebuild = data;
  g_free (rebuild->source);
  g_free (rebuild->version);
  g_ptr_array_unref (rebuild->packages);
  g_ptr_array_unref (rebuild->needs);
  g_free (rebuild);
}

void
zante_abi_rebuilds_free (ZanteAbiRebuilds *rebuilds)
{
  if (rebuilds == NULL)
    return;
  g_ptr_array_unref (rebuilds->rebuilds);
  g_ptr_array_unref (rebuilds->packages);
  g_ptr_array_unref (rebuilds->missing);
  g_free (rebuilds);
}

/* Paragraphs --------------------------------------------------------------------------------- */

/* What a plugin needs may be suggested only, as collectd's are. */
static const char *const relations[] = {"Pre-Depends", "Depends", "Recommends", "Suggests"};

/* One package; NULL where the paragraph has no such field. */
typedef struct {
  char *name, *source, *version; /* the version is the source's */
  ZanteSlice relations[G_N_ELEMENTS (relations)];
} Package;

static void
package_clear (Package *package)
{
  g_free (package->name);
  g_free (package->source);
  g_free (package->version);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Package, package_clear)

static char *
copy (ZanteSlice slice)
{
  return slice.start == NULL ? NULL : g_strndup (slice.start, slice.size);
}

/* "Source: qemu (1:7.2+dfsg-1)" has a version where that of the package differs. */
static void
take_source (Package *package, char *source)
{
  char *open = strchr (source, '('), *close = open == NULL ? NULL : strchr (open, ')');
  if (close != NULL)
    {
      g_free (package->version);
      package->version = g_strstrip (g_strndup (open + 1, (gsize)(close - open - 1)));
    }
  if (open != NULL)
    *open = '\0';
  package->source = g_strchomp (source);
}

static Package
read_package (const char *start, const char *end)
{
  Package package = {.name = copy (zante_control_field (start, end, "Package")),
                     .version = copy (zante_control_field (start, end, "Version"))};
  char *source = copy (zante_control_field (start, end, "Source"));
  for (gsize i = 0; i < G_N_ELEMENTS (relations); i++)
    package.relations[i] = zante_control_field (start, end, relations[i]);
  if (package.name == NULL)
    package.name = g_strdup ("");
  if (package.version == NULL)
    package.version = g_strdup ("");
  if (source != NULL)
    take_source (&package, source);
  else
    package.source = g_strdup (package.name);
  return package;
}

static void
each_package (Search *search, void (*take) (Search *search, const Package *package))
{
  for (guint i = 0; i < search->indexes->len; i++)
    {
      const GByteArray *index = search->indexes->pdata[i];
      const char *start = (const char *)index->data;
      const char *end = index->len == 0 ? start : start + index->len;
      while (start < end)
        {
          const char *next, *stop = zante_control_end (start, end, &next);
          g_auto (Package) package = read_package (start, stop);
          if (*package.name != '\0')
            take (search, &package);
          start = next;
        }
    }
}

/* Packages of libraries ---------------------------------------------------------------------- */

/* The name that Debian Policy 8.1 gives to the package of SONAME: "libxenstore4". */
static char *
policy_name (const char *soname)
{
  g_autofree char *name = zante_abi_library_name (soname);
  if (name == NULL)
    return g_strdup ("");
  gboolean digit = g_ascii_isdigit (name[strlen (name) - 1]);
  char *package = g_strconcat (name, digit ? "-" : "", zante_abi_library_version (soname), NULL);
  for (char *at = package; *at != '\0'; at++)
    *at = *at == '_' ? '-' : g_ascii_tolower (*at);
  return package;
}

static void
find_source (Search *search, const Package *package)
{
  for (guint i = 0; i < search->changes->len; i++)
    {
      const ZanteAbiChange *change = search->changes->pdata[i];
      if (change->old == NULL || change->old->soname == NULL)
        continue;
      g_autofree char *name = policy_name (change->old->soname);
      if (strcmp (name, package->name) == 0)
        g_hash_table_add (search->sources, g_strdup (package->source));
    }
}

/* Whether NAME is "libWORDSVERSION". */
static gboolean
ends_in_version (const char *name, const char *version)
{
  gsize length = strlen (name), tail = strlen (version);
  return tail > 0 && length > tail && g_str_has_prefix (name, "lib")
         && strcmp (name + length - tail, version) == 0
         && g_ascii_isalpha (name[length - tail - 1]);
}

static gboolean
has_library (const Search *search, const Package *package, const ZanteAbiLibrary *library)
{
  g_autofree char *name = policy_name (library->soname);
  if (strcmp (name, package->name) == 0)
    return TRUE;
  return !library->stable && g_hash_table_contains (search->sources, package->source)
         && ends_in_version (package->name, zante_abi_library_version (library->soname));
}

static void
find_gone (Search *search, const Package *package)
{
  for (guint i = 0; i < search->changes->len; i++)
    {
      const ZanteAbiChange *change = search->changes->pdata[i];
      if (!zante_abi_change_hurts (change) || !has_library (search, package, change->old))
        continue;
      g_hash_table_add (search->gone, g_strdup (package->name));
      g_hash_table_add (search->satisfied, change->old->soname);
    }
}

/* Packages that depend on them --------------------------------------------------------------- */

static ZanteAbiRebuild *
rebuild_of (Search *search, const Package *package)
{
  ZanteAbiRebuild *rebuild = g_hash_table_lookup (search->rebuilds, package->source);
  if (rebuild == NULL)
    {
      rebuild = g_new0 (ZanteAbiRebuild, 1);
      rebuild->source = g_strdup (package->source);
      rebuild->version = g_strdup (package->version);
      rebuild->packages = g_ptr_array_new_with_free_func (g_free);
      rebuild->needs = g_ptr_array_new_with_free_func (g_free);
      g_hash_table_insert (search->rebuilds, rebuild->source, rebuild);
      g_ptr_array_add (search->result->rebuilds, rebuild);
    }
  if (zante_version_compare_deb (package->version, rebuild->version) > 0)
    {
      g_free (rebuild->version);
      rebuild->version = g_strdup (package->version);
    }
  return rebuild;
}

/* The names in "a (>= 1) | b:any, c" are taken alike: what was built with a library says so. */
static void
take_relation (Search *search, const Package *package, ZanteSlice relation)
{
  static const char separators[] = ",|";
  g_autofree char *text = relation.start == NULL ? g_strdup ("") : copy (relation);
  g_auto (GStrv) items = g_strsplit_set (text, separators, -1);
  for (char **item = items; *item != NULL; item++)
    {
      g_strstrip (*item);
      (*item)[strcspn (*item, " \t\n([<:")] = '\0';
      if (!g_hash_table_contains (search->gone, *item))
        continue;
      ZanteAbiRebuild *rebuild = rebuild_of (search, package);
      zante_strings_add (rebuild->packages, package->name);
      zante_strings_add (rebuild->needs, *item);
    }
}

static void
find_users (Search *search, const Package *package)
{
  if (g_hash_table_contains (search->sources, package->source))
    return; /* it is what goes away that is built anew */
  for (gsize i = 0; i < G_N_ELEMENTS (package->relations); i++)
    take_relation (search, package, package->relations[i]);
}

/* All of it ---------------------------------------------------------------------------------- */

static void
conclude (Search *search)
{
  ZanteAbiRebuilds *result = search->result;
  GHashTableIter iter;
  gpointer name;
  g_hash_table_iter_init (&iter, search->gone);
  while (g_hash_table_iter_next (&iter, &name, NULL))
    g_ptr_array_add (result->packages, g_strdup (name));
  g_ptr_array_sort (result->packages, zante_strings_compare);
  for (guint i = 0; i < search->changes->len; i++)
    {
      const ZanteAbiChange *change = search->changes->pdata[i];
      if (zante_abi_change_hurts (change)
          && !g_hash_table_contains (search->satisfied, change->old->soname))
        g_ptr_array_add (result->missing, g_strdup (change->old->soname));
    }
  for (guint i = 0; i < result->rebuilds->len; i++)
    {
      ZanteAbiRebuild *rebuild = result->rebuilds->pdata[i];
      g_ptr_array_sort (rebuild->packages, zante_strings_compare);
      g_ptr_array_sort (rebuild->needs, zante_strings_compare);
    }
  zante_strings_sort_by (result->rebuilds, ZanteAbiRebuild, source);
}

static GHashTable *
set_new (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

ZanteAbiRebuilds *
zante_abi_rebuilds (GPtrArray *indexes, GPtrArray *changes)
{
  ZanteAbiRebuilds *result = g_new0 (ZanteAbiRebuilds, 1);
  result->rebuilds = g_ptr_array_new_with_free_func (rebuild_free);
  result->packages = g_ptr_array_new_with_free_func (g_free);
  result->missing = g_ptr_array_new_with_free_func (g_free);
  g_auto (Search) search = {.indexes = indexes,
                            .changes = changes,
                            .sources = set_new (),
                            .gone = set_new (),
                            .rebuilds = g_hash_table_new (g_str_hash, g_str_equal),
                            .satisfied = g_hash_table_new (g_str_hash, g_str_equal),
                            .result = result};
  each_package (&search, find_source);
  each_package (&search, find_gone);
  each_package (&search, find_users);
  conclude (&search);
  return result;
}
