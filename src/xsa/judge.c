/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the history says: which parts of an advisory a release has, and which it would need. */
#include <string.h>

#include "base/strings.h"
#include "xsa/desk.h"

/* How long after its last part a branch goes on before it is believed to have all: parts are pushed
 * together, and a forgotten one comes soon. */
enum { DAY = 24 * 60 * 60, SETTLED = 14 * DAY };

char *
zante_xsa_count (guint n, const char *what)
{
  return g_strdup_printf ("%u %s%s", n, what, n == 1 ? "" : "s");
}

static ZanteXsaCommit *
commit_of (const ZanteXsaNode *node)
{
  ZanteXsaCommit *commit = g_new0 (ZanteXsaCommit, 1);
  *commit = (ZanteXsaCommit){g_strdup (node->id), g_strdup (node->subject), TRUE, NULL};
  return commit;
}

/* The subjects of the patches on top of the release that are of the advisory, beside PARTS. */
static guint
add_own (const ZanteXsaDesk *desk, const ZanteXsaPending *pending, ZanteXsaParts *parts)
{
  const ZanteXsaRelease *release = desk->input->releases->pdata[pending->release];
  guint n = 0;
  for (guint i = 0; i < release->own->len; i++)
    {
      const ZanteXsaOwn *own = release->own->pdata[i];
      if (own->number != pending->number)
        continue;
      n++;
      if (*own->subject != '\0')
        zante_strings_add (parts->subjects, own->subject);
    }
  return n;
}

/* Whether the release's own patches are all of the advisory, by what they say themselves. */
static gboolean
own_are_whole (const ZanteXsaDesk *desk, const ZanteXsaPending *pending)
{
  const ZanteXsaRelease *release = desk->input->releases->pdata[pending->release];
  guint total = 0;
  gboolean said = FALSE;
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);
  for (guint i = 0; i < release->own->len; i++)
    {
      const ZanteXsaOwn *own = release->own->pdata[i];
      if (own->number != pending->number)
        continue;
      said |= own->total > 0;
      total = own->total > total ? own->total : total;
      g_hash_table_add (seen, GUINT_TO_POINTER (own->part));
    }
  return said && g_hash_table_size (seen) == total;
}

/* Add to MISSING the ids of what the commits of LINE have and HAVE has not. How many LINE has. */
static guint
add_missing (const ZanteXsaDesk *desk, guint line, guint number, GPtrArray *have,
             GPtrArray *missing)
{
  g_autoptr (ZanteXsaParts) parts
      = zante_xsa_parts (desk->history, desk->lines->pdata[line], number);
  for (guint i = 0; i < parts->places->len; i++)
    {
      const ZanteXsaNode *node
          = desk->history->nodes->pdata[g_array_index (parts->places, guint, i)];
      g_autofree char *subject = zante_xsa_subject (node->subject);
      if (zante_strings_has (have, subject))
        continue;
      g_ptr_array_add (have, g_steal_pointer (&subject)); /* once, though several lines have it */
      g_ptr_array_add (missing, node->id);
    }
  return parts->places->len;
}

gboolean
zante_xsa_line_has (const ZanteXsaDesk *desk, guint line, const char *id)
{
  guint place = GPOINTER_TO_UINT (g_hash_table_lookup (desk->history->places, id)) - 1;
  return ((const guint8 *)desk->lines->pdata[line])[place] != 0;
}

/* Find what is missing of what the branches have that the release is on; where none of them has
 * gone on long enough, of what the next one has. How many parts they have, 0: nothing is known.
 * TOLD: whether one of them tells how many there are. */
static guint
find_missing (const ZanteXsaDesk *desk, ZanteXsaPending *pending, ZanteXsaParts *parts,
              gboolean *told)
{
  const ZanteXsaRelease *release = desk->input->releases->pdata[pending->release];
  const GArray *nearest = desk->nearest->pdata[pending->release];
  gboolean settled = FALSE;
  guint known = 0;
  for (guint i = 0; i < nearest->len; i++)
    {
      guint line = g_array_index (nearest, guint, i);
      const ZanteXsaLine *of = desk->history->lines->pdata[line];
      if (!zante_xsa_line_has (desk, line, release->commit))
        continue;
      guint n = add_missing (desk, line, pending->number, parts->subjects, pending->missing);
      const ZanteXsaNode *tip = desk->history->nodes->pdata[of->tip];
      settled |= n > 0 && tip->date > parts->last + SETTLED;
      known += n;
    }
  for (guint i = 0; !settled && i < nearest->len; i++)
    {
      guint line = g_array_index (nearest, guint, i);
      if (zante_xsa_line_has (desk, line, release->commit))
        continue;
      guint n = add_missing (desk, line, pending->number, parts->subjects, pending->missing);
      settled = n > 0;
      known += n;
    }
  *told = settled;
  return known;
}

