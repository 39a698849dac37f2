/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "series/collect.h"

#include <string.h>

/* What git-format-patch(1) calls a cover letter that nobody wrote. */
#define PLACEHOLDER "*** SUBJECT HERE ***"

void
zante_series_free (ZanteSeries *series)
{
  if (series == NULL)
    return;
  g_free (series->title);
  g_free (series->target);
  g_free (series->base);
  g_ptr_array_unref (series->patches);
  g_free (series);
}

/* Which series a patch is of ----------------------------------------------------------------- */

/* The mail that the thread of PATCH began with. Mails that git-format-patch(1) wrote, and nobody
 * sent, have no thread. */
static const char *
thread_of (const ZanteMailedPatch *patch)
{
  const ZanteMail *mail = patch->mail;
  return mail->thread != NULL ? mail->thread : mail->message_id;
}

static gboolean
has_number (const ZanteSeries *series, guint number)
{
  for (guint i = 0; i < series->patches->len; i++)
    if (((const ZanteMailedPatch *)series->patches->pdata[i])->subject.number == number)
      return TRUE;
  return FALSE;
}

/* Whether PATCH goes on in SERIES, which began with FIRST. A new version is often sent into the
 * thread of the old one, so the thread alone says too little; and without one, order says it. */
static gboolean
belongs (const ZanteSeries *series, const ZanteMailedPatch *first, const ZanteMailedPatch *patch)
{
  const char *here = thread_of (first), *there = thread_of (patch);
  if (patch->subject.version != series->version || patch->subject.total != series->total
      || has_number (series, patch->subject.number))
    return FALSE;
  if (patch->mail->thread == NULL && first->mail->thread == NULL)
    return patch->subject.total > 1; /* not sent, or every mail on its own */
  return g_strcmp0 (here, there) == 0;
}

/* Series ------------------------------------------------------------------------------------- */

static ZanteSeries *
series_new (const ZanteMailedPatch *patch)
{
  ZanteSeries *series = g_new0 (ZanteSeries, 1);
  series->version = patch->subject.version;
  series->total = patch->subject.total;
  series->patches = g_ptr_array_new ();
  return series;
}

static void
add_patch (ZanteSeries *series, ZanteMailedPatch *patch)
{
  if (series->target == NULL)
    series->target = g_strdup (patch->subject.target);
  if (series->base == NULL)
    series->base = g_strdup (patch->base);
  if (series->date == 0)
    series->date = patch->mail->date;
  if (series->title == NULL && !g_str_has_prefix (patch->subject.title, PLACEHOLDER))
    series->title = g_strdup (patch->subject.title);
  g_ptr_array_add (series->patches, patch);
}

static int
compare_numbers (gconstpointer a, gconstpointer b)
{
  const ZanteMailedPatch *one = *(ZanteMailedPatch *const *)a,
                         *other = *(ZanteMailedPatch *const *)b;
  return one->subject.number < other->subject.number ? -1
                                                     : one->subject.number > other->subject.number;
}

/* In order, and without what changes nothing: cover letters, and answers. */
static void
finish (gpointer data, G_GNUC_UNUSED gpointer user_data)
{
  ZanteSeries *series = data;
  g_ptr_array_sort (series->patches, compare_numbers);
  if (series->title == NULL)
    series->title = g_strdup ("");
  for (guint i = series->patches->len; i > 0; i--)
    if (((const ZanteMailedPatch *)series->patches->pdata[i - 1])->files->len == 0)
      g_ptr_array_remove_index (series->patches, i - 1);
}

/* Whether OTHER is a newer version of SERIES. */
static gboolean
is_older (const ZanteSeries *series, const ZanteSeries *other)
{
  return other->version > series->version && strcmp (other->title, series->title) == 0;
}

static gboolean
is_replaced (const ZanteSeries *series, GPtrArray *all)
{
  for (guint i = 0; i < all->len; i++)
    if (is_older (series, all->pdata[i]))
      return TRUE;
  return FALSE;
}

/* The series that PATCH goes on in, or NULL; FIRSTS are the patches they began with. */
static ZanteSeries *
find_series (GPtrArray *all, GPtrArray *firsts, const ZanteMailedPatch *patch)
{
  for (guint i = all->len; i > 0; i--)
    if (belongs (all->pdata[i - 1], firsts->pdata[i - 1], patch))
      return all->pdata[i - 1];
  return NULL;
}

static void
remove_empty (GPtrArray *all)
{
  for (guint i = all->len; i > 0; i--)
    if (((const ZanteSeries *)all->pdata[i - 1])->patches->len == 0)
      g_ptr_array_remove_index (all, i - 1);
}

static void
remove_replaced (GPtrArray *all)
{
  for (guint i = all->len; i > 0; i--)
    if (is_replaced (all->pdata[i - 1], all))
      g_ptr_array_remove_index (all, i - 1);
}

GPtrArray *
zante_series_collect (GPtrArray *patches)
{
  GPtrArray *all = g_ptr_array_new_with_free_func ((GDestroyNotify)zante_series_free);
  g_autoptr (GPtrArray) firsts = g_ptr_array_new ();
  for (guint i = 0; i < patches->len; i++)
    {
      ZanteMailedPatch *patch = patches->pdata[i];
      ZanteSeries *series = find_series (all, firsts, patch);
      if (series == NULL)
        {
          series = series_new (patch);
          g_ptr_array_add (all, series);
          g_ptr_array_add (firsts, patch);
        }
      add_patch (series, patch);
    }
  g_ptr_array_foreach (all, finish, NULL);
  remove_empty (all); /* answers to a newer version do not stand for it */
  remove_replaced (all);
  return all;
}
