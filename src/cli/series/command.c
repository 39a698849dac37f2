/* SPDX-License-Identifier: GPL-2.0-or-later */
/* zante series: what can be said of mailed patches before they are built. */
#include <string.h>

#include "base/error.h"
#include "cli/command.h"
#include "cli/series/tell.h"

/* Commits of each branch: two and a half years of Xen. */
enum { DEFAULT_WINDOW = 4000, MAX_WINDOW = 1000 * 1000 };

typedef struct {
  char *git, *mails, *format;
  char **refs;
  int window;
} Options;

static void
options_clear (Options *options)
{
  g_free (options->git);
  g_free (options->mails);
  g_free (options->format);
  g_strfreev (options->refs);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static gboolean
usage (GError **error, const char *text)
{
  g_set_error (error, ZANTE_ERROR, ZANTE_ERROR_USAGE, "series: %s", text);
  return FALSE;
}

static char **
parse (Options *o, int argc, char **argv, GError **error)
{
  const GOptionEntry entries[] = {
      {"git", 0, 0, G_OPTION_ARG_FILENAME, &o->git, "The repository (the current folder's)", "DIR"},
      {"ref", 0, 0, G_OPTION_ARG_STRING_ARRAY, &o->refs, "A branch to look at (all of them)",
       "REF"},
      {"mails", 0, 0, G_OPTION_ARG_FILENAME, &o->mails,
       "Mailboxes of other series that this one may build on", "DIR"},
      {"window", 0, 0, G_OPTION_ARG_INT, &o->window, "Commits of each branch to look at (4000)",
       "N"},
      {"format", 0, 0, G_OPTION_ARG_STRING, &o->format, "text (default) or json", "FORMAT"},
      {0},
  };
  o->window = DEFAULT_WINDOW;
  g_auto (GStrv) words
      = zante_command_parse (&zante_command_series, entries, argc, argv, 2, 2, error);
  if (words == NULL)
    return NULL;
  if (strcmp (words[0], "base") != 0)
    usage (error, "it knows 'base'");
  else if (o->window < 1 || o->window > MAX_WINDOW)
    usage (error, "--window takes a number of commits, from 1 to 1000000");
  else if (o->format != NULL && strcmp (o->format, "text") != 0 && strcmp (o->format, "json") != 0)
    usage (error, "--format takes text or json");
  else
    return g_steal_pointer (&words);
  return NULL;
}

/* The command -------------------------------------------------------------------------------- */

/* Every series of MAILBOX; UNKNOWN counts those without a base. */
static gboolean
tell_bases (const ZanteBaseInput *input, const ZanteMailbox *mailbox, JsonBuilder *json,
            guint *unknown, GError **error)
{
  for (guint i = 0; i < mailbox->series->len; i++)
    {
      const ZanteSeries *series = mailbox->series->pdata[i];
      g_autoptr (ZanteBase) base = zante_series_base (input, series, error);
      if (base == NULL)
        return FALSE;
      *unknown += base->matches->len == 0;
      if (json != NULL)
        zante_json_add_bases (json, series, base);
      else
        zante_print_bases (series, base);
    }
  return TRUE;
}

static gboolean
find_bases (const Options *o, const ZanteGit *git, const char *path, GError **error)
{
  g_autoptr (GPtrArray) others = o->mails == NULL ? NULL : zante_mailboxes_load (o->mails, error);
  g_autoptr (ZanteMailbox) mailbox
      = others == NULL && o->mails != NULL ? NULL : zante_mailbox_load (git, path, error);
  g_auto (GStrv) refs = mailbox == NULL   ? NULL
                        : o->refs != NULL ? g_strdupv (o->refs)
                                          : zante_series_refs (git, error);
  if (refs == NULL)
    return FALSE;
  const ZanteBaseInput input = {git, (const char *const *)refs, (guint)o->window, others};
  g_autoptr (JsonBuilder) json = g_strcmp0 (o->format, "json") == 0 ? json_builder_new () : NULL;
  guint unknown = 0;
  if (json != NULL)
    json_builder_begin_array (json);
  if (!tell_bases (&input, mailbox, json, &unknown, error))
    return FALSE;
  if (json != NULL)
    {
      json_builder_end_array (json);
      zante_print_json (json);
    }
  if (unknown == 0)
    return TRUE;
  g_set_error (
      error, ZANTE_ERROR, ZANTE_ERROR_SOURCE,
      "%u of %u series apply to none of the commits looked at (--ref, --window and --mails "
      "look further)",
      unknown, mailbox->series->len);
  return FALSE;
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
  return zante_series_open (&git, place, error) && find_bases (&o, &git, words[1], error);
}

const ZanteCommand zante_command_series
    = {"series", "base MBOX|RANGE|-", "Find the commits that mailed patches apply to", run};
