/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "fetch/patch/scan.h"

#include <stdio.h>
#include <string.h>

#include "base/diff.h"
#include "base/error.h"

typedef struct {
  ZantePatchScan *scan;
  GHashTable *seen;    /* paths of the whole patch */
  GHashTable *current; /* paths of the diff being read */
  guint number;
  char *git_name;         /* "b/NAME" of the diff being read, or NULL */
  gboolean git, new_file; /* it is git's; it makes a file, of which nothing has come yet */
  gboolean begun, words;  /* a line has come; we are in the words above a diff */
  guint doubtful;         /* the line in them that tells of a binary part, or 0 */
  ZanteDiffHunk hunk;     /* that we are in, while it is open */
} Scanner;

void
zante_patch_scan_free (ZantePatchScan *scan)
{
  if (scan == NULL)
    return;
  g_ptr_array_unref (scan->paths);
  g_ptr_array_unref (scan->empties);
  g_free (scan);
}

static gboolean
fail (const Scanner *scanner, GError **error, const char *what, const char *name)
{
  return zante_error_set (error, ZANTE_ERROR_SOURCE, "line %u: %s '%s'", scanner->number, what,
                          name);
}

static gboolean
leaves_tree (const char *name)
{
  g_auto (GStrv) parts = g_strsplit (name, "/", -1);
  return *name == '/' || g_strv_contains ((const char *const *)parts, "..");
}

static void
add_path (Scanner *scanner, const char *path)
{
  if (!g_hash_table_add (scanner->current, g_strdup (path)))
    return;
  if (g_hash_table_add (scanner->seen, g_strdup (path)))
    g_ptr_array_add (scanner->scan->paths, g_strdup (path));
  else
    scanner->scan->repeated = TRUE;
}

/* STRIPPED: the name already lacks its first element (git's rename and copy lines). */
static gboolean
take_name (Scanner *scanner, const char *text, gboolean stripped, GError **error)
{
  g_autofree char *name = zante_diff_name (text);
  if (name == NULL)
    return fail (scanner, error, "a name that is not quoted as git does:", text);
  if (strcmp (name, "/dev/null") == 0)
    return TRUE;
  if (leaves_tree (name))
    return fail (scanner, error, "the patch would write outside of the tree:", name);
  const char *path = stripped ? name : zante_diff_strip (name);
  scanner->scan->changes = scanner->scan->changes || stripped;
  if (path != NULL)
    add_path (scanner, path);
  return TRUE;
}

static gboolean
take_hunk (Scanner *scanner, const char *line)
{
  if (!zante_diff_hunk_begin (&scanner->hunk, line))
    return FALSE;
  scanner->scan->changes = TRUE;
  scanner->new_file = scanner->words = FALSE;
  scanner->begun = TRUE;
  return TRUE;
}

/* A diff has ended that makes a file and has no hunk: the file is empty. */
static gboolean
end_diff (Scanner *scanner, GError **error)
{
  g_autofree char *name = g_steal_pointer (&scanner->git_name);
  if (!scanner->new_file || !scanner->git)
    return TRUE;
  scanner->new_file = FALSE;
  if (name == NULL)
    return fail (scanner, error, "no one name for the empty file that is made above", "diff --git");
  if (leaves_tree (name))
    return fail (scanner, error, "the patch would write outside of the tree:", name);
  g_ptr_array_add (scanner->scan->empties, g_strdup (zante_diff_strip (name)));
  add_path (scanner, zante_diff_strip (name));
  return TRUE;
}

/* NAMES: what stands behind "diff --git ". */
static gboolean
begin_diff (Scanner *scanner, const char *names, GError **error)
{
  gboolean ok = end_diff (scanner, error);
  scanner->new_file = FALSE;
  scanner->git = TRUE;
  scanner->git_name = zante_diff_git_name (names);
  return ok;
}

/* Words -------------------------------------------------------------------------------------- */

static gboolean
has_prefix_of (const char *line, const char *const *prefixes)
{
  while (*prefixes != NULL && !g_str_has_prefix (line, *prefixes))
    prefixes++;
  return *prefixes != NULL;
}

/* What diff(1) and git print first. */
static gboolean
begins_diff (const char *line)
{
  static const char *const prefixes[] = {"diff ", "--- ", "+++ ", "*** ", "Index: ", NULL};
  return has_prefix_of (line, prefixes);
}

/* "From ID date": git's next mail */
static gboolean
begins_mail (const char *line)
{
  const gsize digits = 40;
  return g_str_has_prefix (line, "From ")
         && strspn (line + strlen ("From "), "0123456789abcdef") >= digits;
}

static gboolean
is_binary (const char *line)
{
  return g_str_has_prefix (line, "Binary files ") && g_str_has_suffix (line, " differ");
}

/* "Only in FOLDER: NAME", "File A is a KIND while file B is a KIND", "Symbolic links A and B
 * differ": diff -r without -N, or of what no patch can be. */
static gboolean
is_left_out (const char *line)
{
  const char *colon = g_str_has_prefix (line, "Only in ") ? strstr (line, ": ") : NULL;
  return (colon != NULL
          && memchr (line + strlen ("Only in "), ' ', (gsize)(colon - line) - strlen ("Only in "))
                 == NULL)
         || (g_str_has_prefix (line, "File ") && strstr (line, " is a ") != NULL
             && strstr (line, " while file ") != NULL)
         || (g_str_has_prefix (line, "Symbolic links ") && g_str_has_suffix (line, " differ"));
}

