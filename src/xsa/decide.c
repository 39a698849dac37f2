/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The states of advisories in releases: which there are, and how each is decided. */
#include "base/strings.h"
#include "xsa/desk.h"
#include "xsa/facts.h"
#include "xsa/mentions.h"

const char *
zante_xsa_state_name (ZanteXsaState state)
{
  static const char *const names[]
      = {"contained", "applies", "needs another version", "not in this tree", "unknown"};
  return names[state];
}

static void
verdict_free (ZanteXsaVerdict *verdict)
{
  g_free (verdict->why);
  g_ptr_array_unref (verdict->commits);
  g_free (verdict);
}

static void
row_free (ZanteXsaRow *row)
{
  g_free (row->title);
  g_ptr_array_unref (row->cves);
  g_ptr_array_unref (row->verdicts);
  g_free (row);
}

void
zante_xsa_status_free (ZanteXsaStatus *status)
{
  if (status == NULL)
    return;
  g_ptr_array_unref (status->rows);
  g_free (status);
}

/* Which advisories there are ----------------------------------------------------------------- */

static void
add_keys (GHashTable *numbers, GHashTable *table)
{
  GHashTableIter iter;
  gpointer number;
  g_hash_table_iter_init (&iter, table);
  while (g_hash_table_iter_next (&iter, &number, NULL))
    g_hash_table_add (numbers, number);
}

static gint
newest_first (gconstpointer a, gconstpointer b)
{
  guint one = *(const guint *)a, other = *(const guint *)b;
  return (one < other) - (one > other);
}

static GArray *
all_numbers (const ZanteXsaDesk *desk)
{
  g_autoptr (GHashTable) numbers = g_hash_table_new (NULL, NULL);
  const GArray *asked = desk->input->numbers;
  for (guint i = 0; i < asked->len; i++)
    g_hash_table_add (numbers, GUINT_TO_POINTER (g_array_index (asked, guint, i)));
  if (asked->len == 0)
    {
      add_keys (numbers, desk->history->numbers);
      add_keys (numbers, desk->input->facts);
      add_keys (numbers, desk->patches->elsewhere);
      for (guint i = 0; i < desk->patches->versions->len; i++)
        g_hash_table_add (
            numbers,
            GUINT_TO_POINTER (((ZanteXsaVersion *)desk->patches->versions->pdata[i])->number));
    }
  GArray *sorted = g_array_new (FALSE, FALSE, sizeof (guint));
  GHashTableIter iter;
  gpointer key;
  g_hash_table_iter_init (&iter, numbers);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    {
      guint number = GPOINTER_TO_UINT (key);
      g_array_append_val (sorted, number);
    }
  g_array_sort (sorted, newest_first);
  return sorted;
}

/* CVE ids that the commits name beside NUMBER. */
static void
add_named_cves (const ZanteXsaDesk *desk, ZanteXsaRow *row)
{
  const GArray *places
      = g_hash_table_lookup (desk->history->numbers, GUINT_TO_POINTER (row->number));
  for (guint i = 0; places != NULL && i < places->len; i++)
    {
      const ZanteXsaNode *node = desk->history->nodes->pdata[g_array_index (places, guint, i)];
      for (guint j = 0; j < node->mentions->len; j++)
        {
          const ZanteXsaMention *mention = &g_array_index (node->mentions, ZanteXsaMention, j);
          for (guint k = 0; mention->number == row->number && k < mention->cves->len; k++)
            zante_strings_add (row->cves, mention->cves->pdata[k]);
        }
    }
}

static ZanteXsaRow *
row_new (const ZanteXsaDesk *desk, guint number, const ZanteXsaFact *fact)
{
  ZanteXsaRow *row = g_new0 (ZanteXsaRow, 1);
  row->number = number;
  row->title = fact == NULL ? NULL : g_strdup (fact->title);
  row->embargoed = fact != NULL && fact->embargoed;
  row->cves = g_ptr_array_new_with_free_func (g_free);
  row->verdicts = g_ptr_array_new_with_free_func ((GDestroyNotify)verdict_free);
  add_named_cves (desk, row);
  for (guint i = 0; fact != NULL && i < fact->cves->len; i++)
    zante_strings_add (row->cves, fact->cves->pdata[i]);
  g_ptr_array_sort (row->cves, zante_strings_compare);
  return row;
}

/* What is left to be decided by content ------------------------------------------------------ */

static void
pending_free (ZanteXsaPending *pending)
{
  g_ptr_array_unref (pending->missing);
  g_free (pending);
}

/* Judge ROW for each release; what that does not decide is added to LEFT. */
static void
judge_row (ZanteXsaDesk *desk, ZanteXsaRow *row, GPtrArray *left)
{
  for (guint i = 0; i < desk->input->releases->len; i++)
    {
      ZanteXsaVerdict *verdict = g_new0 (ZanteXsaVerdict, 1);
      verdict->commits = g_ptr_array_new_with_free_func ((GDestroyNotify)zante_xsa_commit_free);
      g_ptr_array_add (row->verdicts, verdict);
      ZanteXsaPending *pending = g_new0 (ZanteXsaPending, 1);
      *pending = (ZanteXsaPending){row->number, i, verdict, g_ptr_array_new (), 0};
      if (zante_xsa_judge (desk, pending))
        pending_free (pending);
      else
        g_ptr_array_add (left, pending);
    }
}

