/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/archive.h"
#include "package/package.h"

/* What rpm-version(7) allows: '-' separates version and release. */
char *
zante_package_rpm_version (const ZanteSourcePackage *source)
{
  return g_strdelimit (g_strdup (source->upstream), "-", '.');
}

/* A Debian revision says nothing here. */
char *
zante_package_rpm_release (const ZanteModel *model)
{
  const char *given = model->recipe->packaging->revision;
  return g_strdup (given != NULL ? given : "1");
}

static const char *
ending_of_debian (const ZanteLockEntry *entry)
{
  for (guint i = 0; entry->files != NULL && i < entry->files->len; i++)
    {
      const char *end = NULL;
      const char *path = ((const ZanteLockFile *)entry->files->pdata[i])->path;
      g_autofree char *stem = zante_archive_stem (path, &end);
      if (end != NULL && g_str_has_suffix (stem, ".orig"))
        return end;
    }
  return NULL;
}

char *
zante_package_rpm_original (const ZanteSourcePackage *source)
{
  const char *end = NULL;
  if (source->source == NULL)
    return NULL;
  if (source->entry != NULL && source->source->debian != NULL)
    end = ending_of_debian (source->entry);
  else
    end = zante_package_original_ending (source);
  return g_strdup_printf ("%s-%s%s", source->name, source->upstream, end != NULL ? end : ".tar.xz");
}

char *
zante_package_rpm_recipe (const ZanteSourcePackage *source)
{
  g_autofree char *version = zante_package_rpm_version (source);
  return g_strdup_printf ("%s-recipe-%s.tar.gz", source->name, version);
}
