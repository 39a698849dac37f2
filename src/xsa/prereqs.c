/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "xsa/prereqs.h"

#include <string.h>

#include "base/error.h"
#include "xsa/desk.h"

/* Commits that are tried at most: each is tried without, after all others. */
enum { MAX_CANDIDATES = 300 };

void
zante_xsa_prereqs_free (ZanteXsaPrereqs *prereqs)
{
  if (prereqs == NULL)
    return;
  g_free (prereqs->why);
  g_free (prereqs->way);
  g_ptr_array_unref (prereqs->commits);
  g_array_unref (prereqs->advisories);
  g_free (prereqs);
}

/* Candidates --------------------------------------------------------------------------------- */

/* The commits up to END that the release has not and that change PATHS, the oldest first. */
static GPtrArray *
candidates_of (const ZanteXsaDesk *desk, const char *end, GPtrArray *paths, GError **error)
{
  const ZanteXsaRelease *release = desk->input->releases->pdata[0];
  g_autofree char *range = g_strdup_printf ("%s..%s", release->commit, end);
  const char *const start[] = {"--literal-pathspecs", "rev-list", "--no-merges", "--topo-order",
                               "--reverse",           range,      "--"};
  g_autoptr (GPtrArray) arguments = g_ptr_array_new ();
  for (guint i = 0; i < G_N_ELEMENTS (start); i++)
    g_ptr_array_add (arguments, (gpointer)start[i]);
  g_ptr_array_extend (arguments, paths, NULL, NULL);
  g_ptr_array_add (arguments, NULL);
  g_autofree char *output
      = zante_git_output (desk->input->git, (const char *const *)arguments->pdata, NULL, error);
  if (output == NULL)
    return NULL;
  GPtrArray *ids = g_ptr_array_new_with_free_func (g_free);
  g_auto (GStrv) lines = g_strsplit (output, "\n", -1);
  for (char **line = lines; *line != NULL; line++)
    if (**line != '\0')
      g_ptr_array_add (ids, g_strdup (*line));
  return ids;
}

/* The commit that WAY was made on, or its own last one; NULL: it is not in the repository. Owned by
 * the caller. */
static char *
end_of (const ZanteXsaDesk *desk, const ZanteXsaWay *way)
{
  if (way->ids->len > 0)
    return g_strdup (way->ids->pdata[way->ids->len - 1]);
  if (way->version == NULL || way->version->stable_ref == NULL)
    return NULL;
  g_autofree char *name = g_strconcat (way->version->stable_ref, "^{commit}", NULL);
  const char *const arguments[]
      = {"rev-parse", "--verify", "--quiet", "--end-of-options", name, NULL};
  char *output = zante_git_output (desk->input->git, arguments, NULL, NULL);
  return output == NULL ? NULL : g_strchomp (output);
}

/* Trying ------------------------------------------------------------------------------------- */

/* A commit that may come before the fix, or is of it: other commits come between its parts. */
typedef struct {
  const char *id;                 /* borrowed, like PATCH; NULL: a user's patch */
  const ZanteContentPatch *patch; /* NULL: left out */
  gboolean fix;
} Link;

/* Whether the patches of SEQUENCE (of Link) apply to FILES in their order. FAILED, if not NULL, is
 * the place of the first that does not. */
static gboolean
fits (GHashTable *files, const GArray *sequence, guint *failed)
{
  g_auto (ZanteContentTree) tree = {0};
  zante_content_tree_init (&tree, files);
  for (guint i = 0; i < sequence->len; i++)
    {
      const Link *link = &g_array_index (sequence, Link, i);
      if (link->patch == NULL || zante_content_apply (&tree, link->patch, FALSE))
        continue;
      if (failed != NULL)
        *failed = i;
      return FALSE;
    }
  return TRUE;
}

/* Leave out of SEQUENCE what is not needed; FALSE when the fix does not apply with all of it. What
 * does not apply itself, such as what the release has under another id, is left out first. */