/* In the words that stand above a diff nothing is an instruction, whatever it looks like. git has
 * its line about a binary file below its own header; diff(1) has it anywhere: above a diff of its
 * own, where no "---" ends the words, it is one. */
static gboolean
follow_words (Scanner *scanner, const char *line, GError **error)
{
  guint doubtful = scanner->doubtful;
  if (!scanner->begun && *line != '\0')
    scanner->words = !begins_diff (line) && !is_binary (line) && !is_left_out (line);
  scanner->begun = scanner->begun || *line != '\0';
  if (begins_mail (line))
    scanner->words = TRUE;
  if (scanner->words && is_binary (line))
    scanner->doubtful = scanner->number;
  if (strcmp (line, "---") == 0 || begins_diff (line))
    scanner->doubtful = 0;
  if (!begins_diff (line))
    return TRUE;
  scanner->words = FALSE;
  if (doubtful == 0 || g_str_has_prefix (line, "diff --git "))
    return TRUE;
  return zante_error_set (error, ZANTE_ERROR_SOURCE,
                          "line %u: patch(1) cannot apply binary parts (add the file by a phase)",
                          doubtful);
}

/* What patch(1) passes over without a word, or dpkg-source(1) refuses. */
static gboolean
check_portable (const Scanner *scanner, const char *line, GError **error)
{
  static const struct {
    const char *prefix, *suffix, *what;
  } refused[] = {
      {"GIT binary patch", "", "patch(1) cannot apply binary parts (add the file by a phase):"},
      {"Binary files ", " differ", "patch(1) cannot apply binary parts (add the file by a phase):"},
      {"new file mode 120000", "", "symbolic links cannot be in a patch (make it in a phase):"},
      {"new mode 120000", "", "symbolic links cannot be in a patch (make it in a phase):"},
      {"deleted file mode 120000", "",
       "symbolic links cannot be in a patch (remove it in a phase):"},
      {"index ", " 120000", "symbolic links cannot be in a patch (change it in a phase):"},
      {"new file mode 160000", "", "submodules cannot be in a patch:"},
      {"deleted file mode 160000", "", "submodules cannot be in a patch:"},
      {"index ", " 160000", "submodules cannot be in a patch:"},
  };
  if (scanner->words)
    return TRUE;
  if (scanner->git_name == NULL && is_left_out (line))
    return fail (scanner, error, "diff(1) left a difference out (use diff -N, or a phase):", line);
  for (gsize i = 0; i < G_N_ELEMENTS (refused); i++)
    if (g_str_has_prefix (line, refused[i].prefix) && g_str_has_suffix (line, refused[i].suffix))
      return fail (scanner, error, refused[i].what,
                   scanner->git_name != NULL ? scanner->git_name : line);
  return TRUE;
}

static gboolean
take_header (Scanner *scanner, const char *line, GError **error)
{
  static const char *const git_names[] = {"rename from ", "rename to ", "copy from ", "copy to "};
  static const char *const git_modes[] = {"new mode ", "new file mode ", "deleted file mode "};
  g_autofree char *clean = g_strchomp (g_strdup (line));
  if (!follow_words (scanner, clean, error))
    return FALSE;
  if (scanner->words)
    return !begins_mail (clean) || end_diff (scanner, error);
  if (!check_portable (scanner, clean, error))
    return FALSE;
  if (g_str_has_prefix (clean, "diff --git ")
      && !begin_diff (scanner, clean + strlen ("diff --git "), error))
    return FALSE;
  scanner->new_file = scanner->new_file || g_str_has_prefix (clean, "new file mode ");
  if (g_str_has_prefix (line, "diff --git ") || g_str_has_prefix (line, "Index: ")
      || g_str_has_prefix (line, "--- "))
    g_hash_table_remove_all (scanner->current);
  if (g_str_has_prefix (line, "--- ") || g_str_has_prefix (line, "+++ "))
    return take_name (scanner, line + 4, FALSE, error);
  if (g_str_has_prefix (line, "Index: "))
    return take_name (scanner, line + strlen ("Index: "), FALSE, error);
  for (gsize i = 0; i < G_N_ELEMENTS (git_modes); i++)
    scanner->scan->changes = scanner->scan->changes || g_str_has_prefix (line, git_modes[i]);
  for (gsize i = 0; i < G_N_ELEMENTS (git_names); i++)
    if (g_str_has_prefix (line, git_names[i]))
      return take_name (scanner, line + strlen (git_names[i]), TRUE, error);
  return TRUE;
}

static gboolean
take_line (Scanner *scanner, const char *line, GError **error)
{
  scanner->number++;
  if (zante_diff_hunk_is_open (&scanner->hunk) && zante_diff_hunk_take (&scanner->hunk, *line))
    return TRUE;
  return take_hunk (scanner, line) || take_header (scanner, line, error);
}

ZantePatchScan *
zante_patch_scan (const char *data, gsize size, GError **error)
{
  g_autofree char *copy = g_strndup (data, size);
  g_auto (GStrv) lines = g_strsplit (copy, "\n", -1);
  g_autoptr (ZantePatchScan) scan = g_new0 (ZantePatchScan, 1);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) current = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  Scanner scanner = {.scan = scan, .seen = seen, .current = current};
  scan->paths = g_ptr_array_new_with_free_func (g_free);
  scan->empties = g_ptr_array_new_with_free_func (g_free);
  gboolean ok = TRUE;
  for (char **line = lines; *line != NULL && ok; line++)
    ok = take_line (&scanner, *line, error);
  ok = ok && end_diff (&scanner, error);
  g_free (scanner.git_name);
  return ok ? g_steal_pointer (&scan) : NULL;
}
