/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "boot/image/packages.h"

#include <string.h>

#include "base/outside.h"
#include "base/version.h"
#include "boot/image/installed.h"
#include "boot/image/rpm-header.h"
#include "boot/image/extract.h"
#include "fetch/fetch.h"

typedef struct {
  const char *path; /* borrowed */
  char *version, *arch;
  ZanteRevision revision;    /* of the above and the candidate's name */
  gboolean is_source;        /* nothing to install */
  ZanteCandidate *candidate; /* NULL: it does not say what it is */
} Package;

static void
package_free (Package *package)
{
  g_free (package->version);
  g_free (package->arch);
  zante_candidate_free (package->candidate);
  g_free (package);
}

/* What the package PACKAGE says of itself; ARCH, VERSION and CANDIDATE are taken over. */
static void
identify (Package *package, char *arch, char *version, ZanteCandidate *candidate,
          int (*compare) (const char *a, const char *b))
{
  package->arch = arch;
  package->version = version;
  package->candidate = candidate;
  package->revision = (ZanteRevision){candidate->name, arch, version, compare};
}

static void
read_deb (Package *package)
{
  g_autofree char *text = zante_extract_control (package->path);
  g_autoptr (GPtrArray) paragraphs
      = text == NULL ? NULL : zante_fetch_paragraphs (text, strlen (text), package->path, NULL);
  if (paragraphs == NULL || paragraphs->len != 1)
    return;
  GHashTable *fields = paragraphs->pdata[0];
  const char *name = g_hash_table_lookup (fields, "package");
  const char *version = g_hash_table_lookup (fields, "version");
  if (name == NULL || version == NULL)
    return;
  const char *depends = g_hash_table_lookup (fields, "depends");
  const char *recommends = g_hash_table_lookup (fields, "recommends");
  g_autofree char *all = g_strconcat (depends != NULL ? depends : "", ",",
                                      recommends != NULL ? recommends : "", NULL);
  identify (package, g_strdup (g_hash_table_lookup (fields, "architecture")), g_strdup (version),
            zante_candidate_new (name, g_hash_table_lookup (fields, "section"),
                                 zante_installed_names (all)),
            zante_version_compare_deb);
}

/* rpm packages have no sections; Fedora's Packaging Guidelines ("Devel Packages", "Documentation",
 * "Debuginfo packages") ask for these names. */
static const char *
section_of (const char *name)
{
  static const struct {
    const char *end, *section;
  } ends[] = {
      {"-devel", "libdevel"}, {"-doc", "doc"}, {"-debuginfo", "debug"}, {"-debugsource", "debug"}};
  for (gsize i = 0; i < G_N_ELEMENTS (ends); i++)
    if (g_str_has_suffix (name, ends[i].end))
      return ends[i].section;
  return NULL;
}

static void
read_rpm (Package *package)
{
  g_autoptr (GMappedFile) map = zante_outside_map (package->path, NULL);
  g_autoptr (ZanteRpmHeader) header
      = map == NULL ? NULL
                    : zante_rpm_header_read ((const guint8 *)g_mapped_file_get_contents (map),
                                             g_mapped_file_get_length (map));
  if (header == NULL)
    return;
  package->is_source = header->source;
  identify (package, g_steal_pointer (&header->arch), g_steal_pointer (&header->version),
            zante_candidate_new (header->name, section_of (header->name),
                                 g_steal_pointer (&header->requires)),
            zante_version_compare_rpm);
}

static Package *
package_new (const char *path)
{
  Package *package = g_new0 (Package, 1);
  package->path = path;
  if (g_str_has_suffix (path, ".deb"))
    read_deb (package);
  else if (g_str_has_suffix (path, ".rpm"))
    read_rpm (package);
  return package;
}

/* Whether the package at I makes that at INDEX superfluous: newer, or as new and named before it.
 */
static gboolean
is_better (const GPtrArray *packages, guint i, guint index)
{
  const Package *one = packages->pdata[i], *other = packages->pdata[index];
  if (i == index || one->candidate == NULL || other->candidate == NULL || one->is_source)
    return FALSE;
  return zante_revision_is_newer (&one->revision, &other->revision)
         || (i < index && zante_revision_is_same_package (&one->revision, &other->revision)
             && !zante_revision_is_newer (&other->revision, &one->revision));
}

static const Package *
better (const GPtrArray *packages, guint index)
{
  for (guint i = 0; i < packages->len; i++)
    if (is_better (packages, i, index))
      return packages->pdata[i];
  return NULL;
}

/* Without sources and what there is a newer one of. */
static GPtrArray *
newest (const GPtrArray *packages, ZanteLog *log)
{
  GPtrArray *chosen = g_ptr_array_new ();
  const Package *old = NULL, *new = NULL;
  for (guint i = 0; i < packages->len; i++)
    {
      const Package *package = packages->pdata[i];
      const Package *other = package->is_source ? NULL : better (packages, i);
      if (other != NULL)
        {
          old = package;
          new = other;
        }
      else if (!package->is_source)
        g_ptr_array_add (chosen, packages->pdata[i]);
    }
  if (old != NULL)
    zante_log_message (log, ZANTE_LOG_NOTICE,
                       "of each package the newest is booted: '%s', not '%s'", new->path,
                       old->path);
  return chosen;
}

GPtrArray *
zante_packages_choose (const char *const *files, ZanteLog *log)
{
  g_autoptr (GPtrArray) packages = g_ptr_array_new_with_free_func ((GDestroyNotify)package_free);
  for (; *files != NULL; files++)
    g_ptr_array_add (packages, package_new (*files));
  g_autoptr (GPtrArray) chosen = newest (packages, log);
  g_autoptr (GPtrArray) candidates = g_ptr_array_new ();
  for (guint i = 0; i < chosen->len; i++)
    if (((Package *)chosen->pdata[i])->candidate != NULL)
      g_ptr_array_add (candidates, ((Package *)chosen->pdata[i])->candidate);
  zante_installed_choose (candidates);
  GPtrArray *paths = g_ptr_array_new ();
  for (guint i = 0; i < chosen->len; i++)
    {
      const Package *package = chosen->pdata[i];
      if (package->candidate == NULL || package->candidate->installed)
        g_ptr_array_add (paths, (gpointer)package->path);
    }
  return paths;
}

char **
zante_packages_names (const GPtrArray *files)
{
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();
  for (guint i = 0; i < files->len; i++)
    {
      Package *package = package_new (files->pdata[i]);
      if (package->candidate != NULL)
        g_strv_builder_add (names, package->candidate->name);
      package_free (package);
    }
  return g_strv_builder_end (names);
}
