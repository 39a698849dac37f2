/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "queue/rebase.h"

#include <string.h>

#include "base/error.h"
#include "xsa/xsa.h"

const char *
zante_rebase_kind_name (ZanteRebaseKind kind)
{
  static const char *const names[] = {"keep", "refresh", "drop", "ask", "mend"};
  return names[kind];
}

static void
step_free (ZanteRebaseStep *step)
{
  g_free (step->proof);
  g_free (step->commit);
  g_free (step->text);
  g_free (step);
}

void
zante_rebase_free (ZanteRebase *rebase)
{
  if (rebase == NULL)
    return;
  g_free (rebase->onto);
  g_ptr_array_unref (rebase->steps);
  g_free (rebase);
}

/* What is new in the new base. */
typedef struct {
  const ZanteGit *git;
  const ZanteQueue *queue;
  ZanteLineBook *book;
  GPtrArray *patches;         /* of ZanteContentPatch, one of each of the queue */
  GPtrArray *paths;           /* that they change, borrowed from them */
  GPtrArray *ids;             /* of char*: the commits of the new base, the newest first */
  GPtrArray *subjects;        /* theirs */
  GHashTable *commits;        /* id -> ZanteContentPatch, of those that change PATHS */
  ZanteContentSource *source; /* the new base's files */
  ZanteContentSource *old;    /* the old one's */
  GHashTable *newest;         /* subject -> the place of the newest commit with it + 1 */
  GArray *reverting;          /* of guint: the places of commits that name ids that they revert */
  GPtrArray *reverts;         /* of GPtrArray: these ids, of each of the above */
  gboolean straight;          /* the old base is before the new one */
} Ground;

