/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "xsa/history.h"

#include <string.h>

#include "base/strings.h"
#include "xsa/mentions.h"

static void
node_free (ZanteXsaNode *node)
{
  g_free (node->id);
  g_free (node->subject);
  g_free (node->parents);
  g_clear_pointer (&node->mentions, g_array_unref);
  g_clear_pointer (&node->reverts, g_ptr_array_unref);
  g_clear_pointer (&node->undone, g_ptr_array_unref);
  g_free (node);
}

static void
line_free (ZanteXsaLine *line)
{
  g_free (line->ref);
  g_free (line);
}

void
zante_xsa_history_free (ZanteXsaHistory *history)
{
  if (history == NULL)
    return;
  g_ptr_array_unref (history->nodes);
  g_hash_table_unref (history->places);
  g_hash_table_unref (history->subjects);
  g_hash_table_unref (history->numbers);
  g_array_unref (history->reverting);
  g_ptr_array_unref (history->lines);
  g_free (history);
}

/* Commits ------------------------------------------------------------------------------------ */

char *
zante_xsa_subject (const char *subject)
{
  const char *at = subject + strspn (subject, " \t");
  if (*at == '[' && strchr (at, ']') != NULL)
    at = strchr (at, ']') + 1;
  g_autofree char *lower = g_ascii_strdown (at, -1);
  g_auto (GStrv) words = g_strsplit_set (g_strstrip (lower), " \t\r\n", -1);
  g_autoptr (GString) text = g_string_new (NULL);
  for (char **word = words; *word != NULL; word++)
    if (**word != '\0')
      g_string_append_printf (text, "%s%s", text->len > 0 ? " " : "", *word);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* KEY is taken over by a table that owns its keys. */
static void
add_place (GHashTable *table, gpointer key, guint place)
{
  GArray *known = g_hash_table_lookup (table, key);
  GArray *places = known == NULL ? g_array_new (FALSE, FALSE, sizeof (guint)) : g_array_ref (known);
  g_array_append_val (places, place);
  g_hash_table_insert (table, key, places);
}

static gboolean
has_word (const char *message, const char *word)
{
  gsize length = strlen (word);
  for (const char *at = message; *at != '\0'; at++)
    if (g_ascii_tolower (*at) == *word && g_ascii_strncasecmp (at, word, length) == 0)
      return TRUE;
  return FALSE;
}

static void
take_message (ZanteXsaHistory *history, ZanteXsaNode *node, const char *message, guint place)
{
  if (strstr (message, "everts") != NULL)
    node->reverts = zante_xsa_reverts (message);
  if (node->reverts != NULL)
    g_array_append_val (history->reverting, place);
  if (!has_word (message, "xsa"))
    return;
  node->mentions = zante_xsa_mentions (message);
  for (guint i = 0; i < node->mentions->len; i++)
    add_place (history->numbers,
               GUINT_TO_POINTER (g_array_index (node->mentions, ZanteXsaMention, i).number), place);
}

/* "ID\nPARENTS\nDATE\nMESSAGE". PARENTS is what stands there, borrowed: their places are not known
 * yet. */
static gboolean
take_commit (ZanteXsaHistory *history, char *text, GPtrArray *parents)
{
  char *part[4] = {text};
  for (guint i = 1; i < G_N_ELEMENTS (part); i++)
    {
      char *end = strchr (part[i - 1], '\n');
      if (end == NULL)
        return FALSE;
      *end = '\0';
      part[i] = end + 1;
    }
  ZanteXsaNode *node = g_new0 (ZanteXsaNode, 1);
  guint place = history->nodes->len;
  node->id = g_strdup (part[0]);
  node->date = g_ascii_strtoll (part[2], NULL, 10);
  node->subject = g_strndup (part[3], strcspn (part[3], "\n"));
  g_ptr_array_add (history->nodes, node);
  g_ptr_array_add (parents, part[1]);
  g_hash_table_insert (history->places, node->id, GUINT_TO_POINTER (place + 1));
  add_place (history->subjects, zante_xsa_subject (node->subject), place);
  take_message (history, node, part[3], place);
  return TRUE;
}

static void
link_parents (ZanteXsaHistory *history, ZanteXsaNode *node, const char *ids)
{
  g_auto (GStrv) words = g_strsplit (ids, " ", -1);
  node->parents = g_new0 (guint, g_strv_length (words) + 1);
  for (char **word = words; *word != NULL; word++)
    {
      /* A shallow clone has not all of them. */
      guint place = GPOINTER_TO_UINT (g_hash_table_lookup (history->places, *word));
      if (place > 0)
        node->parents[node->n_parents++] = place - 1;
    }
}

/* The commit that ID, or a beginning of one, is; NULL: it is not known. */
static const ZanteXsaNode *
find_node (const ZanteXsaHistory *history, const char *id)
{
  guint place = GPOINTER_TO_UINT (g_hash_table_lookup (history->places, id));
  if (place > 0)
    return history->nodes->pdata[place - 1];
  for (guint i = 0; strlen (id) < 40 && i < history->nodes->len; i++)
    if (g_str_has_prefix (((const ZanteXsaNode *)history->nodes->pdata[i])->id, id))
      return history->nodes->pdata[i];
  return NULL;
}

/* What the ids that NODE reverts are called: a branch often names the id that another branch has.
 */
static void
name_undone (const ZanteXsaHistory *history, ZanteXsaNode *node)
{
  node->undone = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < node->reverts->len; i++)
    {
      const ZanteXsaNode *of = find_node (history, node->reverts->pdata[i]);
      if (of != NULL)
        zante_strings_take (node->undone, zante_xsa_subject (of->subject));
    }
}

