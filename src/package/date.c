/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "base/error.h"
#include "base/fs.h"
#include "package/parts.h"

/* 253402300799 is the end of the year 9999. */
static gboolean
parse_seconds (const char *text, gint64 *date)
{
  if (*text == '\0' || strlen (text) > 12 || strspn (text, "0123456789") != strlen (text))
    return FALSE;
  *date = g_ascii_strtoll (text, NULL, 10);
  return *date <= G_GINT64_CONSTANT (253402300799);
}

static gboolean
parse_date (const char *text, gint64 *date)
{
  if (parse_seconds (text, date))
    return TRUE;
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  g_autoptr (GDateTime) time = g_date_time_new_from_iso8601 (text, utc);
  if (time == NULL || g_date_time_to_unix (time) < 0)
    return FALSE;
  *date = g_date_time_to_unix (time);
  return TRUE;
}

static gboolean
newest_file (const char *tree, gint64 *date, GError **error)
{
  g_autoptr (GPtrArray) entries = zante_fs_list (tree, error);
  *date = 0;
  for (guint i = 0; entries != NULL && i < entries->len; i++)
    {
      const ZanteFsEntry *entry = entries->pdata[i];
      if (S_ISREG (entry->st.st_mode))
        *date = MAX (*date, (gint64)entry->st.st_mtime);
    }
  return entries != NULL;
}

static gboolean
date_of_source (const ZanteFetchInput *fetch, const ZanteSourcePackage *source, const char *scratch,
                gint64 *date, GError **error)
{
  *date = 0;
  g_autofree char *parent = g_path_get_dirname (scratch);
  return zante_fs_make_dirs (parent, error) && zante_fs_remove_tree (scratch, error)
         && zante_package_fetch (fetch, source, error)
         && zante_package_unpack (fetch, source, scratch, error)
         && newest_file (scratch, date, error) && zante_fs_remove_tree (scratch, error);
}

/* What has no source is as old as the newest of the others' that the recipe builds from, and where
 * there is none as everything that has no date. */
static gboolean
newest_source (const ZanteFetchInput *fetch, const char *scratch, gint64 *date, GError **error)
{
  const GPtrArray *components = fetch->recipe->components;
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);
  *date = 0;
  for (guint i = 0; i < components->len; i++)
    {
      const ZanteComponent *component = components->pdata[i];
      const ZanteSourcePackage package
          = {.source = component->provider != ZANTE_PROVIDER_BUILD
                           ? NULL
                           : zante_recipe_source (fetch->recipe, component)};
      gint64 one;
      if (package.source == NULL || !g_hash_table_add (seen, (gpointer)package.source))
        continue;
      if (!date_of_source (fetch, &package, scratch, &one, error))
        return FALSE;
      *date = MAX (*date, one);
    }
  *date = g_hash_table_size (seen) > 0 ? *date : (gint64)zante_recipe_epoch ();
  return TRUE;
}

gboolean
zante_package_date (const ZanteFetchInput *fetch, const ZanteSourcePackage *source,
                    const char *scratch, gint64 *date, GError **error)
{
  const char *given = fetch->recipe->packaging->date;
  const char *epoch = g_getenv ("SOURCE_DATE_EPOCH");
  if (given == NULL && epoch != NULL && parse_seconds (epoch, date))
    return TRUE;
  if (given == NULL && source->source == NULL)
    return newest_source (fetch, scratch, date, error);
  if (given == NULL)
    return date_of_source (fetch, source, scratch, date, error);
  if (parse_date (given, date))
    return TRUE;
  g_autofree char *where = zante_yaml_locate (fetch->recipe->packaging_file, "/packaging/date");
  g_set_error (error, ZANTE_ERROR, ZANTE_ERROR_INPUT,
               "%s: date '%s' is neither of the form 2026-11-22T01:00:00Z nor seconds since 1970",
               where, given);
  return FALSE;
}
