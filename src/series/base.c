/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "base/beneath.h"
#include "base/error.h"
#include "series/fit.h"
#include "series/series.h"

typedef struct {
  const ZanteBaseInput *input;
  const ZanteSeries *series;
  GPtrArray *preimages;
  GPtrArray *paths;
  gboolean *once;   /* of each preimage: some commit has it */
  GHashTable *tips; /* the newest commit of a branch -> its ZanteBaseMatch, or NULL */
  ZanteBase *base;
} Search;

static void
match_free (ZanteBaseMatch *match)
{
  g_free (match->ref);
  g_ptr_array_unref (match->others);
  g_free (match->chosen);
  g_free (match->newest);
  g_free (match->oldest);
  g_free (match);
}

static void
missing_free (ZanteBaseMissing *missing)
{
  g_free (missing->path);
  g_free (missing->id);
  g_free (missing->made_by);
  g_free (missing->where);
  g_free (missing);
}

void
zante_base_free (ZanteBase *base)
{
  if (base == NULL)
    return;
  g_ptr_array_unref (base->matches);
  g_ptr_array_unref (base->missing);
  g_free (base);
}

static void
search_clear (Search *search)
{
  g_ptr_array_unref (search->preimages);
  g_ptr_array_unref (search->paths);
  g_free (search->once);
  g_hash_table_unref (search->tips);
  zante_base_free (search->base);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Search, search_clear)

/* One branch --------------------------------------------------------------------------------- */

/* The newest commit from FROM to before TO that is not younger than the series; the oldest, if all
 * are. */
static guint
choose (const ZanteHistory *history, guint from, guint to, gint64 date)
{
  for (guint at = from; at < to && date > 0; at++)
    if (g_array_index (history->dates, gint64, at) <= date)
      return at;
  return date > 0 ? to - 1 : from;
}

static ZanteBaseMatch *
new_match (const Search *search, const ZanteHistory *history, guint from, guint to, guint stretches)
{
  ZanteBaseMatch *match = g_new0 (ZanteBaseMatch, 1);
  guint chosen = choose (history, from, to, search->series->date);
  match->ref = g_strdup (history->ref);
  match->others = g_ptr_array_new_with_free_func (g_free);
  match->chosen = g_strdup (history->commits->pdata[chosen]);
  match->newest = g_strdup (history->commits->pdata[from]);
  match->oldest = g_strdup (history->commits->pdata[to - 1]);
  match->chosen_date = g_array_index (history->dates, gint64, chosen);
  match->chosen_back = chosen;
  match->count = to - from;
  match->stretches = stretches;
  match->whole = to < history->commits->len || history->whole;
  return match;
}

/* The newest stretch of commits that have all of it, or NULL. */
static ZanteBaseMatch *
find_stretch (const Search *search, const ZanteHistory *history, const guint *wrong)
{
  guint from = 0, to = 0, stretches = 0, n = history->commits->len;
  for (guint at = 0; at < n; at++)
    {
      if (wrong[at] != 0 || (at > 0 && wrong[at - 1] == 0))
        continue;
      stretches++;
      if (stretches > 1)
        continue;
      for (from = to = at; to < n && wrong[to] == 0;)
        to++;
    }
  return stretches == 0 ? NULL : new_match (search, history, from, to, stretches);
}

static gboolean
is_same (const ZanteBaseMatch *match, const ZanteBaseMatch *other)
{
  return strcmp (match->chosen, other->chosen) == 0 && strcmp (match->newest, other->newest) == 0
         && strcmp (match->oldest, other->oldest) == 0;
}

/* Keep MATCH, or note its branch at the one that is the same: branches share their past. */
static ZanteBaseMatch *
keep_match (Search *search, ZanteBaseMatch *match)
{
  GPtrArray *matches = search->base->matches;
  for (guint i = 0; i < matches->len; i++)
    if (is_same (matches->pdata[i], match))
      {
        ZanteBaseMatch *known = matches->pdata[i];
        g_ptr_array_add (known->others, g_strdup (match->ref));
        match_free (match);
        return known;
      }
  g_ptr_array_add (matches, match);
  return match;
}

/* TIP is the newest commit of REF. */
static gboolean
search_ref (Search *search, const char *ref, const char *tip, GError **error)
{
  gpointer known;
  if (g_hash_table_lookup_extended (search->tips, tip, NULL, &known))
    {
      if (known != NULL)
        g_ptr_array_add (((ZanteBaseMatch *)known)->others, g_strdup (ref));
      return TRUE;
    }
  g_autoptr (ZanteHistory) history
      = zante_history_read (search->input->git, ref, search->input->window, search->paths, error);
  g_autofree guint *wrong = history == NULL
                                ? NULL
                                : zante_fit_commits (search->input->git, history, search->preimages,
                                                     search->once, error);
  if (wrong == NULL)
    return FALSE;
  ZanteBaseMatch *match = find_stretch (search, history, wrong);
  g_hash_table_insert (search->tips, g_strdup (tip),
                       match == NULL ? NULL : keep_match (search, match));
  return TRUE;
}

static gboolean
search_refs (Search *search, GError **error)
{
  for (const char *const *ref = search->input->refs; *ref != NULL; ref++)
    {
      g_autofree char *commit = g_strconcat (*ref, "^{commit}", NULL);
      const char *const arguments[] = {"rev-parse", "--verify", "--end-of-options", commit, NULL};
      g_autofree char *tip = zante_git_output (search->input->git, arguments, NULL, NULL);
      if (tip == NULL)
        return zante_error_set (error, ZANTE_ERROR_INPUT,
                                "'%s' is no branch or commit of the repository", *ref);
      if (!search_ref (search, *ref, g_strchomp (tip), error))
        return FALSE;
    }
  return TRUE;
}