static void
ground_clear (Ground *ground)
{
  g_clear_pointer (&ground->source, zante_content_source_free);
  g_clear_pointer (&ground->old, zante_content_source_free);
  g_clear_pointer (&ground->newest, g_hash_table_unref);
  g_clear_pointer (&ground->reverting, g_array_unref);
  g_clear_pointer (&ground->reverts, g_ptr_array_unref);
  g_clear_pointer (&ground->commits, g_hash_table_unref);
  g_clear_pointer (&ground->paths, g_ptr_array_unref);
  g_clear_pointer (&ground->patches, g_ptr_array_unref);
  g_clear_pointer (&ground->ids, g_ptr_array_unref);
  g_clear_pointer (&ground->subjects, g_ptr_array_unref);
  g_clear_pointer (&ground->book, zante_line_book_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Ground, ground_clear)

/* What there is ------------------------------------------------------------------------------ */

/* "ID SUBJECT\nMESSAGE". */
static void
take_commit (Ground *ground, const char *text)
{
  const char *blank = strchr (text, ' '), *end = strchr (text, '\n');
  guint place = ground->ids->len;
  if (blank == NULL || end == NULL || end < blank)
    return;
  char *subject = g_strndup (blank + 1, (gsize)(end - blank) - 1);
  g_ptr_array_add (ground->ids, g_strndup (text, (gsize)(blank - text)));
  g_ptr_array_add (ground->subjects, subject);
  if (!g_hash_table_contains (ground->newest, subject))
    g_hash_table_insert (ground->newest, subject, GUINT_TO_POINTER (place + 1));
  if (strstr (end, "everts") == NULL)
    return;
  g_array_append_val (ground->reverting, place);
  g_ptr_array_add (ground->reverts, zante_xsa_reverts (end));
}

static gboolean
read_subjects (Ground *ground, const char *range, GError **error)
{
  const char *const arguments[]
      = {"log", "-z", "--topo-order", "--no-merges", "--format=%H %s%n%B", range, "--", NULL};
  gsize size;
  g_autofree char *log = zante_git_output (ground->git, arguments, &size, error);
  if (log == NULL)
    return FALSE;
  for (const char *at = log; at < log + size; at += strlen (at) + 1)
    take_commit (ground, at);
  return TRUE;
}

/* The commits of RANGE that change what the queue changes, and how. */
static gboolean
read_changes (Ground *ground, const char *range, GError **error)
{
  const char *const start[] = {"--literal-pathspecs", "rev-list", "--no-merges", range, "--"};
  g_autoptr (GPtrArray) arguments = g_ptr_array_new ();
  for (guint i = 0; i < G_N_ELEMENTS (start); i++)
    g_ptr_array_add (arguments, (gpointer)start[i]);
  g_ptr_array_extend (arguments, ground->source->paths, NULL, NULL);
  g_ptr_array_add (arguments, NULL);
  g_autofree char *list
      = ground->source->paths->len == 0
            ? g_strdup ("")
            : zante_git_output (ground->git, (const char *const *)arguments->pdata, NULL, error);
  if (list == NULL)
    return FALSE;
  g_auto (GStrv) lines = g_strsplit (list, "\n", -1);
  g_autoptr (GPtrArray) ids = g_ptr_array_new ();
  for (char **line = lines; *line != NULL; line++)
    if (**line != '\0')
      g_ptr_array_add (ids, *line);
  ground->commits = zante_content_commits (ground->git, ground->book, ids, NULL, error);
  return ground->commits != NULL;
}

static gboolean
read_ground (Ground *ground, const char *onto, GError **error)
{
  ground->book = zante_line_book_new ();
  ground->patches = g_ptr_array_new_with_free_func ((GDestroyNotify)zante_content_patch_free);
  ground->paths = g_ptr_array_new ();
  ground->ids = g_ptr_array_new_with_free_func (g_free);
  ground->subjects = g_ptr_array_new_with_free_func (g_free);
  ground->newest = g_hash_table_new (g_str_hash, g_str_equal);
  ground->reverting = g_array_new (FALSE, FALSE, sizeof (guint));
  ground->reverts = g_ptr_array_new_with_free_func ((GDestroyNotify)g_ptr_array_unref);
  ground->source = zante_content_source_new (onto);
  ground->old = zante_content_source_new (ground->queue->base);
  for (guint i = 0; i < ground->queue->patches->len; i++)
    {
      const ZanteQueuePatch *patch = ground->queue->patches->pdata[i];
      ZanteContentPatch *content = zante_content_patch_new (ground->book, patch->patch);
      g_ptr_array_add (ground->patches, content);
      zante_content_patch_paths (content, ground->paths);
    }
  for (guint i = 0; i < ground->paths->len; i++)
    {
      zante_content_source_add (ground->source, ground->paths->pdata[i]);
      zante_content_source_add (ground->old, ground->paths->pdata[i]);
    }
  const char *const ancestor[] = {"merge-base", "--is-ancestor", ground->queue->base, onto, NULL};
  ground->straight = zante_git_succeeds (ground->git, ancestor);
  g_autofree char *range = g_strdup_printf ("%s..%s", ground->queue->base, onto);
  g_autoptr (GPtrArray) sources = g_ptr_array_new ();
  g_ptr_array_add (sources, ground->source);
  g_ptr_array_add (sources, ground->old);
  return read_subjects (ground, range, error) && read_changes (ground, range, error)
         && zante_content_read (ground->git, ground->book, sources, error);
}

/* Evidence ----------------------------------------------------------------------------------- */

/* The place of the newest commit with SUBJECT; G_MAXUINT: none. */
static guint
find_subject (const Ground *ground, const char *subject)
{
  return *subject == '\0' ? G_MAXUINT
                          : GPOINTER_TO_UINT (g_hash_table_lookup (ground->newest, subject)) - 1;
}

/* Whether the commit at PLACE was reverted and did not come back. */
static gboolean
is_reverted (const Ground *ground, guint place)
{
  const char *subject = ground->subjects->pdata[place];
  g_autofree char *revert = g_strdup_printf ("Revert \"%s\"", subject);
  guint newest = find_subject (ground, subject);
  if (find_subject (ground, revert) < newest)
    return TRUE;
  for (guint i = 0; i < ground->reverting->len; i++)
    {
      const GPtrArray *ids = ground->reverts->pdata[i];
      for (guint j = 0; g_array_index (ground->reverting, guint, i) < newest && j < ids->len; j++)
        if (g_str_has_prefix (ground->ids->pdata[place], ids->pdata[j]))
          return TRUE;
    }
  return FALSE;
}

/* Whether the commit ID changes one of the files of PATCH. */
static gboolean
meets (const Ground *ground, const char *id, const ZanteContentPatch *patch)
{
  const ZanteContentPatch *commit = g_hash_table_lookup (ground->commits, id);
  g_autoptr (GPtrArray) of_commit = g_ptr_array_new ();
  g_autoptr (GPtrArray) of_patch = g_ptr_array_new ();
  if (commit == NULL)
    return FALSE;
  zante_content_patch_paths (commit, of_commit);
  zante_content_patch_paths (patch, of_patch);
  for (guint i = 0; i < of_patch->len; i++)
    if (g_ptr_array_find_with_equal_func (of_commit, of_patch->pdata[i], g_str_equal, NULL))
      return TRUE;
  return FALSE;
}

/* What speaks for it that the new base has a patch. */
typedef struct {
  const char *same;    /* the id of a commit with the same change, or NULL */
  gboolean alike;      /* around it too: it is at no other place */
  const char *subject; /* of one with the same subject that changes one of its files, or NULL */
  gboolean forward, backward; /* whether it applies, and whether it can be taken out */
  gboolean tells;             /* the latter was not so, nor in part, on the old base */
} Evidence;

static Evidence
weigh (const Ground *ground, const ZanteContentTree *tree, const ZanteQueuePatch *patch,
       const ZanteContentPatch *content)
{
  Evidence evidence = {0};
  guint place = find_subject (ground, patch->patch->subject.title);
  if (place != G_MAXUINT && !is_reverted (ground, place)
      && meets (ground, ground->ids->pdata[place], content))
    evidence.subject = ground->ids->pdata[place];
  for (guint i = 0; !evidence.alike && i < ground->ids->len; i++)
    {
      const ZanteContentPatch *commit
          = g_hash_table_lookup (ground->commits, ground->ids->pdata[i]);
      if (commit == NULL || !zante_content_patch_same (commit, content) || is_reverted (ground, i))
        continue;
      evidence.alike = zante_content_patch_alike (commit, content);
      if (evidence.alike || evidence.same == NULL)
        evidence.same = ground->ids->pdata[i];
    }
  evidence.tells = zante_content_tells (ground->old->files, content);
  evidence.forward = zante_content_would (tree, content, FALSE);
  evidence.backward
      = zante_content_patch_adds (content) && zante_content_would (tree, content, TRUE);
  return evidence;
}

/* Steps -------------------------------------------------------------------------------------- */

static void
set (ZanteRebaseStep *step, ZanteRebaseKind kind, const char *commit, const char *proof)
{
  step->kind = kind;
  step->commit = g_strdup (commit);
  step->proof = g_strdup (proof);
}

/* Over a point release a subject was proof in 481 of 481 cases of a distribution's; over another
 * branch neither that nor the files alone were: there both have to say so. */
static void
decide (const Ground *ground, ZanteRebaseStep *step, const Evidence *evidence)
{
  const char *commit = evidence->same != NULL ? evidence->same : evidence->subject;
  if (evidence->forward && commit == NULL && !evidence->backward)
    set (step, ZANTE_REBASE_KEEP, NULL, NULL);
  else if (evidence->forward && evidence->backward)
    set (step, ZANTE_REBASE_ASK, commit, "it applies, and can be taken out as well");
  else if (evidence->forward)
    set (step, ZANTE_REBASE_ASK, commit,
         evidence->same != NULL ? "a commit has the same change, and still it applies"
                                : "a commit has the same subject, and still it applies");
  else if (evidence->same != NULL
           && (evidence->alike || evidence->subject != NULL
               || (evidence->backward && evidence->tells)))
    set (step, ZANTE_REBASE_DROP, commit, "a commit has the same change");
  else if (evidence->same != NULL)
    set (step, ZANTE_REBASE_ASK, commit,
         "a commit changes the same lines, and maybe at another place");
  else if (evidence->backward && !evidence->tells && evidence->subject == NULL)
    set (step, ZANTE_REBASE_ASK, NULL, "its lines are there, and were in the old base");
  else if (evidence->backward && (evidence->subject != NULL || ground->straight))
    set (step, ZANTE_REBASE_DROP, commit,
         commit != NULL ? "its lines are there, and a commit has the same subject"
                        : "its lines are there");
  else if (evidence->subject != NULL && ground->straight)
    set (step, ZANTE_REBASE_DROP, commit, "a commit has the same subject, and it does not apply");
  else if (evidence->backward)
    set (step, ZANTE_REBASE_ASK, NULL, "its lines are there, and no commit says why");
  else if (evidence->subject != NULL)
    set (step, ZANTE_REBASE_ASK, commit, "a commit has the same subject, and another change");
  else
    set (step, ZANTE_REBASE_MEND, NULL, "it does not apply");
}

static gboolean
is_named (const char *const *names, const char *name)
{
  return names != NULL && g_strv_contains (names, name);
}

/* What the user says of PATCH; FALSE: nothing. */
static gboolean
answer (ZanteRebaseStep *step, const char *const *drop, const char *const *keep)
{
  const char *name = step->patch->name;
  step->answered = is_named (drop, name) || is_named (keep, name);
  if (is_named (drop, name))
    set (step, ZANTE_REBASE_DROP, NULL, "you said so");
  else if (is_named (keep, name))
    set (step, ZANTE_REBASE_KEEP, NULL, "you said so");
  return step->answered;
}

/* Whether two differences have their hunks at the same places. */
static gboolean
same_places (const ZanteMailedPatch *patch, const char *diff)
{
  g_autoptr (ZanteMailbox) made = zante_mailbox_new (diff, strlen (diff));
  const ZanteMailedPatch *other = made->patches->len == 1 ? made->patches->pdata[0] : NULL;
  for (guint i = 0; i < patch->files->len; i++)
    {
      const ZanteFileDiff *one = patch->files->pdata[i];
      if (one->before != NULL && one->after != NULL && strcmp (one->before, one->after) != 0)
        return TRUE; /* of a moved file the difference would be two whole files */
    }
  gboolean same = other != NULL && other->files->len == patch->files->len;
  for (guint i = 0; same && i < patch->files->len; i++)
    {
      const ZanteFileDiff *one = patch->files->pdata[i], *two = other->files->pdata[i];
      same = one->hunks->len == two->hunks->len;
      for (guint j = 0; same && j < one->hunks->len; j++)
        {
          const ZanteHunk *a = one->hunks->pdata[j], *b = two->hunks->pdata[j];
          same = a->start == b->start && a->after == b->after && a->lines->len == b->lines->len;
        }
    }
  return same;
}

/* Apply what is kept for good, by git: the last word on whether it applies is git's. */
static void
keep_patch (ZanteRebaseStep *step, ZanteQueueTree *tree)
{
  g_autofree char *diff = NULL;
  g_autoptr (GError) reason = NULL;
  if (!zante_queue_tree_apply (tree, step->patch, &diff, &reason))
    {
      g_free (step->proof);
      step->kind = ZANTE_REBASE_MEND;
      step->proof = g_strdup (reason->message);
      return;
    }
  if (same_places (step->patch->patch, diff))
    return;
  step->kind = ZANTE_REBASE_REFRESH;
  step->text = zante_queue_patch_text (step->patch, diff);
}

static gboolean
plan_steps (const Ground *ground, ZanteRebase *rebase, const char *const *drop,
            const char *const *keep, GError **error)
{
  g_auto (ZanteContentTree) tree = {0};
  g_auto (ZanteQueueTree) real = {0};
  zante_content_tree_init (&tree, ground->source->files);
  if (!zante_queue_tree_open (&real, ground->git, rebase->onto, error))
    return FALSE;
  for (guint i = 0; i < ground->queue->patches->len; i++)
    {
      ZanteRebaseStep *step = g_new0 (ZanteRebaseStep, 1);
      step->patch = ground->queue->patches->pdata[i];
      g_ptr_array_add (rebase->steps, step);
      if (!answer (step, drop, keep))
        {
          Evidence evidence = weigh (ground, &tree, step->patch, ground->patches->pdata[i]);
          decide (ground, step, &evidence);
        }
      if (step->kind == ZANTE_REBASE_KEEP)
        keep_patch (step, &real);
      if (step->kind == ZANTE_REBASE_KEEP || step->kind == ZANTE_REBASE_REFRESH)
        zante_content_apply (&tree, ground->patches->pdata[i], FALSE);
      rebase->open += step->kind == ZANTE_REBASE_ASK || step->kind == ZANTE_REBASE_MEND;
    }
  return TRUE;
}

ZanteRebase *
zante_rebase_plan (const ZanteGit *git, const ZanteQueue *queue, const char *onto,
                   const char *const *drop, const char *const *keep, GError **error)
{
  g_auto (Ground) ground = {.git = git, .queue = queue};
  g_autoptr (ZanteRebase) rebase = g_new0 (ZanteRebase, 1);
  rebase->onto = g_strdup (onto);
  rebase->steps = g_ptr_array_new_with_free_func ((GDestroyNotify)step_free);
  if (!read_ground (&ground, onto, error) || !plan_steps (&ground, rebase, drop, keep, error))
    return NULL;
  return g_steal_pointer (&rebase);
}

void
zante_rebase_apply (ZanteRebase *rebase, ZanteQueue *queue)
{
  for (guint i = rebase->steps->len; i > 0; i--)
    {
      ZanteRebaseStep *step = rebase->steps->pdata[i - 1];
      if (step->kind == ZANTE_REBASE_DROP)
        g_ptr_array_remove_index (queue->patches, i - 1);
      else if (step->text != NULL)
        {
          ZanteQueuePatch *old = queue->patches->pdata[i - 1];
          ZanteQueuePatch *made
              = zante_queue_patch_new (old->name, g_steal_pointer (&step->text), NULL);
          if (made != NULL)
            {
              queue->patches->pdata[i - 1] = made;
              zante_queue_patch_free (old);
            }
        }
    }
  g_free (queue->base);
  queue->base = g_strdup (rebase->onto);
  queue->applied = 0;
}
