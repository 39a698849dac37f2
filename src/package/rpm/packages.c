/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "base/fs.h"
#include "base/strings.h"
#include "package/library.h"
#include "package/rpm/rpm.h"

void
zante_rpm_package_free (ZanteRpmPackage *package)
{
  g_ptr_array_unref (package->binaries);
  g_free (package);
}

const ZanteRpmPackage *
zante_rpm_package_of (const ZanteRpm *rpm, const ZanteBinary *binary)
{
  for (guint i = 0; i < rpm->packages->len; i++)
    {
      const ZanteRpmPackage *package = rpm->packages->pdata[i];
      if (g_ptr_array_find (package->binaries, binary, NULL))
        return package;
    }
  return NULL;
}

/* Whether there is nothing in BINARY but what rpm itself packs as debuginfo. */
static gboolean
is_debuginfo (const ZanteBinary *binary)
{
  for (guint i = 0; i < binary->files->len; i++)
    if (!g_str_has_prefix (((ZantePackageFile *)binary->files->pdata[i])->path,
                           ZANTE_RPM_DEBUG_DIR "/"))
      return FALSE;
  return binary->files->len > 0;
}

static ZanteRpmPackage *
find_or_add (GPtrArray *packages, const char *name)
{
  for (guint i = 0; i < packages->len; i++)
    {
      ZanteRpmPackage *package = packages->pdata[i];
      if (strcmp (package->name, name) == 0)
        return package;
    }
  ZanteRpmPackage *package = g_new0 (ZanteRpmPackage, 1);
  package->name = name;
  package->noarch = TRUE;
  package->binaries = g_ptr_array_new ();
  g_ptr_array_add (packages, package);
  return package;
}

static gboolean
is_elf (const ZantePackageFile *file, gboolean *elf, GError **error)
{
  char magic[4] = "";
  *elf = FALSE;
  if (!S_ISREG (file->mode))
    return TRUE;
  g_autofree char *path = g_strconcat (file->stage, file->path, NULL);
  g_auto (ZanteFd) fd = open (path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
  if (fd < 0)
    return zante_error_errno (error, errno, "cannot read '%s'", path);
  *elf = read (fd, magic, sizeof magic) == sizeof magic && memcmp (magic, "\177ELF", 4) == 0;
  return TRUE;
}

/* Of a file that was stripped before find-debuginfo makes nothing, and a package of nothing is
 * rpmbuild's error "Empty %files file". */
static gboolean
has_symbols (const ZantePackageFile *file)
{
  g_autofree char *path = g_strconcat (file->stage, file->path, NULL);
  g_autoptr (ZanteLibrary) library = zante_library_read (path);
  return library != NULL && library->symbols;
}

/* rpm strips executable ELF files, and refuses any ELF file in a package for every machine, be it
 * firmware that all have. */
static gboolean
look_into (ZanteRpm *rpm, ZanteRpmPackage *package, const ZanteBinary *binary, GError **error)
{
  package->noarch = package->noarch && binary->all;
  for (guint i = 0; i < binary->files->len; i++)
    {
      const ZantePackageFile *file = binary->files->pdata[i];
      gboolean elf = FALSE;
      if (!is_elf (file, &elf, error))
        return FALSE;
      package->noarch = package->noarch && !elf;
      rpm->programs = rpm->programs || (elf && (file->mode & 0111) != 0 && has_symbols (file));
    }
  return TRUE;
}

gboolean
zante_rpm_gather (ZanteRpm *rpm, GError **error)
{
  rpm->packages = g_ptr_array_new_with_free_func ((GDestroyNotify)zante_rpm_package_free);
  for (guint i = 0; i < rpm->source->binaries->len; i++)
    {
      ZanteBinary *binary = rpm->source->binaries->pdata[i];
      if (is_debuginfo (binary))
        {
          rpm->programs = TRUE;
          continue;
        }
      ZanteRpmPackage *package = find_or_add (rpm->packages, binary->name);
      g_ptr_array_add (package->binaries, binary);
      if (!look_into (rpm, package, binary, error))
        return FALSE;
    }
  zante_strings_sort_by (rpm->packages, ZanteRpmPackage, name);
  for (guint i = 0; i < rpm->packages->len; i++)
    zante_strings_sort_by (((ZanteRpmPackage *)rpm->packages->pdata[i])->binaries, ZanteBinary,
                           debian_name);
  return TRUE;
}

/* Licences ----------------------------------------------------------------------------------- */

/* An expression with a choice or parentheses stays whole. */
static void
add_licence (GPtrArray *terms, const char *expression)
{
  if (strpbrk (expression, "()") != NULL || strstr (expression, " OR ") != NULL)
    {
      g_autofree char *whole = g_strdup_printf ("(%s)", expression);
      zante_strings_add (terms, whole);
      return;
    }
  g_auto (GStrv) parts = g_strsplit (expression, " AND ", -1);
  for (char **part = parts; *part != NULL; part++)
    zante_strings_add (terms, g_strstrip (*part));
}

gboolean
zante_rpm_has_files (const ZanteRpmPackage *package, const ZanteComponent *component)
{
  for (guint i = 0; i < package->binaries->len; i++)
    {
      const ZanteBinary *binary = package->binaries->pdata[i];
      for (guint j = 0; j < binary->files->len; j++)
        if (((ZantePackageFile *)binary->files->pdata[j])->component == component)
          return TRUE;
    }
  return FALSE;
}

/* "A or B" of debian/copyright as "(A OR B)" of SPDX. */
static void
add_stanza (GPtrArray *terms, const ZanteStanza *stanza)
{
  g_auto (GStrv) all = g_strsplit (stanza->licence, " and ", -1);
  for (char **part = all; *part != NULL; part++)
    {
      g_auto (GStrv) names = zante_stanza_names (*part);
      for (char **name = names; *name != NULL; name++)
        {
          const ZanteLicence *licence = zante_package_licence (*name);
          if (licence == NULL)
            continue;
          g_free (*name);
          *name = g_strdup (licence->spdx);
        }
      g_autofree char *choice = g_strjoinv (" OR ", names);
      add_licence (terms, choice);
    }
}

/* What is shipped of COMPONENT: by the stanzas of its source, else as it says itself. */
static void
add_component (const ZanteRpm *rpm, GPtrArray *terms, const ZanteComponent *component)
{
  gboolean known = FALSE;
  for (guint i = 0; i < rpm->stanzas->len; i++)
    if (zante_stanza_is_shipped (rpm->stanzas->pdata[i], component))
      {
        known = TRUE;
        add_stanza (terms, rpm->stanzas->pdata[i]);
      }
  if (!known && component->licence != NULL)
    add_licence (terms, component->licence);
}

char *
zante_rpm_licence (const ZanteRpm *rpm, const ZanteRpmPackage *package)
{
  g_autoptr (GPtrArray) terms = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < rpm->source->components->len; i++)
    {
      const ZanteComponent *component = rpm->source->components->pdata[i];
      if (package == NULL || zante_rpm_has_files (package, component))
        add_component (rpm, terms, component);
    }
  g_ptr_array_sort (terms, zante_strings_compare);
  g_ptr_array_add (terms, NULL);
  return g_strjoinv (" AND ", (char **)terms->pdata);
}
