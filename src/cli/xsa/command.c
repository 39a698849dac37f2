/* SPDX-License-Identifier: GPL-2.0-or-later */
/* zante xsa: which security advisories a release has fixed. */
#include <string.h>

#include "base/error.h"
#include "cli/command.h"
#include "cli/xsa/tell.h"
#include "series/series.h"

typedef struct {
  char *git, *meta, *format;
} Options;

static void
options_clear (Options *options)
{
  g_free (options->git);
  g_free (options->meta);
  g_free (options->format);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static gboolean
usage (GError **error, const char *text)
{
  return zante_error_set (error, ZANTE_ERROR_USAGE, "xsa: %s", text);
}

static char **
parse (Options *o, int argc, char **argv, GError **error)
{
  const GOptionEntry entries[] = {
      {"git", 0, 0, G_OPTION_ARG_FILENAME, &o->git, "The repository (the current folder's)", "DIR"},
      {"meta", 0, 0, G_OPTION_ARG_FILENAME, &o->meta,
       "A folder of *.json files with titles, CVE ids and embargoes", "DIR"},
      {"format", 0, 0, G_OPTION_ARG_STRING, &o->format, "text (default) or json", "FORMAT"},
      {0},
  };
  g_auto (GStrv) words = zante_command_parse (&zante_command_xsa, entries, argc, argv, 2, 2, error);
  if (words == NULL)
    return NULL;
  if (strcmp (words[0], "changelog") != 0)
    usage (error, "it knows 'changelog'");
  else if (strstr (words[1], "..") == NULL || strstr (words[1], "...") != NULL)
    usage (error, "'changelog' takes two releases, OLD..NEW");
  else if (o->format != NULL && strcmp (o->format, "text") != 0 && strcmp (o->format, "json") != 0)
    usage (error, "--format takes text or json");
  else
    return g_steal_pointer (&words);
  return NULL;
}

static gboolean
tell_changelog (ZanteSession *session, const Options *o, const ZanteGit *git, const char *range,
                GError **error)
{
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  g_autoptr (GHashTable) facts
      = o->meta == NULL ? zante_xsa_facts_new () : zante_xsa_facts_load (o->meta, now, error);
  if (facts == NULL)
    return FALSE;
  g_auto (GStrv) ends = g_strsplit (range, "..", 2);
  g_autoptr (ZanteXsaChangelog) changelog
      = zante_xsa_changelog (git, ends[0], *ends[1] == '\0' ? "HEAD" : ends[1], facts, error);
  if (changelog == NULL)
    return FALSE;
  if (changelog->embargoed > 0)
    zante_log_message (session->raise->log, ZANTE_LOG_WARNING,
                       "%u of the advisories are under embargo, and left out",
                       changelog->embargoed);
  if (g_strcmp0 (o->format, "json") == 0)
    zante_xsa_print_changelog_json (changelog);
  else
    zante_xsa_print_changelog (changelog);
  return TRUE;
}

static gboolean
run (ZanteSession *session, int argc, char **argv, int *status, GError **error)
{
  g_auto (Options) o = {0};
  g_auto (GStrv) words = parse (&o, argc, argv, error);
  if (words == NULL)
    return FALSE;
  g_auto (ZanteGit) git = {.cancellable = session->raise->cancellable};
  const char *place = o.git != NULL ? o.git : session->raise->workspace->project;
  return zante_series_open (&git, place, error)
         && tell_changelog (session, &o, &git, words[1], error);
}

const ZanteCommand zante_command_xsa
    = {"xsa", "changelog OLD..NEW",
       "Tell which advisories a release fixes that an older one does not", run};
