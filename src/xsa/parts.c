/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What of an advisory is in a history. */
#include <string.h>

#include "base/strings.h"
#include "xsa/history.h"
#include "xsa/mentions.h"

void
zante_xsa_parts_free (ZanteXsaParts *parts)
{
  if (parts == NULL)
    return;
  g_ptr_array_unref (parts->subjects);
  g_array_unref (parts->places);
  g_free (parts);
}

/* What NODE says of advisory NUMBER; NULL: nothing. */
static const ZanteXsaMention *
mention_of (const ZanteXsaNode *node, guint number)
{
  for (guint i = 0; node->mentions != NULL && i < node->mentions->len; i++)
    {
      const ZanteXsaMention *mention = &g_array_index (node->mentions, ZanteXsaMention, i);
      if (mention->number == number)
        return mention;
    }
  return NULL;
}

/* Whether NODE says that it is (part of) advisory NUMBER. */
static gboolean
is_part (const ZanteXsaNode *node, guint number)
{
  const ZanteXsaMention *mention = mention_of (node, number);
  return mention != NULL && mention->stated;
}

/* The newest commit of BEFORE with SUBJECT; G_MAXUINT: none. */
static guint
newest_of (const ZanteXsaHistory *history, const guint8 *before, const char *subject)
{
  const GArray *places = g_hash_table_lookup (history->subjects, subject);
  for (guint i = 0; places != NULL && i < places->len; i++)
    if (before[g_array_index (places, guint, i)] != 0)
      return g_array_index (places, guint, i);
  return G_MAXUINT;
}

/* Whether NODE names ID, or a beginning of it, as what it reverts, or that of another branch's
 * commit with SUBJECT. */
static gboolean
reverts (const ZanteXsaNode *node, const char *id, const char *subject)
{
  for (guint i = 0; node->reverts != NULL && i < node->reverts->len; i++)
    if (g_str_has_prefix (id, node->reverts->pdata[i]))
      return TRUE;
  return node->undone != NULL && zante_strings_has (node->undone, subject);
}

/* The commit of BEFORE that took the one at PLACE out again, by its subject or its id. NULL: none,
 * or it came back. */
static const ZanteXsaNode *
reverted_by (const ZanteXsaHistory *history, const guint8 *before, guint place)
{
  const ZanteXsaNode *node = history->nodes->pdata[place];
  g_autofree char *quoted = g_strdup_printf ("revert \"%s\"", node->subject);
  g_autofree char *subject = zante_xsa_subject (quoted);
  g_autofree char *own = zante_xsa_subject (node->subject);
  guint at = newest_of (history, before, subject);
  if (at < newest_of (history, before, own))
    return history->nodes->pdata[at];
  for (guint i = 0; i < history->reverting->len; i++)
    {
      guint by = g_array_index (history->reverting, guint, i);
      if (before[by] != 0 && reverts (history->nodes->pdata[by], node->id, own))
        return by < newest_of (history, before, own) ? history->nodes->pdata[by] : NULL;
    }
  return NULL;
}

gboolean
zante_xsa_is_reverted (const ZanteXsaHistory *history, const guint8 *before, guint place)
{
  return reverted_by (history, before, place) != NULL;
}

static void
add_part (ZanteXsaParts *parts, const ZanteXsaNode *node, guint place)
{
  zante_strings_take (parts->subjects, zante_xsa_subject (node->subject));
  g_array_append_val (parts->places, place);
  parts->last = parts->last > node->date ? parts->last : node->date;
}

/* Whether all PARTS are commits of UNDOING, which took others of the same advisory out: they may
 * quote what they revert, and be no fix. */
static gboolean
only_undoes (const ZanteXsaHistory *history, const ZanteXsaParts *parts, GHashTable *undoing)
{
  for (guint i = 0; i < parts->places->len; i++)
    {
      guint place = g_array_index (parts->places, guint, i);
      if (!g_hash_table_contains (undoing, history->nodes->pdata[place]))
        return FALSE;
    }
  return TRUE;
}

ZanteXsaParts *
zante_xsa_parts (const ZanteXsaHistory *history, const guint8 *before, guint number)
{
  ZanteXsaParts *parts = g_new0 (ZanteXsaParts, 1);
  parts->subjects = g_ptr_array_new_with_free_func (g_free);
  parts->places = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autoptr (GHashTable) undoing = g_hash_table_new (NULL, NULL);
  const GArray *named = g_hash_table_lookup (history->numbers, GUINT_TO_POINTER (number));
  for (guint i = named == NULL ? 0 : named->len; i > 0; i--)
    {
      guint place = g_array_index (named, guint, i - 1);
      const ZanteXsaNode *node = history->nodes->pdata[place];
      if (before[place] == 0)
        continue;
      const ZanteXsaNode *by = is_part (node, number) ? reverted_by (history, before, place) : NULL;
      if (by != NULL && is_part (by, number))
        g_hash_table_add (undoing, (gpointer)by);
      else if (by != NULL)
        parts->reverted++;
      else if (is_part (node, number))
        {
          add_part (parts, node, place);
          parts->in_parts |= mention_of (node, number)->part;
        }
      else
        parts->spoken++;
    }
  if (parts->places->len > 0 && only_undoes (history, parts, undoing))
    parts->reverted++;
  return parts;
}
