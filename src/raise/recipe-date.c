/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "raise/recipe-date.h"

#include <string.h>

#include "base/hash.h"

static GPtrArray *
emit_at (const ZanteRecipeDate *recipe, gint64 date, GError **error)
{
  ZanteEmitInput input = *recipe->input;
  input.date = date - date % recipe->format->day;
  return recipe->format->emit (&input, recipe->source, error);
}

static const char *
entry_of (const ZanteRecipeDate *recipe, const GPtrArray *emission)
{
  return zante_changelog_of (recipe->format->changelog, emission, recipe->source);
}

/* "date SECONDS DIGEST": an entry that was emitted. */
static char *
note_of (const ZanteRecipeDate *recipe, const GPtrArray *emission, gint64 date)
{
  const char *entry = entry_of (recipe, emission);
  g_autofree char *digest = zante_hash_bytes (entry, strlen (entry));
  return g_strdup_printf ("date %" G_GINT64_FORMAT " %s", date, digest);
}

/* The emission with the date of the last time, if it tells the same change still. A recipe that was
 * emitted elsewhere has a changelog, but no note. A date that none has is that of no change. NULL
 * without an error: it is another change. */
static GPtrArray *
emit_again (const ZanteRecipeDate *recipe, gint64 *date, char **note, GError **error)
{
  g_autofree char *state = g_strconcat (recipe->folder, ".emitted", NULL);
  g_autofree char *last = zante_emission_note (state);
  g_autofree char *first
      = zante_changelog_first (recipe->format->changelog, recipe->source, recipe->folder);
  gboolean noted = last != NULL && g_str_has_prefix (last, "date ");
  if (!noted && first == NULL)
    return NULL;
  *date = noted ? g_ascii_strtoll (last + strlen ("date "), NULL, 10)
                : zante_changelog_date (recipe->format->changelog, first);
  gboolean known = *date >= 0 && *date <= ZANTE_PACKAGE_DATE_LAST;
  g_autoptr (GPtrArray) emission = known ? emit_at (recipe, *date, error) : NULL;
  if (emission == NULL)
    return NULL;
  g_autofree char *now = note_of (recipe, emission, *date);
  const char *entry = entry_of (recipe, emission);
  g_autofree char *stripped = g_strchomp (g_strdup (entry));
  if (noted ? strcmp (now, last) != 0 : strcmp (g_strchomp (first), stripped) != 0)
    return NULL;
  *note = g_steal_pointer (&now);
  return g_steal_pointer (&emission);
}

GPtrArray *
zante_recipe_dated (const ZanteRecipeDate *recipe, gint64 *date, char **note, GError **error)
{
  g_autoptr (GError) local = NULL;
  if (!zante_package_date (recipe->input->model->recipe, date, error))
    return NULL;
  if (*date < 0)
    {
      GPtrArray *again = emit_again (recipe, date, note, &local);
      if (again != NULL)
        return again;
      *date = g_get_real_time () / G_USEC_PER_SEC;
    }
  *date -= *date % recipe->format->day;
  GPtrArray *emission = local == NULL ? emit_at (recipe, *date, &local) : NULL;
  if (emission == NULL)
    g_propagate_error (error, g_steal_pointer (&local));
  else
    *note = note_of (recipe, emission, *date);
  return emission;
}
