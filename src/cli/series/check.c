/* SPDX-License-Identifier: GPL-2.0-or-later */
/* zante series check: what is wrong in mailed patches, for people, for programs, and as an answer.
 */
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/json.h"
#include "base/show.h"
#include "cli/series/questions.h"
#include "cli/series/tell.h"

/* Which findings are told -------------------------------------------------------------------- */

static GHashTable *
load_levels (const ZanteSeriesOptions *o, GError **error)
{
  g_autofree char *usual = g_build_filename (o->project, "series.yaml", NULL);
  if (o->levels == NULL && !g_file_test (usual, G_FILE_TEST_EXISTS))
    return g_hash_table_new (g_str_hash, g_str_equal);
  return zante_check_levels_load (o->levels != NULL ? o->levels : usual, error);
}

/* Without those below what is asked for; nobody is sent hints unasked. */
static void
drop_lower (GPtrArray *findings, const ZanteSeriesOptions *o)
{
  ZanteCheckLevel level
      = g_strcmp0 (o->format, "mail") == 0 ? ZANTE_CHECK_WARNING : ZANTE_CHECK_HINT;
  if (o->least != NULL)
    zante_check_level_read (o->least, &level);
  for (guint i = findings->len; i > 0; i--)
    if (((const ZanteFinding *)findings->pdata[i - 1])->level < level)
      g_ptr_array_remove_index (findings, i - 1);
}

static guint
count (GPtrArray *findings, ZanteCheckLevel level)
{
  guint n = 0;
  for (guint i = 0; i < findings->len; i++)
    n += ((const ZanteFinding *)findings->pdata[i])->level == level;
  return n;
}

/* Text --------------------------------------------------------------------------------------- */

/* Where a finding is: in the mailbox PATH, or, where there is none (COMMITS), in the changed file
 * or the message of the commit. */
static char *
place_of (const ZanteFinding *finding, const char *path, gboolean commits)
{
  const char *commit = finding->mail->commit;
  if (!commits || commit == NULL)
    return g_strdup_printf ("%s:%u", path, finding->line);
  if (finding->path == NULL)
    return g_strdup_printf ("%.12s:%u", commit, MAX (finding->message_line, 1));
  return finding->path_line > 0
             ? g_strdup_printf ("%s:%u:%.12s", finding->path, finding->path_line, commit)
             : g_strdup_printf ("%s:%.12s", finding->path, commit);
}

static void
print_text (GPtrArray *findings, const char *path, gboolean commits)
{
  for (guint i = 0; i < findings->len; i++)
    {
      const ZanteFinding *finding = findings->pdata[i];
      g_autofree char *place = place_of (finding, path, commits);
      g_autofree char *shown = zante_show_name (place);
      g_autofree char *text = zante_show_name (finding->text);
      printf ("%s: %s: [%s] %s\n", shown, zante_check_level_name (finding->level), finding->check,
              text);
    }
}

/* An answer ---------------------------------------------------------------------------------- */

static void
print_remark (const ZanteFinding *finding)
{
  g_autofree char *text = zante_show_name (finding->text);
  g_autofree char *quote = finding->quote == NULL ? NULL : zante_show_name (finding->quote);
  g_autofree char *path = finding->path == NULL ? NULL : zante_show_name (finding->path);
  if (path != NULL && finding->path_line > 0)
    printf ("\n%s:%u\n", path, finding->path_line);
  else if (path != NULL)
    printf ("\n%s\n", path);
  else
    putchar ('\n');
  if (quote != NULL)
    printf ("> %s%s\n", path != NULL ? "+" : "", quote);
  printf ("%s: %s [%s]\n", zante_check_level_name (finding->level), text, finding->check);
}

static void
print_mail (GPtrArray *findings)
{
  const ZanteMail *mail = NULL;
  for (guint i = 0; i < findings->len; i++)
    {
      const ZanteFinding *finding = findings->pdata[i];
      g_autofree char *subject = zante_show_name (finding->mail->subject);
      if (finding->mail != mail)
        printf ("%s%s\n", mail == NULL ? "" : "\n", subject);
      mail = finding->mail;
      print_remark (finding);
    }
  if (findings->len == 0)
    puts ("The checks found nothing.");
}

/* JSON --------------------------------------------------------------------------------------- */

static void
print_json (GPtrArray *findings)
{
  g_autoptr (JsonBuilder) json = json_builder_new ();
  json_builder_begin_array (json);
  for (guint i = 0; i < findings->len; i++)
    {
      const ZanteFinding *finding = findings->pdata[i];
      json_builder_begin_object (json);
      zante_json_add_text (json, "check", finding->check);
      zante_json_add_text (json, "level", zante_check_level_name (finding->level));
      zante_json_add_text (json, "text", finding->text);
      zante_json_add_text (json, "subject", finding->mail->subject);
      zante_json_add_text (json, "commit", finding->mail->commit);
      zante_json_add_text (json, "message-id", finding->mail->message_id);
      zante_json_add_int (json, "line", finding->line);
      zante_json_add_int (json, "message-line",
                          finding->message_line > 0 ? (gint64)finding->message_line : -1);
      zante_json_add_text (json, "path", finding->path);
      zante_json_add_int (json, "path-line",
                          finding->path_line > 0 ? (gint64)finding->path_line : -1);
      zante_json_add_text (json, "quote", finding->quote);
      json_builder_end_object (json);
    }
  json_builder_end_array (json);
  zante_print_json (json);
}

/* The command -------------------------------------------------------------------------------- */

gboolean
zante_series_tell_check (const ZanteSeriesOptions *o, const ZanteGit *git, ZanteMailbox *mailbox,
                         const char *path, GError **error)
{
  g_autoptr (GHashTable) levels = load_levels (o, error);
  if (levels == NULL)
    return FALSE;
  const ZanteCheckInput input = {git, o->base, levels};
  g_autoptr (GPtrArray) findings = zante_series_check (&input, mailbox->series, error);
  if (findings == NULL)
    return FALSE;
  guint errors = count (findings, ZANTE_CHECK_ERROR);
  drop_lower (findings, o);
  if (g_strcmp0 (o->format, "json") == 0)
    print_json (findings);
  else if (g_strcmp0 (o->format, "mail") == 0)
    print_mail (findings);
  else
    print_text (findings, path, mailbox->of_range);
  if (errors == 0)
    return TRUE;
  return zante_error_set (error, ZANTE_ERROR_POLICY,
                          "%u error%s in the patches (series.yaml sets the level of a check)",
                          errors, errors == 1 ? "" : "s");
}