/* Commits of the release that have the subjects of the ways: they may be the same change. */
static void
add_same_subjects (ZanteXsaDesk *desk, const ZanteXsaPending *pending, GPtrArray *ids)
{
  GPtrArray *ways = zante_xsa_desk_ways (desk, pending->number);
  for (guint i = 0; i < ways->len; i++)
    {
      const ZanteXsaWay *way = ways->pdata[i];
      for (guint j = 0; j < way->subjects->len; j++)
        {
          guint place = zante_xsa_desk_find (desk, pending->release, way->subjects->pdata[j]);
          if (place != G_MAXUINT)
            g_ptr_array_add (ids, ((ZanteXsaNode *)desk->history->nodes->pdata[place])->id);
        }
    }
}

static void
add_paths (ZanteContentSource *source, GPtrArray *patches)
{
  for (guint i = 0; i < patches->len; i++)
    {
      g_autoptr (GPtrArray) paths = g_ptr_array_new ();
      zante_content_patch_paths (patches->pdata[i], paths);
      for (guint j = 0; j < paths->len; j++)
        zante_content_source_add (source, paths->pdata[j]);
    }
}

/* The files that decide PENDING. */
static void
add_files (ZanteXsaDesk *desk, const ZanteXsaPending *pending)
{
  ZanteContentSource *source = desk->sources->pdata[pending->release];
  GPtrArray *ways = zante_xsa_desk_ways (desk, pending->number);
  for (guint i = 0; i < ways->len; i++)
    add_paths (source, ((ZanteXsaWay *)ways->pdata[i])->patches);
  g_autoptr (GPtrArray) missing = g_ptr_array_new ();
  for (guint i = 0; i < pending->missing->len; i++)
    {
      gpointer patch = g_hash_table_lookup (desk->commits, pending->missing->pdata[i]);
      if (patch != NULL)
        g_ptr_array_add (missing, patch);
    }
  add_paths (source, missing);
}

/* The files before each of the commits that may be found in others' files. */
static void
add_parents (const ZanteXsaDesk *desk, GPtrArray *sources)
{
  GHashTableIter iter;
  gpointer id, patch;
  g_hash_table_iter_init (&iter, desk->commits);
  while (g_hash_table_iter_next (&iter, &id, &patch))
    {
      g_autofree char *parent = g_strconcat (id, "^", NULL);
      g_autoptr (GPtrArray) patches = g_ptr_array_new ();
      ZanteContentSource *source = zante_content_source_new (parent);
      g_ptr_array_add (patches, patch);
      add_paths (source, patches);
      g_hash_table_insert (desk->parents, id, source);
      g_ptr_array_add (sources, source);
    }
}

static gboolean
weigh_all (ZanteXsaDesk *desk, GPtrArray *left, GError **error)
{
  g_autoptr (GArray) numbers = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autoptr (GPtrArray) ids = g_ptr_array_new ();
  for (guint i = 0; i < left->len; i++)
    {
      const ZanteXsaPending *pending = left->pdata[i];
      g_ptr_array_extend (ids, pending->missing, NULL, NULL);
      if (pending->have > 0)
        continue;
      g_array_append_val (numbers, pending->number);
      add_same_subjects (desk, pending, ids);
    }
  if (!zante_xsa_desk_read_commits (desk, numbers, ids, error))
    return FALSE;
  for (guint i = 0; i < left->len; i++)
    add_files (desk, left->pdata[i]);
  g_autoptr (GPtrArray) sources = g_ptr_array_new ();
  g_ptr_array_extend (sources, desk->sources, NULL, NULL);
  add_parents (desk, sources);
  if (!zante_content_read (desk->input->git, desk->book, sources, error))
    return FALSE;
  for (guint i = 0; i < left->len; i++)
    zante_xsa_weigh (desk, left->pdata[i]);
  return TRUE;
}

ZanteXsaStatus *
zante_xsa_desk_status (ZanteXsaDesk *desk, const GArray *numbers, GError **error)
{
  const ZanteXsaInput *input = desk->input;
  g_autoptr (ZanteXsaStatus) status = g_new0 (ZanteXsaStatus, 1);
  status->rows = g_ptr_array_new_with_free_func ((GDestroyNotify)row_free);
  g_autoptr (GPtrArray) left = g_ptr_array_new_with_free_func ((GDestroyNotify)pending_free);
  for (guint i = 0; i < numbers->len; i++)
    {
      guint number = g_array_index (numbers, guint, i);
      const ZanteXsaFact *fact = g_hash_table_lookup (input->facts, GUINT_TO_POINTER (number));
      if (fact != NULL && fact->embargoed && !input->embargoed)
        {
          status->embargoed++;
          continue;
        }
      ZanteXsaRow *row = row_new (desk, number, fact);
      g_ptr_array_add (status->rows, row);
      judge_row (desk, row, left);
    }
  return weigh_all (desk, left, error) ? g_steal_pointer (&status) : NULL;
}

ZanteXsaStatus *
zante_xsa_status (const ZanteXsaInput *input, GError **error)
{
  g_autoptr (ZanteXsaDesk) desk = zante_xsa_desk_new (input, error);
  g_autoptr (GArray) numbers = desk == NULL ? NULL : all_numbers (desk);
  return numbers == NULL ? NULL : zante_xsa_desk_status (desk, numbers, error);
}
