/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "xsa/desk.h"

#include <string.h>

#include "base/error.h"
#include "base/strings.h"

static void
way_free (ZanteXsaWay *way)
{
  g_free (way->label);
  g_ptr_array_unref (way->ids);
  g_ptr_array_unref (way->subjects);
  g_ptr_array_unref (way->patches);
  g_free (way);
}

void
zante_xsa_desk_free (ZanteXsaDesk *desk)
{
  if (desk == NULL)
    return;
  g_clear_pointer (&desk->ways, g_hash_table_unref);
  g_clear_pointer (&desk->parents, g_hash_table_unref);
  g_clear_pointer (&desk->moved, g_hash_table_unref);
  g_clear_pointer (&desk->commits, g_hash_table_unref);
  g_clear_pointer (&desk->sources, g_ptr_array_unref);
  g_clear_pointer (&desk->before, g_ptr_array_unref);
  g_clear_pointer (&desk->lines, g_ptr_array_unref);
  g_clear_pointer (&desk->nearest, g_ptr_array_unref);
  zante_xsa_patches_free (desk->patches);
  zante_xsa_history_free (desk->history);
  zante_line_book_free (desk->book);
  g_free (desk);
}

/* Histories ---------------------------------------------------------------------------------- */

static guint
place_of (const ZanteXsaHistory *history, const char *id)
{
  return GPOINTER_TO_UINT (g_hash_table_lookup (history->places, id)) - 1;
}

static void
read_lines (ZanteXsaDesk *desk)
{
  g_autoptr (GHashTable) tips = g_hash_table_new (NULL, NULL);
  for (guint i = 0; i < desk->history->lines->len; i++)
    {
      guint tip = ((const ZanteXsaLine *)desk->history->lines->pdata[i])->tip;
      gboolean anew = g_hash_table_add (tips, GUINT_TO_POINTER (tip));
      g_ptr_array_add (desk->lines, anew ? zante_xsa_history_before (desk->history, tip) : NULL);
    }
}

static gint
compare_shared (gconstpointer a, gconstpointer b, gpointer shared)
{
  const guint *common = shared;
  guint one = common[*(const guint *)a], other = common[*(const guint *)b];
  return (one < other) - (one > other);
}

/* The lines by how much of them BEFORE has. */
static GArray *
order_lines (const ZanteXsaDesk *desk, const guint8 *before)
{
  guint n = desk->history->nodes->len;
  g_autofree guint *common = g_new0 (guint, desk->lines->len + 1);
  GArray *order = g_array_new (FALSE, FALSE, sizeof (guint));
  for (guint i = 0; i < desk->lines->len; i++)
    {
      const guint8 *line = desk->lines->pdata[i];
      if (line == NULL)
        continue;
      for (guint j = 0; j < n; j++)
        common[i] += line[j] & before[j];
      g_array_append_val (order, i);
    }
  g_array_sort_with_data (order, compare_shared, common);
  return order;
}

static void
read_releases (ZanteXsaDesk *desk)
{
  for (guint i = 0; i < desk->input->releases->len; i++)
    {
      const ZanteXsaRelease *release = desk->input->releases->pdata[i];
      guint8 *before
          = zante_xsa_history_before (desk->history, place_of (desk->history, release->commit));
      g_ptr_array_add (desk->before, before);
      g_ptr_array_add (desk->nearest, order_lines (desk, before));
      g_ptr_array_add (desk->sources, zante_content_source_new (release->commit));
    }
  for (guint i = 0; i < desk->history->nodes->len; i++)
    {
      gint64 date = ((const ZanteXsaNode *)desk->history->nodes->pdata[i])->date;
      desk->newest = date > desk->newest ? date : desk->newest;
    }
}