static gboolean
reduce (GHashTable *files, GArray *sequence)
{
  guint failed;
  while (!fits (files, sequence, &failed))
    {
      Link *link = &g_array_index (sequence, Link, failed);
      if (link->fix)
        return FALSE;
      link->patch = NULL;
    }
  for (guint i = sequence->len; i > 0; i--)
    {
      Link *link = &g_array_index (sequence, Link, i - 1);
      const ZanteContentPatch *kept = link->fix ? NULL : link->patch;
      if (kept == NULL)
        continue;
      link->patch = NULL;
      if (!fits (files, sequence, NULL))
        link->patch = kept;
    }
  return TRUE;
}

static ZanteXsaCommit *
commit_of (const ZanteXsaDesk *desk, const char *id)
{
  guint place = GPOINTER_TO_UINT (g_hash_table_lookup (desk->history->places, id));
  const ZanteXsaNode *node = place == 0 ? NULL : desk->history->nodes->pdata[place - 1];
  ZanteXsaCommit *commit = g_new0 (ZanteXsaCommit, 1);
  *commit
      = (ZanteXsaCommit){g_strdup (id), g_strdup (node == NULL ? "" : node->subject), FALSE, NULL};
  return commit;
}

static void
take_sequence (const ZanteXsaDesk *desk, ZanteXsaPrereqs *prereqs, const GArray *sequence)
{
  prereqs->found = TRUE;
  for (guint i = 0; i < sequence->len; i++)
    {
      const Link *link = &g_array_index (sequence, Link, i);
      if (link->patch != NULL && !link->fix)
        g_ptr_array_add (prereqs->commits, commit_of (desk, link->id));
    }
}

/* The commits IDS, of which those of WAY are the fix, and the patches of a user's way behind them.
 */
static GArray *
sequence_of (const ZanteXsaWay *way, GPtrArray *ids, GHashTable *commits)
{
  GArray *sequence = g_array_new (FALSE, FALSE, sizeof (Link));
  for (guint i = 0; i < ids->len; i++)
    {
      gboolean fix = g_ptr_array_find_with_equal_func (way->ids, ids->pdata[i], g_str_equal, NULL);
      Link link = {ids->pdata[i], g_hash_table_lookup (commits, ids->pdata[i]), fix};
      g_array_append_val (sequence, link);
    }
  for (guint i = 0; way->ids->len == 0 && i < way->patches->len; i++)
    {
      Link link = {NULL, way->patches->pdata[i], TRUE};
      g_array_append_val (sequence, link);
    }
  return sequence;
}

/* Whether all of the fix is in SEQUENCE. */
static gboolean
is_complete (const ZanteXsaWay *way, const GArray *sequence)
{
  guint n = 0;
  for (guint i = 0; i < sequence->len; i++)
    {
      const Link *link = &g_array_index (sequence, Link, i);
      n += link->fix && link->patch != NULL;
    }
  return n == way->patches->len;
}

/* Look for what WAY needs; nothing is found where that cannot be. */
static gboolean
try_way (ZanteXsaDesk *desk, const ZanteXsaWay *way, ZanteXsaPrereqs *prereqs, GError **error)
{
  g_autofree char *end = end_of (desk, way);
  if (end == NULL || !zante_xsa_way_is_read (way))
    return TRUE;
  g_autoptr (ZanteContentSource) source = zante_content_source_new (
      ((const ZanteXsaRelease *)desk->input->releases->pdata[0])->commit);
  g_autoptr (GPtrArray) paths = g_ptr_array_new ();
  for (guint i = 0; i < way->patches->len; i++)
    zante_content_patch_paths (way->patches->pdata[i], paths);
  for (guint i = 0; i < paths->len; i++)
    zante_content_source_add (source, paths->pdata[i]);
  g_autoptr (GPtrArray) ids = candidates_of (desk, end, paths, error);
  if (ids == NULL || ids->len > MAX_CANDIDATES)
    return ids != NULL;
  g_autoptr (GHashTable) commits
      = zante_content_commits (desk->input->git, desk->book, ids, paths, error);
  g_autoptr (GPtrArray) sources = g_ptr_array_new ();
  g_ptr_array_add (sources, source);
  if (commits == NULL || !zante_content_read (desk->input->git, desk->book, sources, error))
    return FALSE;
  g_autoptr (GArray) sequence = sequence_of (way, ids, commits);
  if (is_complete (way, sequence) && reduce (source->files, sequence))
    take_sequence (desk, prereqs, sequence);
  return TRUE;
}

