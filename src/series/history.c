/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "series/history.h"

#include <string.h>

#include "base/error.h"

static void
clear_stretch (gpointer stretch)
{
  g_free (((ZanteStretch *)stretch)->blob);
}

void
zante_history_free (ZanteHistory *history)
{
  if (history == NULL)
    return;
  g_free (history->ref);
  g_ptr_array_unref (history->commits);
  g_array_unref (history->dates);
  g_hash_table_unref (history->paths);
  g_free (history);
}

/* Commits ------------------------------------------------------------------------------------ */

static gboolean
read_commits (ZanteHistory *history, const ZanteGit *git, guint window, GError **error)
{
  /* One more tells whether there is one before. */
  g_autofree char *count = g_strdup_printf ("--max-count=%u", window + 1);
  const char *const arguments[]
      = {"rev-list", "--first-parent", "--timestamp", count, history->ref, "--", NULL};
  g_autofree char *output = zante_git_output (git, arguments, NULL, error);
  if (output == NULL)
    return FALSE;
  g_auto (GStrv) lines = g_strsplit (output, "\n", -1);
  history->whole = TRUE;
  for (char **line = lines; *line != NULL && **line != '\0'; line++)
    {
      char *id;
      gint64 date = g_ascii_strtoll (*line, &id, 10);
      if (history->commits->len == window)
        history->whole = FALSE;
      else
        {
          g_ptr_array_add (history->commits, g_strdup (id + strspn (id, " ")));
          g_array_append_val (history->dates, date);
        }
    }
  return TRUE;
}

/* Blobs -------------------------------------------------------------------------------------- */

static GArray *
stretches_of (ZanteHistory *history, const char *path)
{
  GArray *stretches = g_hash_table_lookup (history->paths, path);
  if (stretches == NULL)
    {
      stretches = g_array_new (FALSE, TRUE, sizeof (ZanteStretch));
      g_array_set_clear_func (stretches, clear_stretch);
      g_hash_table_insert (history->paths, g_strdup (path), stretches);
    }
  return stretches;
}

/* From FROM on, to the oldest commit unless more follows, PATH was BLOB. */
static void
add_stretch (ZanteHistory *history, const char *path, guint from, const char *blob)
{
  GArray *stretches = stretches_of (history, path);
  if (stretches->len > 0)
    g_array_index (stretches, ZanteStretch, stretches->len - 1).to = from;
  gboolean absent = blob == NULL || strspn (blob, "0") == strlen (blob);
  ZanteStretch stretch = {from, history->commits->len, absent ? NULL : g_strdup (blob)};
  g_array_append_val (stretches, stretch);
}

static GPtrArray *
with_paths (const char *const *arguments, GPtrArray *paths)
{
  GPtrArray *all = g_ptr_array_new ();
  for (; *arguments != NULL; arguments++)
    g_ptr_array_add (all, (gpointer)*arguments);
  g_ptr_array_add (all, (gpointer) "--");
  for (guint i = 0; i < paths->len; i++)
    g_ptr_array_add (all, paths->pdata[i]);
  g_ptr_array_add (all, NULL);
  return all;
}

/* What the paths are at the newest commit: "100644 blob ID\tPATH\0". */
static gboolean
read_tip (ZanteHistory *history, const ZanteGit *git, GPtrArray *paths, GError **error)
{
  const char *const start[] = {"--literal-pathspecs", "ls-tree", "-r", "-z", history->ref, NULL};
  g_autoptr (GPtrArray) arguments = with_paths (start, paths);
  gsize size;
  g_autofree char *output
      = zante_git_output (git, (const char *const *)arguments->pdata, &size, error);
  if (output == NULL)
    return FALSE;
  for (const char *at = output; at < output + size; at += strlen (at) + 1)
    {
      const char *tab = strchr (at, '\t');
      const char *space = tab == NULL ? NULL : g_strrstr_len (at, tab - at, " ");
      g_autofree char *blob
          = space == NULL ? NULL : g_strndup (space + 1, (gsize)(tab - space - 1));
      if (blob != NULL)
        add_stretch (history, tab + 1, 0, blob);
    }
  for (guint i = 0; i < paths->len; i++)
    if (stretches_of (history, paths->pdata[i])->len == 0)
      add_stretch (history, paths->pdata[i], 0, NULL);
  return TRUE;
}

/* ":100644 100644 OLD NEW M": before the commit at POSITION the path was OLD. */
static void
take_change (ZanteHistory *history, const char *change, const char *path, guint position)
{
  g_auto (GStrv) words = g_strsplit (change, " ", 5);
  if (g_strv_length (words) == 5 && g_hash_table_contains (history->paths, path))
    add_stretch (history, path, position + 1, words[2]);
}

/* What `git log --raw -z --format=%H` writes: an id and its changes, each ended by a NUL, the first
 * of them after a line break. */
static void
take_log (ZanteHistory *history, const char *log, gsize size)
{
  g_autoptr (GHashTable) positions = g_hash_table_new (g_str_hash, g_str_equal);
  for (guint i = 0; i < history->commits->len; i++)
    g_hash_table_insert (positions, history->commits->pdata[i], GUINT_TO_POINTER (i));
  guint position = 0;
  for (const char *at = log; at < log + size; at += strlen (at) + 1)
    {
      const char *text = at + strspn (at, "\n");
      if (*text == ':')
        {
          at += strlen (at) + 1;
          if (at < log + size)
            take_change (history, text, at, position);
        }
      else if (*text != '\0')
        position = GPOINTER_TO_UINT (g_hash_table_lookup (positions, text));
    }
}

static gboolean
read_changes (ZanteHistory *history, const ZanteGit *git, GPtrArray *paths, GError **error)
{
  const char *oldest = history->commits->pdata[history->commits->len - 1];
  g_autofree char *range
      = history->whole ? g_strdup (history->ref) : g_strdup_printf ("%s..%s", oldest, history->ref);
  const char *const start[] = {"--literal-pathspecs", "log",    "--first-parent",
                               "--no-renames",        "--raw",  "-z",
                               "--no-abbrev",         "--root", "-m",
                               "--format=%H",         range,    NULL};
  g_autoptr (GPtrArray) arguments = with_paths (start, paths);
  gsize size;
  g_autofree char *output
      = zante_git_output (git, (const char *const *)arguments->pdata, &size, error);
  if (output == NULL)
    return FALSE;
  take_log (history, output, size);
  return TRUE;
}

ZanteHistory *
zante_history_read (const ZanteGit *git, const char *ref, guint window, GPtrArray *paths,
                    GError **error)
{
  g_autoptr (ZanteHistory) history = g_new0 (ZanteHistory, 1);
  history->ref = g_strdup (ref);
  history->commits = g_ptr_array_new_with_free_func (g_free);
  history->dates = g_array_new (FALSE, FALSE, sizeof (gint64));
  history->paths
      = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_array_unref);
  if (!read_commits (history, git, window, error))
    return NULL;
  if (history->commits->len == 0)
    return zante_error_null (error, ZANTE_ERROR_INPUT, "'%s' has no commits", ref);
  gboolean read
      = paths->len == 0
        || (read_tip (history, git, paths, error) && read_changes (history, git, paths, error));
  if (!read)
    return NULL;
  return g_steal_pointer (&history);
}
