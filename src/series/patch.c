/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "series/patch.h"

#include <string.h>

#include "base/diff.h"

typedef struct {
  ZanteMailedPatch *patch;
  ZanteFileDiff *file; /* that lines belong to, or NULL */
  ZanteHunk *hunk;     /* likewise */
  ZanteDiffHunk left;  /* what of it is still to come */
  gboolean git;        /* FILE began with "diff --git" */
} Reading;

/* Memory ------------------------------------------------------------------------------------- */

static void
hunk_free (ZanteHunk *hunk)
{
  g_ptr_array_unref (hunk->lines);
  g_free (hunk);
}

static void
file_free (ZanteFileDiff *file)
{
  g_free (file->before);
  g_free (file->after);
  g_free (file->id);
  g_free (file->made);
  g_ptr_array_unref (file->hunks);
  g_free (file);
}

void
zante_mailed_patch_free (ZanteMailedPatch *patch)
{
  if (patch == NULL)
    return;
  zante_subject_clear (&patch->subject);
  g_free (patch->base);
  g_ptr_array_unref (patch->files);
  g_string_free (patch->text, TRUE);
  g_free (patch);
}

/* Headers of a file -------------------------------------------------------------------------- */

static void
begin_file (Reading *reading, guint line)
{
  reading->file = g_new0 (ZanteFileDiff, 1);
  reading->file->line = line;
  reading->file->hunks = g_ptr_array_new_with_free_func ((GDestroyNotify)hunk_free);
  reading->hunk = NULL;
  g_ptr_array_add (reading->patch->files, reading->file);
}

/* The path that a header line names, as patch -p1 has it; NULL for none. */
static char *
path_of (const char *text)
{
  g_autofree char *name = zante_diff_name (text);
  if (name == NULL || strcmp (name, "/dev/null") == 0)
    return NULL;
  const char *path = zante_diff_strip (name);
  return path == NULL ? g_steal_pointer (&name) : g_strdup (path);
}

/* "diff --git a/PATH b/PATH": both are the same unless other headers say otherwise. */
static void
take_git_line (Reading *reading, const char *text, guint line)
{
  begin_file (reading, line);
  reading->git = TRUE;
  g_autofree char *name = zante_diff_git_name (text);
  if (name == NULL || !g_str_has_prefix (name, "b/"))
    return;
  reading->file->before = g_strdup (zante_diff_strip (name));
  reading->file->after = g_strdup (reading->file->before);
}

static gboolean
is_hex (const char *text, gsize length)
{
  return length >= 4 && length <= 64 && strspn (text, "0123456789abcdef") >= length;
}

/* "index OLD..NEW 100644": zeros are "no such file". */
static void
take_index (ZanteFileDiff *file, const char *text)
{
  const char *dots = strstr (text, "..");
  gsize old = dots == NULL ? 0 : (gsize)(dots - text);
  gsize new = dots == NULL ? 0 : strcspn (dots + 2, " \t\r");
  if (!is_hex (text, old) || !is_hex (dots + 2, new))
    return;
  g_free (file->id);
  g_free (file->made);
  file->id = strspn (text, "0") >= old ? NULL : g_strndup (text, old);
  file->made = strspn (dots + 2, "0") >= new ? NULL : g_strndup (dots + 2, new);
}

static void
set_path (char **path, char *value)
{
  g_free (*path);
  *path = value;
}

/* A line between "diff --git" and the first hunk. */
static void
take_extended (ZanteFileDiff *file, const char *text)
{
  if (g_str_has_prefix (text, "index "))
    take_index (file, text + 6);
  else if (g_str_has_prefix (text, "new file mode "))
    set_path (&file->before, NULL);
  else if (g_str_has_prefix (text, "deleted file mode "))
    set_path (&file->after, NULL);
  else if (g_str_has_prefix (text, "rename from ") || g_str_has_prefix (text, "copy from "))
    set_path (&file->before, zante_diff_name (strstr (text, " from ") + 6));
  else if (g_str_has_prefix (text, "rename to ") || g_str_has_prefix (text, "copy to "))
    set_path (&file->after, zante_diff_name (strstr (text, " to ") + 4));
  else if (g_str_has_prefix (text, "GIT binary patch") || g_str_has_prefix (text, "Binary files "))
    file->binary = TRUE;
}

