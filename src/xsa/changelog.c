/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "xsa/changelog.h"

#include <string.h>

#include "base/strings.h"
#include "xsa/facts.h"
#include "xsa/mentions.h"

void
zante_xsa_commit_free (ZanteXsaCommit *commit)
{
  g_free (commit->id);
  g_free (commit->subject);
  g_free (commit->reverted_by);
  g_free (commit);
}

static void
entry_free (ZanteXsaEntry *entry)
{
  g_free (entry->title);
  g_ptr_array_unref (entry->cves);
  g_ptr_array_unref (entry->commits);
  g_free (entry);
}

void
zante_xsa_changelog_free (ZanteXsaChangelog *changelog)
{
  if (changelog == NULL)
    return;
  g_ptr_array_unref (changelog->entries);
  g_free (changelog);
}

/* Histories ---------------------------------------------------------------------------------- */

/* "ID\nSUBJECT\nMESSAGE\0" of the commits of RANGE that name an advisory or revert something, the
 * oldest first. SIZE is that of all. */
static char *
read_log (const ZanteGit *git, const char *range, gsize *size, GError **error)
{
  const char *const arguments[] = {"log",
                                   "-z",
                                   "--reverse",
                                   "--topo-order",
                                   "--regexp-ignore-case",
                                   "--grep=xsa",
                                   "--grep=reverts commit",
                                   "--format=%H%n%s%n%B",
                                   range,
                                   "--",
                                   NULL};
  return zante_git_output (git, arguments, size, error);
}

/* The numbers that commits up to COMMIT name. */
static GHashTable *
numbers_before (const ZanteGit *git, const char *commit, GError **error)
{
  gsize size;
  g_autofree char *log = read_log (git, commit, &size, error);
  if (log == NULL)
    return NULL;
  GHashTable *numbers = g_hash_table_new (NULL, NULL);
  for (const char *at = log; at < log + size; at += strlen (at) + 1)
    {
      g_autoptr (GArray) mentions = zante_xsa_mentions (at);
      for (guint i = 0; i < mentions->len; i++)
        g_hash_table_add (numbers,
                          GUINT_TO_POINTER (g_array_index (mentions, ZanteXsaMention, i).number));
    }
  return numbers;
}

/* Entries ------------------------------------------------------------------------------------ */

static ZanteXsaEntry *
entry_of (GPtrArray *entries, guint number)
{
  for (guint i = 0; i < entries->len; i++)
    if (((ZanteXsaEntry *)entries->pdata[i])->number == number)
      return entries->pdata[i];
  ZanteXsaEntry *entry = g_new0 (ZanteXsaEntry, 1);
  entry->number = number;
  entry->cves = g_ptr_array_new_with_free_func (g_free);
  entry->commits = g_ptr_array_new_with_free_func ((GDestroyNotify)zante_xsa_commit_free);
  g_ptr_array_add (entries, entry);
  return entry;
}

static void
mark_reverted (GPtrArray *entries, const char *id, const char *by)
{
  for (guint i = 0; i < entries->len; i++)
    {
      GPtrArray *commits = ((ZanteXsaEntry *)entries->pdata[i])->commits;
      for (guint j = 0; j < commits->len; j++)
        {
          ZanteXsaCommit *commit = commits->pdata[j];
          if (g_str_has_prefix (commit->id, id) && commit->reverted_by == NULL)
            commit->reverted_by = g_strdup (by);
        }
    }
}

/* A commit as read_log has it. A revert can be a fix itself: XSA-425 was. */
static void
take_commit (GPtrArray *entries, GHashTable *before, const char *text)
{
  g_auto (GStrv) parts = g_strsplit (text, "\n", 3);
  if (g_strv_length (parts) < 3)
    return;
  g_autoptr (GPtrArray) reverts = zante_xsa_reverts (parts[2]);
  g_autoptr (GArray) mentions = zante_xsa_mentions (parts[2]);
  for (guint i = 0; i < mentions->len; i++)
    {
      const ZanteXsaMention *mention = &g_array_index (mentions, ZanteXsaMention, i);
      if (g_hash_table_contains (before, GUINT_TO_POINTER (mention->number)))
        continue;
      ZanteXsaEntry *entry = entry_of (entries, mention->number);
      ZanteXsaCommit *commit = g_new0 (ZanteXsaCommit, 1);
      *commit = (ZanteXsaCommit){g_strdup (parts[0]), g_strdup (parts[1]), mention->stated, NULL};
      g_ptr_array_add (entry->commits, commit);
      for (guint j = 0; j < mention->cves->len; j++)
        zante_strings_add (entry->cves, mention->cves->pdata[j]);
    }
  for (guint i = 0; i < reverts->len; i++)
    mark_reverted (entries, reverts->pdata[i], parts[0]);
}

static void
complete (ZanteXsaEntry *entry, const ZanteXsaFact *fact)
{
  gboolean stated = FALSE, reverted = FALSE;
  for (guint i = 0; i < entry->commits->len; i++)
    {
      const ZanteXsaCommit *commit = entry->commits->pdata[i];
      stated |= commit->stated && commit->reverted_by == NULL;
      reverted |= commit->stated && commit->reverted_by != NULL;
    }
  entry->fixed = stated && !reverted;
  for (guint i = 0; fact != NULL && i < fact->cves->len; i++)
    zante_strings_add (entry->cves, fact->cves->pdata[i]);
  g_ptr_array_sort (entry->cves, zante_strings_compare);
  entry->title = fact == NULL ? NULL : g_strdup (fact->title);
}

static int
newest_first (gconstpointer a, gconstpointer b)
{
  guint one = (*(const ZanteXsaEntry *const *)a)->number;
  guint other = (*(const ZanteXsaEntry *const *)b)->number;
  return (one < other) - (one > other);
}

static void
complete_all (ZanteXsaChangelog *changelog, GHashTable *facts)
{
  for (guint i = changelog->entries->len; i > 0; i--)
    {
      ZanteXsaEntry *entry = changelog->entries->pdata[i - 1];
      const ZanteXsaFact *fact
          = facts == NULL ? NULL : g_hash_table_lookup (facts, GUINT_TO_POINTER (entry->number));
      if (fact != NULL && fact->embargoed)
        {
          changelog->embargoed++;
          g_ptr_array_remove_index (changelog->entries, i - 1);
        }
      else
        complete (entry, fact);
    }
  g_ptr_array_sort (changelog->entries, newest_first);
}

ZanteXsaChangelog *
zante_xsa_changelog (const ZanteGit *git, const char *older, const char *newer, GHashTable *facts,
                     GError **error)
{
  g_autofree char *from = zante_git_commit (git, older, error);
  g_autofree char *to = from == NULL ? NULL : zante_git_commit (git, newer, error);
  g_autoptr (GHashTable) before = to == NULL ? NULL : numbers_before (git, from, error);
  g_autofree char *range = before == NULL ? NULL : g_strdup_printf ("%s..%s", from, to);
  gsize size;
  g_autofree char *log = range == NULL ? NULL : read_log (git, range, &size, error);
  if (log == NULL)
    return NULL;
  ZanteXsaChangelog *changelog = g_new0 (ZanteXsaChangelog, 1);
  changelog->entries = g_ptr_array_new_with_free_func ((GDestroyNotify)entry_free);
  for (const char *at = log; at < log + size; at += strlen (at) + 1)
    take_commit (changelog->entries, before, at);
  complete_all (changelog, facts);
  return changelog;
}