/* Which is the likeliest --------------------------------------------------------------------- */

/* Whether REF is of the release TARGET: "stable-4.20" of "4.20", not "stable-4.2". */
static gboolean
is_target (const char *ref, const char *target)
{
  const char *at = target == NULL ? NULL : strstr (ref, target);
  return at != NULL && !g_ascii_isdigit (at[strlen (target)]) && at > ref
         && !g_ascii_isdigit (at[-1]);
}

static gint
compare_matches (gconstpointer a, gconstpointer b, gpointer target)
{
  const ZanteBaseMatch *one = *(ZanteBaseMatch *const *)a, *other = *(ZanteBaseMatch *const *)b;
  gboolean first = is_target (one->ref, target), second = is_target (other->ref, target);
  if (first != second)
    return first ? -1 : 1;
  if (one->chosen_date != other->chosen_date)
    return one->chosen_date > other->chosen_date ? -1 : 1;
  return strcmp (one->ref, other->ref);
}

/* Ids that agree are not all: what does not apply is no match. */
static gboolean
keep_applying (Search *search, GError **error)
{
  GPtrArray *matches = search->base->matches;
  for (guint i = matches->len; i > 0; i--)
    {
      const ZanteBaseMatch *match = matches->pdata[i - 1];
      gboolean fits;
      if (!zante_series_applies (search->input->git, search->series, match->chosen, &fits, error))
        return FALSE;
      if (!fits)
        g_ptr_array_remove_index (matches, i - 1);
    }
  return TRUE;
}

/* What no branch has ------------------------------------------------------------------------- */

/* Whether PATCH makes what PREIMAGE is. The shorter id is a beginning of the longer. */
static gboolean
makes (const ZanteMailedPatch *patch, const ZantePreimage *preimage)
{
  for (guint i = 0; i < patch->files->len; i++)
    {
      const ZanteFileDiff *diff = patch->files->pdata[i];
      if (diff->made != NULL && g_strcmp0 (diff->after, preimage->path) == 0
          && (g_str_has_prefix (diff->made, preimage->id)
              || g_str_has_prefix (preimage->id, diff->made)))
        return TRUE;
    }
  return FALSE;
}

static gboolean
is_ours (const ZanteSeries *series, const ZanteMailedPatch *patch)
{
  return g_ptr_array_find (series->patches, patch, NULL);
}

/* The patch of MAILBOX that makes PREIMAGE, or NULL. */
static const ZanteMailedPatch *
find_maker (const ZanteSeries *series, const ZanteMailbox *mailbox, const ZantePreimage *preimage)
{
  for (guint i = 0; i < mailbox->patches->len; i++)
    if (!is_ours (series, mailbox->patches->pdata[i])
        && makes (mailbox->patches->pdata[i], preimage))
      return mailbox->patches->pdata[i];
  return NULL;
}

static void
add_missing (Search *search, const ZantePreimage *preimage)
{
  ZanteBaseMissing *missing = g_new0 (ZanteBaseMissing, 1);
  missing->path = g_strdup (preimage->path);
  missing->id = g_strdup (preimage->id);
  g_ptr_array_add (search->base->missing, missing);
  GPtrArray *others = preimage->id == NULL ? NULL : search->input->others;
  for (guint i = 0; others != NULL && missing->made_by == NULL && i < others->len; i++)
    {
      const ZanteMailbox *mailbox = others->pdata[i];
      const ZanteMailedPatch *maker = find_maker (search->series, mailbox, preimage);
      if (maker == NULL)
        continue;
      missing->made_by = g_strdup (maker->subject.title);
      missing->where = g_strdup (mailbox->path);
    }
}

/* The search --------------------------------------------------------------------------------- */

static void
search_init (Search *search)
{
  search->preimages = zante_preimages_of (search->series);
  search->paths = g_ptr_array_new ();
  for (guint i = 0; i < search->preimages->len; i++)
    {
      const char *path = ((const ZantePreimage *)search->preimages->pdata[i])->path;
      if (*path != '\0' && zante_beneath_is_plain (path)) /* a mail can name any */
        g_ptr_array_add (search->paths, (gpointer)path);
    }
  search->tips = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  search->once = g_new0 (gboolean, search->preimages->len + 1);
  search->base = g_new0 (ZanteBase, 1);
  search->base->matches = g_ptr_array_new_with_free_func ((GDestroyNotify)match_free);
  search->base->missing = g_ptr_array_new_with_free_func ((GDestroyNotify)missing_free);
}

/* A stated base is believed as far as the series applies to it. */
static gboolean
confirm_stated (Search *search, GError **error)
{
  if (search->series->base == NULL)
    return TRUE;
  g_autofree char *commit = g_strconcat (search->series->base, "^{commit}", NULL);
  const char *const arguments[] = {"rev-parse", "--quiet", "--verify", commit, NULL};
  if (!zante_git_succeeds (search->input->git, arguments))
    return TRUE; /* it is not here */
  return zante_series_applies (search->input->git, search->series, search->series->base,
                               &search->base->stated_is_right, error);
}

ZanteBase *
zante_series_base (const ZanteBaseInput *input, const ZanteSeries *series, GError **error)
{
  g_auto (Search) search = {.input = input, .series = series};
  search_init (&search);
  if (!search_refs (&search, error) || !keep_applying (&search, error)
      || !confirm_stated (&search, error))
    return NULL;
  g_ptr_array_sort_with_data (search.base->matches, compare_matches, series->target);
  for (guint i = 0; search.base->matches->len == 0 && i < search.preimages->len; i++)
    if (!search.once[i])
      add_missing (&search, search.preimages->pdata[i]);
  return g_steal_pointer (&search.base);
}