/* Hunks -------------------------------------------------------------------------------------- */

static gboolean
take_hunk (Reading *reading, const ZanteMailLine *line, guint place)
{
  if (reading->file == NULL || !zante_diff_hunk_begin (&reading->left, line->text))
    return FALSE;
  ZanteHunk *hunk = g_new0 (ZanteHunk, 1);
  *hunk = (ZanteHunk){reading->left.start, reading->left.start_after, line->number, place,
                      g_ptr_array_new ()};
  g_ptr_array_add (reading->file->hunks, hunk);
  reading->hunk = hunk;
  return TRUE;
}

/* A line of the hunk, while it has some left. git-apply(1) takes none that begins with a tab. */
static gboolean
take_hunk_line (Reading *reading, const ZanteMailLine *line)
{
  if (*line->text == '\\' && reading->hunk != NULL)
    return TRUE; /* "\ No newline at end of file" */
  if (reading->hunk == NULL || *line->text == '\t' || !zante_diff_hunk_is_open (&reading->left)
      || !zante_diff_hunk_take (&reading->left, *line->text))
    return FALSE;
  g_ptr_array_add (reading->hunk->lines, *line->text == '\0' ? (gpointer) " " : line->text);
  return TRUE;
}

/* Mails -------------------------------------------------------------------------------------- */

static gboolean
is_file_start (const ZanteMail *mail, guint at, gboolean git)
{
  const ZanteMailLine *lines = (const ZanteMailLine *)mail->lines->data;
  return !git && at + 2 < mail->lines->len && g_str_has_prefix (lines[at].text, "--- ")
         && g_str_has_prefix (lines[at + 1].text, "+++ ")
         && g_str_has_prefix (lines[at + 2].text, "@@ -");
}

/* Whether LINE, AT the mail's, is of a difference. */
static gboolean
take_line (Reading *reading, guint at)
{
  const ZanteMail *mail = reading->patch->mail;
  const ZanteMailLine *line = &g_array_index (mail->lines, ZanteMailLine, at);
  gboolean open = reading->git && reading->file != NULL && reading->hunk == NULL;
  if (take_hunk_line (reading, line) || take_hunk (reading, line, at))
    return TRUE;
  if (g_str_has_prefix (line->text, "diff --git "))
    take_git_line (reading, line->text + 11, line->number);
  else if (is_file_start (mail, at, open))
    {
      begin_file (reading, line->number);
      reading->git = FALSE;
      reading->file->before = path_of (line->text + 4);
    }
  else if (open && g_str_has_prefix (line->text, "--- "))
    set_path (&reading->file->before, path_of (line->text + 4));
  else if (reading->file != NULL && reading->hunk == NULL && g_str_has_prefix (line->text, "+++ "))
    set_path (&reading->file->after, path_of (line->text + 4));
  else if (open)
    take_extended (reading->file, line->text);
  else
    return FALSE;
  return TRUE;
}

static void
take_trailer (ZanteMailedPatch *patch, const char *text)
{
  static const char name[] = "base-commit: ";
  if (patch->base == NULL && g_str_has_prefix (text, name)
      && is_hex (text + strlen (name), strcspn (text + strlen (name), " \t\r")))
    patch->base = g_strndup (text + strlen (name), strcspn (text + strlen (name), " \t\r"));
}

ZanteMailedPatch *
zante_mailed_patch_read (const ZanteMail *mail)
{
  ZanteMailedPatch *patch = g_new0 (ZanteMailedPatch, 1);
  patch->mail = mail;
  patch->files = g_ptr_array_new_with_free_func ((GDestroyNotify)file_free);
  patch->text = g_string_new (NULL);
  zante_subject_read (mail->subject, &patch->subject);
  Reading reading = {.patch = patch};
  for (guint i = 0; i < mail->lines->len; i++)
    {
      const char *text = g_array_index (mail->lines, ZanteMailLine, i).text;
      if (take_line (&reading, i))
        g_string_append_printf (patch->text, "%s\n", text);
      else if (reading.hunk != NULL || reading.file == NULL)
        take_trailer (patch, text);
    }
  return patch;
}