static void
say_contained (ZanteXsaPending *pending, guint n, guint own)
{
  g_autofree char *commits = zante_xsa_count (n, "commit");
  pending->verdict->state = ZANTE_XSA_CONTAINED;
  if (own > 0 && n > 0)
    pending->verdict->why = g_strdup_printf ("%s and %u of its own patches say so", commits, own);
  else if (own > 0)
    pending->verdict->why = g_strdup_printf ("%u of its own patches say so", own);
  else
    pending->verdict->why = g_strdup_printf ("%s say%s so", commits, n == 1 ? "s" : "");
}

/* Whether one of the release's own patches takes a commit of PARTS out. */
static gboolean
own_undo (const ZanteXsaDesk *desk, const ZanteXsaPending *pending, const ZanteXsaParts *parts)
{
  const ZanteXsaRelease *release = desk->input->releases->pdata[pending->release];
  for (guint i = 0; i < release->own->len; i++)
    {
      const ZanteXsaOwn *own = release->own->pdata[i];
      for (guint j = 0; j < parts->places->len; j++)
        {
          const ZanteXsaNode *node
              = desk->history->nodes->pdata[g_array_index (parts->places, guint, j)];
          g_autofree char *quoted = g_strdup_printf ("revert \"%s\"", node->subject);
          g_autofree char *subject = zante_xsa_subject (quoted);
          gboolean undone = strcmp (own->subject, subject) == 0;
          for (guint k = 0; !undone && k < own->reverts->len; k++)
            undone = g_str_has_prefix (node->id, own->reverts->pdata[k]);
          if (undone)
            return TRUE;
        }
    }
  return FALSE;
}

/* Whether the release itself goes on long enough behind PARTS. */
static gboolean
went_on (const ZanteXsaDesk *desk, const ZanteXsaPending *pending, const ZanteXsaParts *parts)
{
  const ZanteXsaRelease *release = desk->input->releases->pdata[pending->release];
  guint place = GPOINTER_TO_UINT (g_hash_table_lookup (desk->history->places, release->commit));
  const ZanteXsaNode *node = desk->history->nodes->pdata[place - 1];
  return node->date > parts->last + SETTLED;
}

gboolean
zante_xsa_judge (ZanteXsaDesk *desk, ZanteXsaPending *pending)
{
  ZanteXsaVerdict *verdict = pending->verdict;
  const guint8 *before = desk->before->pdata[pending->release];
  g_autoptr (ZanteXsaParts) parts = zante_xsa_parts (desk->history, before, pending->number);
  for (guint i = 0; i < parts->places->len; i++)
    g_ptr_array_add (
        verdict->commits,
        commit_of (desk->history->nodes->pdata[g_array_index (parts->places, guint, i)]));
  if (own_undo (desk, pending, parts))
    {
      verdict->state = ZANTE_XSA_UNKNOWN;
      verdict->why = g_strdup ("one of its own patches takes a part of it out");
      return TRUE;
    }
  guint own = add_own (desk, pending, parts);
  pending->have = parts->places->len + own;
  if (parts->reverted > 0)
    {
      verdict->state = ZANTE_XSA_UNKNOWN;
      verdict->why = g_strdup ("a part of it was reverted, and did not come back");
      return TRUE;
    }
  if (pending->have == 0)
    return FALSE;
  gboolean told;
  guint known = find_missing (desk, pending, parts, &told);
  gboolean by_own = own > 0 && own_are_whole (desk, pending);
  if (pending->missing->len > 0 && !by_own)
    return FALSE;
  told |= went_on (desk, pending, parts) || !parts->in_parts;
  if (by_own || (told && (known > 0 || own == 0)))
    say_contained (pending, parts->places->len, own);
  else
    {
      g_autofree char *commits = zante_xsa_count (parts->places->len, "commit");
      verdict->state = ZANTE_XSA_UNKNOWN;
      verdict->why = own > 0
                         ? g_strdup_printf ("%u of its own patches say that they are a part of it, "
                                            "and nobody says how many there are",
                                            own)
                         : g_strdup_printf ("%s say%s it is a part of it, and no branch goes on to "
                                            "show how many there are",
                                            commits, parts->places->len == 1 ? "s" : "");
    }
  return TRUE;
}