ZanteXsaDesk *
zante_xsa_desk_new (const ZanteXsaInput *input, GError **error)
{
  g_autoptr (ZanteXsaDesk) desk = g_new0 (ZanteXsaDesk, 1);
  g_autoptr (GPtrArray) tips = g_ptr_array_new ();
  for (guint i = 0; i < input->releases->len; i++)
    g_ptr_array_add (tips, ((const ZanteXsaRelease *)input->releases->pdata[i])->commit);
  desk->input = input;
  desk->book = zante_line_book_new ();
  desk->patches = zante_xsa_patches_load (desk->book, input->patches, error);
  desk->history = desk->patches == NULL ? NULL : zante_xsa_history_read (input->git, tips, error);
  if (desk->history == NULL)
    return NULL;
  for (guint i = 0; i < tips->len; i++)
    if (!g_hash_table_contains (desk->history->places, tips->pdata[i]))
      return zante_error_null (error, ZANTE_ERROR_SOURCE,
                               "git log does not tell of the commit %s, which is in the repository",
                               (const char *)tips->pdata[i]);
  desk->before = g_ptr_array_new_with_free_func (g_free);
  desk->lines = g_ptr_array_new_with_free_func (g_free);
  desk->nearest = g_ptr_array_new_with_free_func ((GDestroyNotify)g_array_unref);
  desk->sources = g_ptr_array_new_with_free_func ((GDestroyNotify)zante_content_source_free);
  desk->ways = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify)g_ptr_array_unref);
  desk->commits = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                         (GDestroyNotify)zante_content_patch_free);
  desk->parents = g_hash_table_new_full (g_str_hash, g_str_equal, NULL,
                                         (GDestroyNotify)zante_content_source_free);
  read_lines (desk);
  read_releases (desk);
  return g_steal_pointer (&desk);
}

guint
zante_xsa_desk_find (const ZanteXsaDesk *desk, guint release, const char *subject)
{
  const guint8 *before = desk->before->pdata[release];
  const GArray *places
      = *subject == '\0' ? NULL : g_hash_table_lookup (desk->history->subjects, subject);
  for (guint i = 0; places != NULL && i < places->len; i++)
    if (before[g_array_index (places, guint, i)] != 0)
      return g_array_index (places, guint, i);
  return G_MAXUINT;
}

/* Ways --------------------------------------------------------------------------------------- */

static ZanteXsaWay *
way_new (const char *label, guint line)
{
  ZanteXsaWay *way = g_new0 (ZanteXsaWay, 1);
  way->label = g_strdup (label);
  way->line = line;
  way->ids = g_ptr_array_new ();
  way->subjects = g_ptr_array_new ();
  way->patches = g_ptr_array_new ();
  return way;
}

static void
add_user_ways (const ZanteXsaDesk *desk, GPtrArray *ways, guint number)
{
  for (guint i = 0; i < desk->patches->versions->len; i++)
    {
      ZanteXsaVersion *version = desk->patches->versions->pdata[i];
      if (version->number != number)
        continue;
      ZanteXsaWay *way = way_new (version->label, G_MAXUINT);
      way->version = version;
      g_ptr_array_extend (way->subjects, version->subjects, NULL, NULL);
      g_ptr_array_extend (way->patches, version->patches, NULL, NULL);
      g_ptr_array_add (ways, way);
    }
}

static gboolean
same_ids (const GPtrArray *one, const GPtrArray *other)
{
  gboolean same = one->len == other->len;
  for (guint i = 0; same && i < one->len; i++)
    same = strcmp (one->pdata[i], other->pdata[i]) == 0;
  return same;
}

/* Add WAY, unless there is one of the same commits. */
static void
add_way (GPtrArray *ways, ZanteXsaWay *way)
{
  for (guint i = 0; i < ways->len; i++)
    if (same_ids (((const ZanteXsaWay *)ways->pdata[i])->ids, way->ids))
      {
        ((ZanteXsaWay *)ways->pdata[i])->doubtful |= way->doubtful;
        way_free (way);
        return;
      }
  g_ptr_array_add (ways, way);
}