static gboolean
read_commits (ZanteXsaHistory *history, const ZanteGit *git, GPtrArray *tips, GError **error)
{
  g_autoptr (GPtrArray) arguments = g_ptr_array_new ();
  static const char *const start[] = {
      "log", "-z", "--topo-order", "--format=%H%n%P%n%ct%n%B", "--branches", "--remotes", "--tags"};
  for (guint i = 0; i < G_N_ELEMENTS (start); i++)
    g_ptr_array_add (arguments, (gpointer)start[i]);
  for (guint i = 0; i < tips->len; i++)
    g_ptr_array_add (arguments, tips->pdata[i]);
  g_ptr_array_add (arguments, (gpointer) "--");
  g_ptr_array_add (arguments, NULL);
  gsize size;
  g_autofree char *log
      = zante_git_output (git, (const char *const *)arguments->pdata, &size, error);
  if (log == NULL)
    return FALSE;
  g_autoptr (GPtrArray) parents = g_ptr_array_new ();
  for (char *at = log, *next; at < log + size; at = next)
    {
      next = at + strlen (at) + 1;
      take_commit (history, at, parents);
    }
  for (guint i = 0; i < history->nodes->len; i++)
    link_parents (history, history->nodes->pdata[i], parents->pdata[i]);
  for (guint i = 0; i < history->reverting->len; i++)
    name_undone (history, history->nodes->pdata[g_array_index (history->reverting, guint, i)]);
  return TRUE;
}

/* Branches ----------------------------------------------------------------------------------- */

static void
add_lines (ZanteXsaHistory *history, char **refs, const char *pattern)
{
  for (char **ref = refs; *ref != NULL; ref++)
    {
      char *blank = strchr (*ref, ' ');
      g_autofree char *name = g_strndup (*ref, (gsize)(blank - *ref));
      guint place = GPOINTER_TO_UINT (g_hash_table_lookup (history->places, blank + 1));
      if (place == 0 || !g_regex_match_simple (pattern, name, G_REGEX_RAW, 0))
        continue;
      ZanteXsaLine *line = g_new0 (ZanteXsaLine, 1);
      *line = (ZanteXsaLine){g_steal_pointer (&name), place - 1};
      g_ptr_array_add (history->lines, line);
    }
}

static gboolean
read_lines (ZanteXsaHistory *history, const ZanteGit *git, GError **error)
{
  const char *const arguments[]
      = {"for-each-ref", "--format=%(refname) %(objectname)", "refs/heads", "refs/remotes", NULL};
  g_autofree char *output = zante_git_output (git, arguments, NULL, error);
  if (output == NULL)
    return FALSE;
  g_auto (GStrv) refs = g_strsplit (g_strchomp (output), "\n", -1);
  if (*refs == NULL)
    return TRUE;
  add_lines (history, refs,
             "^refs/(heads|remotes/[^/]+)/(master|staging|(stable|staging)-[0-9]+\\.[0-9]+)$");
  if (history->lines->len == 0)
    add_lines (history, refs, "");
  return TRUE;
}

ZanteXsaHistory *
zante_xsa_history_read (const ZanteGit *git, GPtrArray *tips, GError **error)
{
  g_autoptr (ZanteXsaHistory) history = g_new0 (ZanteXsaHistory, 1);
  history->nodes = g_ptr_array_new_with_free_func ((GDestroyNotify)node_free);
  history->places = g_hash_table_new (g_str_hash, g_str_equal);
  history->subjects
      = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_array_unref);
  history->numbers = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify)g_array_unref);
  history->reverting = g_array_new (FALSE, FALSE, sizeof (guint));
  history->lines = g_ptr_array_new_with_free_func ((GDestroyNotify)line_free);
  if (!read_commits (history, git, tips, error) || !read_lines (history, git, error))
    return NULL;
  return g_steal_pointer (&history);
}

guint8 *
zante_xsa_history_before (const ZanteXsaHistory *history, guint place)
{
  guint8 *before = g_new0 (guint8, history->nodes->len + 1);
  before[place] = 1;
  for (guint i = place; i < history->nodes->len; i++)
    {
      const ZanteXsaNode *node = history->nodes->pdata[i];
      for (guint j = 0; before[i] != 0 && j < node->n_parents; j++)
        before[node->parents[j]] = 1;
    }
  return before;
}
