/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "package/parts.h"

enum { SHORT_COMMIT = 10 };

/* Newer than what we started from: dpkg and rpm both sort "1zante1" behind "1". */
static const char own_revision[] = "1zante1";

/* "1:4.17.5-1" is epoch 1, upstream 4.17.5, revision 1 (deb-version(7)). */
static void
split_debian (ZanteSourcePackage *source, const char *version)
{
  const char *colon = strchr (version, ':');
  const char *rest = colon == NULL ? version : colon + 1;
  const char *dash = strrchr (rest, '-');
  source->epoch = colon == NULL ? NULL : g_strndup (version, (gsize)(colon - version));
  source->upstream = dash == NULL ? g_strdup (rest) : g_strndup (rest, (gsize)(dash - rest));
  source->revision
      = dash == NULL ? g_strdup (own_revision) : g_strconcat (dash + 1, "zante1", NULL);
}

/* RELEASE-4.20.0, rel-1.16.3, v2.1: what begins with a digit; NULL when nothing does. */
static char *
version_of_name (const char *name)
{
  const char *digit = strpbrk (name, "0123456789");
  return digit == NULL ? NULL : g_strdup (digit);
}

/* Of "grub-2.06.tar.xz": 2.06. */
static char *
version_of_file (const char *url)
{
  static const char *const endings[] = {".tar.", ".tgz", ".tbz", ".txz", ".zip", ".tar"};
  g_autofree char *name = g_path_get_basename (url);
  for (gsize i = 0; i < G_N_ELEMENTS (endings); i++)
    {
      char *end = strstr (name, endings[i]);
      if (end != NULL)
        *end = '\0';
    }
  for (char *dash = strchr (name, '-'); dash != NULL; dash = strchr (dash + 1, '-'))
    if (g_ascii_isdigit (dash[1]))
      return g_strdup (dash + 1);
  return version_of_name (name);
}

/* Older than any release of the series: 4.23~gitc447b7308b. */
static char *
unreleased (const ZanteSourcePackage *source, const ZanteRecipe *recipe, const char *kind,
            const char *id)
{
  gboolean xen = source->source != NULL && strcmp (source->source->name, "xen") == 0;
  return g_strdup_printf ("%s~%s%.*s", xen ? recipe->xen_version : "0", kind, SHORT_COMMIT, id);
}

static char *
version_of_pin (const ZanteSourcePackage *source, const ZanteRecipe *recipe)
{
  const ZanteLockEntry *entry = source->entry;
  char *found = NULL;
  if (entry == NULL)
    return unreleased (source, recipe, "local", "");
  if (entry->commit == NULL)
    found = version_of_file (entry->url);
  else if (entry->ref != NULL && g_str_has_prefix (entry->ref, "refs/tags/"))
    found = version_of_name (entry->ref + strlen ("refs/tags/"));
  if (found != NULL)
    return found;
  return entry->commit != NULL ? unreleased (source, recipe, "git", entry->commit)
                               : unreleased (source, recipe, "archive", "");
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
  if (source->source == NULL)
    source->upstream = g_strdup (recipe->xen_version);
  else if (entry != NULL && entry->version != NULL)
    split_debian (source, entry->version);
  else
    source->upstream = version_of_pin (source, recipe);
  if (recipe->packaging->revision != NULL)
    g_free (g_steal_pointer (&source->revision));
  if (source->revision == NULL)
    source->revision = g_strdup (recipe->packaging->revision != NULL ? recipe->packaging->revision
                                                                     : own_revision);
  return TRUE;
}