static gint
compare_ways (gconstpointer a, gconstpointer b, gpointer desk)
{
  guint one = zante_xsa_distance (desk, 0, *(ZanteXsaWay *const *)a);
  guint other = zante_xsa_distance (desk, 0, *(ZanteXsaWay *const *)b);
  return (one > other) - (one < other);
}

/* The nearest way for which something is found. */
static gboolean
search (ZanteXsaDesk *desk, guint number, ZanteXsaPrereqs *prereqs, GError **error)
{
  GPtrArray *all = zante_xsa_desk_ways (desk, number);
  g_autoptr (GPtrArray) ways = g_ptr_array_new ();
  g_ptr_array_extend (ways, all, NULL, NULL);
  g_ptr_array_sort_with_data (ways, compare_ways, desk);
  for (guint i = 0; !prereqs->found && i < ways->len; i++)
    {
      if (!try_way (desk, ways->pdata[i], prereqs, error))
        return FALSE;
      if (prereqs->found)
        prereqs->way = zante_xsa_way_name (ways->pdata[i]);
    }
  return TRUE;
}

/* What .meta files name, NUMBER itself last. */
static GArray *
numbers_of (ZanteXsaDesk *desk, guint number)
{
  GArray *numbers = g_array_new (FALSE, FALSE, sizeof (guint));
  GPtrArray *ways = zante_xsa_desk_ways (desk, number);
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);
  g_hash_table_add (seen, GUINT_TO_POINTER (number));
  for (guint i = 0; i < ways->len; i++)
    {
      const ZanteXsaVersion *version = ((const ZanteXsaWay *)ways->pdata[i])->version;
      for (guint j = 0; version != NULL && j < version->prereqs->len; j++)
        {
          guint one = g_array_index (version->prereqs, guint, j);
          if (g_hash_table_add (seen, GUINT_TO_POINTER (one)))
            g_array_append_val (numbers, one);
        }
    }
  g_array_append_val (numbers, number);
  return numbers;
}

ZanteXsaPrereqs *
zante_xsa_prereqs (const ZanteXsaInput *input, GError **error)
{
  guint number = g_array_index (input->numbers, guint, 0);
  g_autoptr (ZanteXsaDesk) desk = zante_xsa_desk_new (input, error);
  g_autoptr (GArray) numbers = desk == NULL ? NULL : numbers_of (desk, number);
  g_autoptr (ZanteXsaStatus) status
      = numbers == NULL ? NULL : zante_xsa_desk_status (desk, numbers, error);
  if (status == NULL)
    return NULL;
  const ZanteXsaRow *own
      = status->rows->len == 0 ? NULL : status->rows->pdata[status->rows->len - 1];
  if (own == NULL || own->number != number)
    {
      g_set_error (error, ZANTE_ERROR, ZANTE_ERROR_INPUT,
                   "XSA-%u is under embargo (--embargoed shows it)", number);
      return NULL;
    }
  g_autoptr (ZanteXsaPrereqs) prereqs = g_new0 (ZanteXsaPrereqs, 1);
  const ZanteXsaVerdict *verdict = own->verdicts->pdata[0];
  prereqs->state = verdict->state;
  prereqs->why = g_strdup (verdict->why);
  prereqs->commits = g_ptr_array_new_with_free_func ((GDestroyNotify)zante_xsa_commit_free);
  prereqs->advisories = g_array_new (FALSE, FALSE, sizeof (ZanteXsaNeeded));
  for (guint i = 0; i + 1 < status->rows->len; i++)
    {
      const ZanteXsaRow *row = status->rows->pdata[i];
      ZanteXsaNeeded needed = {row->number, ((ZanteXsaVerdict *)row->verdicts->pdata[0])->state};
      g_array_append_val (prereqs->advisories, needed);
    }
  if (prereqs->state == ZANTE_XSA_OTHER && !search (desk, number, prereqs, error))
    return NULL;
  return g_steal_pointer (&prereqs);
}
