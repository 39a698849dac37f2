/* SPDX-License-Identifier: GPL-2.0-or-later */
/* zante xsa: which security advisories a release has, and what it would take. */
#include <string.h>

#include "base/error.h"
#include "cli/command.h"
#include "cli/xsa/releases.h"
#include "cli/xsa/tell.h"
#include "series/series.h"

typedef struct {
  char *git, *meta, *patches, *format;
  char **numbers, **states;
  gboolean embargoed;
  ZanteSession *session; /* borrowed, like REPOSITORY */
  const ZanteGit *repository;
} Options;

static void
options_clear (Options *options)
{
  g_free (options->git);
  g_free (options->meta);
  g_free (options->patches);
  g_free (options->format);
  g_strfreev (options->numbers);
  g_strfreev (options->states);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static gboolean
usage (GError **error, const char *text)
{
  return zante_error_set (error, ZANTE_ERROR_USAGE, "xsa: %s", text);
}

static gboolean
as_json (const Options *o)
{
  return g_strcmp0 (o->format, "json") == 0;
}

static void
warn_of_embargo (const Options *o, guint n)
{
  if (n > 0)
    zante_log_message (o->session->log, ZANTE_LOG_WARNING,
                       "%u of the advisories are under embargo, and left out", n);
}

/* Questions ---------------------------------------------------------------------------------- */

/* What the files of --meta say. */
static GHashTable *
load_facts (const Options *o, GError **error)
{
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  return o->meta == NULL ? zante_xsa_facts_new () : zante_xsa_facts_load (o->meta, now, error);
}

static gboolean
tell_changelog (const Options *o, char **words, GError **error)
{
  const char *range = words[0];
  if (strstr (range, "..") == NULL || strstr (range, "...") != NULL)
    return usage (error, "'changelog' takes two releases, OLD..NEW");
  g_autoptr (GHashTable) facts = load_facts (o, error);
  if (facts == NULL)
    return FALSE;
  g_auto (GStrv) ends = g_strsplit (range, "..", 2);
  const char *newer = *ends[1] == '\0' ? "HEAD" : ends[1];
  g_autoptr (ZanteXsaChangelog) changelog
      = zante_xsa_changelog (o->repository, ends[0], newer, facts, error);
  if (changelog == NULL)
    return FALSE;
  warn_of_embargo (o, changelog->embargoed);
  if (as_json (o))
    zante_xsa_print_changelog_json (changelog);
  else
    zante_xsa_print_changelog (changelog);
  return TRUE;
}

/* What is asked for: the RELEASES by their names, and the advisories of --xsa. */
typedef struct {
  ZanteXsaInput input;
  GPtrArray *releases;
  GArray *numbers;
  GHashTable *facts;
} Question;

static void
question_clear (Question *question)
{
  g_clear_pointer (&question->releases, g_ptr_array_unref);
  g_clear_pointer (&question->numbers, g_array_unref);
  g_clear_pointer (&question->facts, g_hash_table_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Question, question_clear)

static gboolean
add_number (Question *question, const char *text, GError **error)
{
  guint number = zante_xsa_number_of_text (text);
  if (number == 0)
    {
      g_set_error (error, ZANTE_ERROR, ZANTE_ERROR_USAGE,
                   "xsa: '%s' is no number of an advisory (499, XSA-499)", text);
      return FALSE;
    }
  g_array_append_val (question->numbers, number);
  return TRUE;
}

static gboolean
ask (const Options *o, Question *question, char **names, GError **error)
{
  question->releases = g_ptr_array_new_with_free_func ((GDestroyNotify)zante_xsa_release_free);
  if (question->numbers == NULL)
    question->numbers = g_array_new (FALSE, FALSE, sizeof (guint));
  for (char **text = o->numbers; text != NULL && *text != NULL; text++)
    if (!add_number (question, *text, error))
      return FALSE;
  for (char **name = names; *name != NULL; name++)
    {
      ZanteXsaRelease *release = zante_xsa_find_release (o->session, o->repository, *name, error);
      if (release == NULL)
        return FALSE;
      g_ptr_array_add (question->releases, release);
    }
  question->facts = load_facts (o, error);
  question->input = (ZanteXsaInput){o->repository,     question->releases,
                                    question->facts,   o->patches != NULL ? o->patches : o->meta,
                                    question->numbers, o->embargoed};
  return question->facts != NULL;
}

/* As PRINT does it. */
static gboolean
tell_releases (const Options *o, char **words,
               void (*print) (const ZanteXsaStatus *status, const ZanteXsaView *view),
               GError **error)
{
  g_auto (Question) question = {0};
  g_autoptr (ZanteXsaStatus) status
      = ask (o, &question, words, error) ? zante_xsa_status (&question.input, error) : NULL;
  if (status == NULL)
    return FALSE;
  warn_of_embargo (o, status->embargoed);
  const ZanteXsaView view = {question.releases, o->states};
  (as_json (o) ? zante_xsa_print_status_json : print) (status, &view);
  return TRUE;
}

static gboolean
tell_status (const Options *o, char **words, GError **error)
{
  return tell_releases (o, words, zante_xsa_print_status, error);
}

static gboolean
tell_matrix (const Options *o, char **words, GError **error)
{
  return tell_releases (o, words, zante_xsa_print_matrix, error);
}

static gboolean
tell_prereqs (const Options *o, char **words, GError **error)
{
  g_auto (Question) question = {.numbers = g_array_new (FALSE, FALSE, sizeof (guint))};
  if (!add_number (&question, words[0], error) || !ask (o, &question, words + 1, error))
    return FALSE;
  g_autoptr (ZanteXsaPrereqs) prereqs = zante_xsa_prereqs (&question.input, error);
  if (prereqs == NULL)
    return FALSE;
  if (as_json (o))
    zante_xsa_print_prereqs_json (prereqs);
  else
    zante_xsa_print_prereqs (prereqs);
  return TRUE;
}

/* The command -------------------------------------------------------------------------------- */

static const struct {
  const char *name;
  guint min, max; /* operands */
  const char *takes;
  gboolean (*answer) (const Options *o, char **words, GError **error);
} questions[] = {
    {"changelog", 1, 1, "'changelog' takes two releases, OLD..NEW", tell_changelog},
    {"status", 1, 1, "'status' takes a release (of several 'matrix' is a table)", tell_status},
    {"matrix", 1, 1000, "'matrix' takes releases", tell_matrix},
    {"prereqs", 2, 2, "'prereqs' takes an advisory and a release", tell_prereqs},
};

static gboolean
check_options (const Options *o, GError **error)
{
  if (o->format != NULL && strcmp (o->format, "text") != 0 && strcmp (o->format, "json") != 0)
    return usage (error, "--format takes text or json");
  for (char **state = o->states; state != NULL && *state != NULL; state++)
    {
      gboolean known = FALSE;
      for (guint i = 0; i <= ZANTE_XSA_UNKNOWN; i++)
        known |= strcmp (*state, zante_xsa_state_name (i)) == 0;
      if (!known)
        return usage (error, "--state takes contained, applies, 'needs another version', 'not in "
                             "this tree' or unknown");
    }
  return TRUE;
}

static char **
parse (Options *o, int argc, char **argv, GError **error)
{
  const GOptionEntry entries[] = {
      {"git", 0, 0, G_OPTION_ARG_FILENAME, &o->git, "The repository (the current folder's)", "DIR"},
      {"meta", 0, 0, G_OPTION_ARG_FILENAME, &o->meta,
       "A folder of *.json files with titles, CVE ids and embargoes", "DIR"},
      {"patches", 0, 0, G_OPTION_ARG_FILENAME, &o->patches,
       "A folder of patches and .meta files (that of --meta)", "DIR"},
      {"xsa", 0, 0, G_OPTION_ARG_STRING_ARRAY, &o->numbers,
       "status, matrix: look at this advisory alone", "N"},
      {"state", 0, 0, G_OPTION_ARG_STRING_ARRAY, &o->states,
       "status, matrix: tell those that are so in some release", "STATE"},
      {"embargoed", 0, 0, G_OPTION_ARG_NONE, &o->embargoed,
       "status, matrix, prereqs: tell those under embargo too, for your eyes", NULL},
      {"format", 0, 0, G_OPTION_ARG_STRING, &o->format, "text (default) or json", "FORMAT"},
      {0},
  };
  g_auto (GStrv) words
      = zante_command_parse (&zante_command_xsa, entries, argc, argv, 1, -1, error);
  return words != NULL && check_options (o, error) ? g_steal_pointer (&words) : NULL;
}

static gboolean
run (ZanteSession *session, int argc, char **argv, int *status, GError **error)
{
  g_auto (Options) o = {.session = session};
  g_auto (GStrv) words = parse (&o, argc, argv, error);
  if (words == NULL)
    return FALSE;
  guint n = g_strv_length (words) - 1, at = 0;
  while (at < G_N_ELEMENTS (questions) && strcmp (questions[at].name, words[0]) != 0)
    at++;
  if (at == G_N_ELEMENTS (questions))
    return usage (error, "it knows 'changelog', 'status', 'matrix' and 'prereqs'");
  if (n < questions[at].min || n > questions[at].max)
    return usage (error, questions[at].takes);
  g_auto (ZanteGit) git = {.cancellable = session->raise->cancellable};
  o.repository = &git;
  const char *place = o.git != NULL ? o.git : session->raise->workspace->project;
  return zante_series_open (&git, place, error) && questions[at].answer (&o, words + 1, error);
}

const ZanteCommand zante_command_xsa
    = {"xsa", "changelog OLD..NEW | status RELEASE | matrix RELEASE... | prereqs N RELEASE",
       "Tell which advisories a release fixes, and what the others need", run};
