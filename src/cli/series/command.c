/* SPDX-License-Identifier: GPL-2.0-or-later */
/* zante series: what can be said of mailed patches before they are built. */
#include <string.h>

#include "base/error.h"
#include "cli/command.h"
#include "cli/series/questions.h"

/* Commits of each branch: two and a half years of Xen. */
enum { DEFAULT_WINDOW = 4000, MAX_WINDOW = 1000 * 1000 };

static void
options_clear (ZanteSeriesOptions *options)
{
  g_free (options->git);
  g_free (options->mails);
  g_free (options->format);
  g_free (options->base);
  g_free (options->levels);
  g_free (options->least);
  g_strfreev (options->refs);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ZanteSeriesOptions, options_clear)

static const struct {
  const char *name;
  const char *const formats[4];
  gboolean needs_git; /* else a repository is of use, and none is no error */
  gboolean (*answer) (const ZanteSeriesOptions *o, const ZanteGit *git, ZanteMailbox *mailbox,
                      const char *path, GError **error);
} questions[] = {
    {"base", {"text", "json"}, TRUE, zante_series_tell_base},
    {"check", {"text", "json", "mail"}, FALSE, zante_series_tell_check},
};

static gboolean
usage (GError **error, const char *text)
{
  return zante_error_set (error, ZANTE_ERROR_USAGE, "series: %s", text);
}

static gboolean
check_options (const ZanteSeriesOptions *o, guint question, GError **error)
{
  const char *const *formats = questions[question].formats;
  ZanteCheckLevel level;
  if (o->window < 1 || o->window > MAX_WINDOW)
    return usage (error, "--window takes a number of commits, from 1 to 1000000");
  if (o->format != NULL && !g_strv_contains (formats, o->format))
    return usage (error, formats[2] == NULL ? "--format takes text or json"
                                            : "--format takes text, json or mail");
  if (o->least != NULL && (!zante_check_level_read (o->least, &level) || level == ZANTE_CHECK_OFF))
    return usage (error, "--level takes error, warning or hint");
  return TRUE;
}

static gboolean
find_question (const char *name, guint *question, GError **error)
{
  for (*question = 0; *question < G_N_ELEMENTS (questions); ++*question)
    if (strcmp (questions[*question].name, name) == 0)
      return TRUE;
  return usage (error, "it knows 'base' and 'check'");
}

static char **
parse (ZanteSeriesOptions *o, guint *question, int argc, char **argv, GError **error)
{
  const GOptionEntry entries[] = {
      {"git", 0, 0, G_OPTION_ARG_FILENAME, &o->git, "The repository (the current folder's)", "DIR"},
      {"ref", 0, 0, G_OPTION_ARG_STRING_ARRAY, &o->refs, "base: a branch to look at (all of them)",
       "REF"},
      {"mails", 0, 0, G_OPTION_ARG_FILENAME, &o->mails,
       "base: mailboxes of other series that this one may build on", "DIR"},
      {"window", 0, 0, G_OPTION_ARG_INT, &o->window,
       "base: commits of each branch to look at (4000)", "N"},
      {"base", 0, 0, G_OPTION_ARG_STRING, &o->base, "check: the commit that the series is for",
       "COMMIT"},
      {"levels", 0, 0, G_OPTION_ARG_FILENAME, &o->levels,
       "check: the levels of checks (series.yaml of the project)", "FILE"},
      {"level", 0, 0, G_OPTION_ARG_STRING, &o->least,
       "check: tell error, warning or hint and what is above it", "LEVEL"},
      {"format", 0, 0, G_OPTION_ARG_STRING, &o->format,
       "text (default) or json; check: mail, to be sent", "FORMAT"},
      {0},
  };
  o->window = DEFAULT_WINDOW;
  g_auto (GStrv) words
      = zante_command_parse (&zante_command_series, entries, argc, argv, 2, 2, error);
  if (words == NULL || !find_question (words[0], question, error)
      || !check_options (o, *question, error))
    return NULL;
  return g_steal_pointer (&words);
}

static gboolean
run (ZanteSession *session, int argc, char **argv, int *status, GError **error)
{
  g_auto (ZanteSeriesOptions) o = {.project = session->raise->workspace->project};
  guint question;
  g_auto (GStrv) words = parse (&o, &question, argc, argv, error);
  if (words == NULL)
    return FALSE;
  g_auto (ZanteGit) git = {.cancellable = session->raise->cancellable};
  gboolean needed = questions[question].needs_git || o.git != NULL || o.base != NULL;
  const ZanteGit *repository
      = zante_series_open (&git, o.git != NULL ? o.git : o.project, needed ? error : NULL) ? &git
                                                                                           : NULL;
  if (needed && repository == NULL)
    return FALSE;
  g_autoptr (GPtrArray) others = o.mails == NULL ? NULL : zante_mailboxes_load (o.mails, error);
  g_autoptr (ZanteMailbox) mailbox
      = others == NULL && o.mails != NULL ? NULL : zante_mailbox_load (repository, words[1], error);
  o.others = others;
  return mailbox != NULL && questions[question].answer (&o, repository, mailbox, words[1], error);
}

const ZanteCommand zante_command_series
    = {"series", "base|check MBOX|RANGE|-",
       "Find where mailed patches belong, and what is wrong in them", run};
