/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "package/parts.h"

/* Newer than what we started from: dpkg and rpm both sort "1zante1" behind "1". */
static const char own_revision[] = "1zante1";

/* "1:4.17.5-1" has epoch 1 and revision 1 (deb-version(7)). */
static void
split_debian (ZanteSourcePackage *source, const char *version)
{
  const char *colon = strchr (version, ':');
  const char *dash = strrchr (version, '-');
  source->epoch = colon == NULL ? NULL : g_strndup (version, (gsize)(colon - version));
  source->revision
      = dash == NULL ? g_strdup (own_revision) : g_strconcat (dash + 1, "zante1", NULL);
}

gboolean
zante_source_set_version (ZanteSourcePackage *source, const ZanteRecipe *recipe, GError **error)
{
  const ZanteLockEntry *entry = NULL;
  if (source->source != NULL && source->source->local == NULL)
    {
      entry = g_hash_table_lookup (recipe->lock->sources, source->source->name);
      if (!zante_lock_check (entry, source->source, error))
        return FALSE;
    }
  source->entry = entry;
  source->upstream = zante_recipe_upstream (recipe, source->source);
  if (entry != NULL && entry->version != NULL)
    split_debian (source, entry->version);
  if (recipe->packaging->epoch != NULL)
    {
      g_free (source->epoch);
      source->epoch = g_strdup (recipe->packaging->epoch);
    }
  if (recipe->packaging->revision != NULL)
    g_free (g_steal_pointer (&source->revision));
  if (source->revision == NULL)
    source->revision = g_strdup (recipe->packaging->revision != NULL ? recipe->packaging->revision
                                                                     : own_revision);
  return TRUE;
}
