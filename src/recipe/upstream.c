/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What upstream calls what a source is pinned to. */
#include <string.h>

#include "base/archive.h"
#include "recipe/recipe.h"

enum { SHORT_COMMIT = 10 };

/* What people call what comes before a release. Debian and rpm sort a tilde before the end, and
 * these in the order of the alphabet, which is that of their coming. No single letters: OpenSSL's
 * 1.0.2a is younger than 1.0.2. */
static const char *const candidates[] = {"alpha", "beta", "dev", "pre", "preview", "rc", NULL};

/* The word of CANDIDATES that TEXT begins with, whole, in any case; or NULL. */
static const char *
candidate_at (const char *text)
{
  for (const char *const *word = candidates; *word != NULL; word++)
    {
      gsize length = strlen (*word);
      if (g_ascii_strncasecmp (text, *word, length) == 0 && !g_ascii_isalpha (text[length]))
        return *word;
    }
  return NULL;
}

/* VERSION with "4.20.0-rc1", "4.20.0.RC-1", "4.20.0_rc.1" and "4.20.0rc1" as "4.20.0~rc1": older
 * than the release. Owned by the caller. */
static char *
mark_candidate (const char *version)
{
  static const char separators[] = "-._+~";
  for (const char *at = version; *at != '\0'; at++)
    {
      const char *word = candidate_at (at);
      if (word == NULL || at == version || g_ascii_isalpha (at[-1]))
        continue;
      const char *rest = at + strlen (word), *number = rest + strspn (rest, separators);
      gsize length = (gsize)(at - version);
      while (length > 0 && strchr (separators, version[length - 1]) != NULL)
        length--;
      return g_strdup_printf ("%.*s~%s%s", (int)length, version, word,
                              g_ascii_isdigit (*number) ? number : rest);
    }
  return g_strdup (version);
}

char *
zante_version_of_tag (const char *name)
{
  const char *digit = strpbrk (name, "0123456789");
  return digit == NULL ? NULL : g_strdelimit (mark_candidate (digit), "_", '.');
}

char *
zante_version_of_url (const char *url)
{
  g_autofree char *name = zante_archive_stem (url, NULL);
  for (char *dash = strchr (name, '-'); dash != NULL; dash = strchr (dash + 1, '-'))
    if (g_ascii_isdigit (dash[1]))
      return zante_version_of_tag (dash + 1);
  return zante_version_of_tag (name);
}

/* "1:4.17.5-1" is upstream 4.17.5 (deb-version(7)). */
static char *
version_of_debian (const char *version)
{
  const char *colon = strchr (version, ':');
  const char *rest = colon == NULL ? version : colon + 1;
  const char *dash = strrchr (rest, '-');
  return dash == NULL ? g_strdup (rest) : g_strndup (rest, (gsize)(dash - rest));
}

/* Older than any release of the series, and than its release candidates: 4.23~git…, 4.23~local. */
static char *
unreleased (const ZanteRecipe *recipe, const ZanteSource *source, const char *what)
{
  gboolean xen = strcmp (source->name, "xen") == 0;
  return g_strconcat (xen ? recipe->xen_version : "0", "~", what, NULL);
}

/* The time of a commit orders it, a hash does not: 4.23~git20261101.093012.c447b7308b. A lock that
 * was written before it told the time is older than all that do. */
static char *
snapshot (const ZanteRecipe *recipe, const ZanteSource *source, const ZanteLockEntry *entry)
{
  g_autoptr (GDateTime) date = g_date_time_new_from_unix_utc ((gint64)entry->date);
  g_autofree char *time = entry->date == 0 || date == NULL
                              ? g_strdup ("0")
                              : g_date_time_format (date, "%Y%m%d.%H%M%S");
  g_autofree char *what = g_strdup_printf ("git%s.%.*s", time, SHORT_COMMIT, entry->commit);
  return unreleased (recipe, source, what);
}

static char *
version_of_pin (const ZanteRecipe *recipe, const ZanteSource *source, const ZanteLockEntry *entry)
{
  char *found = NULL;
  if (entry == NULL)
    return unreleased (recipe, source, "local");
  if (entry->commit == NULL)
    found = zante_version_of_url (entry->url);
  else if (entry->ref != NULL && g_str_has_prefix (entry->ref, "refs/tags/"))
    found = zante_version_of_tag (entry->ref + strlen ("refs/tags/"));
  if (found != NULL)
    return found;
  return entry->commit != NULL ? snapshot (recipe, source, entry)
                               : unreleased (recipe, source, "archive");
}

char *
zante_recipe_upstream (const ZanteRecipe *recipe, const ZanteSource *source)
{
  if (source == NULL)
    return g_strdup (recipe->xen_version);
  const ZanteLockEntry *entry = source->local != NULL || recipe->lock == NULL
                                    ? NULL
                                    : g_hash_table_lookup (recipe->lock->sources, source->name);
  if (entry != NULL && entry->version != NULL)
    return version_of_debian (entry->version);
  return version_of_pin (recipe, source, entry);
}
