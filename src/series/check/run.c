/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The checks of the table over every patch, and their findings. */
#include <string.h>

#include "series/check/ground.h"

void
zante_finding_free (ZanteFinding *finding)
{
  if (finding == NULL)
    return;
  g_free (finding->quote);
  g_free (finding->text);
  g_free (finding);
}

/* Findings ----------------------------------------------------------------------------------- */

static G_GNUC_PRINTF (4, 0) ZanteFinding *add (ZanteCheckRun *run, guint line, const char *quote,
                                               const char *format, va_list arguments)
{
  ZanteFinding *finding = g_new0 (ZanteFinding, 1);
  *finding = (ZanteFinding){.check = run->kind->name,
                            .level = run->level,
                            .mail = run->patch->mail,
                            .line = line,
                            .quote = g_strdup (quote),
                            .text = g_strdup_vprintf (format, arguments)};
  g_ptr_array_add (run->findings, finding);
  return finding;
}

void
zante_check_patch (ZanteCheckRun *run, const char *format, ...)
{
  va_list arguments;
  va_start (arguments, format);
  add (run, run->patch->mail->titled, NULL, format, arguments)->message_line = 1;
  va_end (arguments);
}

void
zante_check_word (ZanteCheckRun *run, const ZanteWord *word, const char *format, ...)
{
  va_list arguments;
  va_start (arguments, format);
  add (run, word->line, word->text, format, arguments)->message_line = word->number;
  va_end (arguments);
}

void
zante_check_file (ZanteCheckRun *run, const char *format, ...)
{
  va_list arguments;
  va_start (arguments, format);
  add (run, run->file->line, NULL, format, arguments)->path = run->path;
  va_end (arguments);
}

void
zante_check_line (ZanteCheckRun *run, const ZanteDiffLine *line, const char *format, ...)
{
  va_list arguments;
  va_start (arguments, format);
  ZanteFinding *finding = add (run, line->line, line->text, format, arguments);
  finding->path = run->path;
  finding->path_line = line->number;
  va_end (arguments);
}

/* Lines -------------------------------------------------------------------------------------- */

static void
add_lines (GArray *lines, const ZanteMail *mail, const ZanteHunk *hunk)
{
  guint number = hunk->after > 0 ? hunk->after : 1;
  guint at = hunk->at + 1;
  for (guint i = 0; i < hunk->lines->len && at < mail->lines->len; at++)
    {
      const ZanteMailLine *line = &g_array_index (mail->lines, ZanteMailLine, at);
      const char *text = hunk->lines->pdata[i];
      if (*line->text == '\\')
        continue;
      ZanteDiffLine added = {*text, FALSE, line->number, number, text + 1};
      if (at + 1 < mail->lines->len)
        added.unended = *g_array_index (mail->lines, ZanteMailLine, at + 1).text == '\\';
      g_array_append_val (lines, added);
      number += *text != '-';
      i++;
    }
}

static GArray *
lines_of (const ZanteMailedPatch *patch, const ZanteFileDiff *file)
{
  GArray *lines = g_array_new (FALSE, FALSE, sizeof (ZanteDiffLine));
  for (guint i = 0; i < file->hunks->len; i++)
    add_lines (lines, patch->mail, file->hunks->pdata[i]);
  return lines;
}

/* The run ------------------------------------------------------------------------------------ */

static ZanteCheckLevel
level_of (const ZanteCheckInput *input, const ZanteCheckKind *kind)
{
  gpointer level;
  if (input->levels != NULL
      && g_hash_table_lookup_extended (input->levels, kind->name, NULL, &level))
    return (ZanteCheckLevel)GPOINTER_TO_UINT (level);
  return kind->level;
}

static void
check_lines (ZanteCheckRun *run)
{
  for (guint i = 0; i < run->lines->len; i++)
    {
      const ZanteDiffLine *line = &g_array_index (run->lines, ZanteDiffLine, i);
      if (line->kind == '+')
        run->kind->line (run, line);
    }
}

/* Apply the checks to the patch of RUN, or to its file. */
static void
apply (ZanteCheckRun *run, const ZanteCheckInput *input, gboolean to_file)
{
  for (guint i = 0; (run->kind = zante_check_kind (i)) != NULL; i++)
    {
      run->level = level_of (input, run->kind);
      if (run->level == ZANTE_CHECK_OFF)
        continue;
      if (!to_file && run->kind->patch != NULL)
        run->kind->patch (run);
      if (to_file && run->kind->file != NULL)
        run->kind->file (run);
      if (to_file && run->kind->line != NULL)
        check_lines (run);
    }
}

static void
check_patch (ZanteCheckRun *run, const ZanteCheckInput *input, const ZanteCheckGround *ground,
             guint series)
{
  apply (run, input, FALSE);
  for (guint i = 0; i < run->patch->files->len; i++)
    {
      run->file = run->patch->files->pdata[i];
      run->path = run->file->after != NULL ? run->file->after : run->file->before;
      if (run->path == NULL)
        continue;
      g_autoptr (GArray) lines = lines_of (run->patch, run->file);
      run->lines = lines;
      run->own_style = zante_check_ground_is_own (ground, series, run);
      apply (run, input, TRUE);
    }
  run->lines = NULL;
}

static int
compare (gconstpointer a, gconstpointer b)
{
  const ZanteFinding *one = *(const ZanteFinding *const *)a;
  const ZanteFinding *other = *(const ZanteFinding *const *)b;
  return (one->line > other->line) - (one->line < other->line);
}

/* The words of every patch of every series, in order. */
static GPtrArray *
read_words (GPtrArray *series)
{
  GPtrArray *words = g_ptr_array_new_with_free_func ((GDestroyNotify)zante_words_free);
  for (guint i = 0; i < series->len; i++)
    {
      GPtrArray *patches = ((const ZanteSeries *)series->pdata[i])->patches;
      for (guint j = 0; j < patches->len; j++)
        g_ptr_array_add (words, zante_words_read (patches->pdata[j]));
    }
  return words;
}

GPtrArray *
zante_series_check (const ZanteCheckInput *input, GPtrArray *series, GError **error)
{
  g_autoptr (GPtrArray) words = read_words (series);
  g_autoptr (ZanteCheckGround) ground = zante_check_ground_new (input, series, words, error);
  if (ground == NULL)
    return NULL;
  ZanteCheckRun run = {.known = ground->known};
  run.findings = g_ptr_array_new_with_free_func ((GDestroyNotify)zante_finding_free);
  guint next = 0;
  for (guint i = 0; i < series->len; i++)
    {
      GPtrArray *patches = ((const ZanteSeries *)series->pdata[i])->patches;
      run.maintainers = zante_check_ground_maintainers (ground, i);
      for (guint j = 0; j < patches->len; j++)
        {
          run.patch = patches->pdata[j];
          run.words = words->pdata[next++];
          check_patch (&run, input, ground, i);
        }
    }
  g_ptr_array_sort (run.findings, compare); /* stable: the order of the table */
  return run.findings;
}