/* "stable-4.17" of its full name. */
static const char *
short_name (const char *ref)
{
  const char *slash = strrchr (ref, '/');
  return slash == NULL ? ref : slash + 1;
}

static void
add_line_way (const ZanteXsaDesk *desk, GPtrArray *ways, guint number, guint line)
{
  const guint8 *before = desk->lines->pdata[line];
  g_autoptr (ZanteXsaParts) parts
      = before == NULL ? NULL : zante_xsa_parts (desk->history, before, number);
  if (parts == NULL || parts->places->len == 0)
    return;
  ZanteXsaWay *way
      = way_new (short_name (((const ZanteXsaLine *)desk->history->lines->pdata[line])->ref), line);
  way->doubtful = parts->reverted > 0;
  for (guint i = 0; i < parts->places->len; i++)
    {
      const ZanteXsaNode *node
          = desk->history->nodes->pdata[g_array_index (parts->places, guint, i)];
      g_autofree char *subject = zante_xsa_subject (node->subject);
      gpointer known; /* a copy that lives as long as the history */
      g_hash_table_lookup_extended (desk->history->subjects, subject, &known, NULL);
      g_ptr_array_add (way->ids, node->id);
      g_ptr_array_add (way->subjects, known);
    }
  add_way (ways, way);
}

GPtrArray *
zante_xsa_desk_ways (ZanteXsaDesk *desk, guint number)
{
  GPtrArray *ways = g_hash_table_lookup (desk->ways, GUINT_TO_POINTER (number));
  if (ways != NULL)
    return ways;
  ways = g_ptr_array_new_with_free_func ((GDestroyNotify)way_free);
  for (guint i = 0; i < desk->lines->len; i++)
    add_line_way (desk, ways, number, i);
  add_user_ways (desk, ways, number);
  g_hash_table_insert (desk->ways, GUINT_TO_POINTER (number), ways);
  return ways;
}

static void
fill_way (const ZanteXsaDesk *desk, ZanteXsaWay *way)
{
  if (way->ids->len > 0)
    g_ptr_array_set_size (way->patches, 0);
  for (guint i = 0; i < way->ids->len; i++)
    {
      ZanteContentPatch *patch = g_hash_table_lookup (desk->commits, way->ids->pdata[i]);
      if (patch != NULL)
        g_ptr_array_add (way->patches, patch);
    }
}

static gboolean
steal_patch (gpointer id, gpointer patch, gpointer commits)
{
  g_hash_table_insert (commits, id, patch);
  return TRUE;
}

gboolean
zante_xsa_desk_read_commits (ZanteXsaDesk *desk, const GArray *numbers, GPtrArray *ids,
                             GError **error)
{
  g_autoptr (GPtrArray) wanted = g_ptr_array_new ();
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  for (guint i = 0; i < ids->len; i++)
    if (g_hash_table_add (seen, ids->pdata[i]))
      g_ptr_array_add (wanted, ids->pdata[i]);
  for (guint i = 0; i < numbers->len; i++)
    {
      GPtrArray *ways = zante_xsa_desk_ways (desk, g_array_index (numbers, guint, i));
      for (guint j = 0; j < ways->len; j++)
        {
          const ZanteXsaWay *way = ways->pdata[j];
          for (guint k = 0; k < way->ids->len; k++)
            if (g_hash_table_add (seen, way->ids->pdata[k]))
              g_ptr_array_add (wanted, way->ids->pdata[k]);
        }
    }
  g_autoptr (GHashTable) read
      = zante_content_commits (desk->input->git, desk->book, wanted, NULL, error);
  if (read == NULL)
    return FALSE;
  g_hash_table_foreach_steal (read, steal_patch, desk->commits);
  for (guint i = 0; i < numbers->len; i++)
    {
      GPtrArray *ways = zante_xsa_desk_ways (desk, g_array_index (numbers, guint, i));
      for (guint j = 0; j < ways->len; j++)
        fill_way (desk, ways->pdata[j]);
    }
  return TRUE;
}
