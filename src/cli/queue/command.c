/* SPDX-License-Identifier: GPL-2.0-or-later */
/* zante queue: patches over a pinned source. */
#include <string.h>

#include "base/error.h"
#include "base/fs.h"
#include "base/lock.h"
#include "cli/command.h"
#include "cli/queue/verbs.h"
#include "series/series.h"

static void
options_clear (ZanteQueueOptions *options)
{
  g_free (options->git);
  g_free (options->folder);
  g_free (options->base);
  g_free (options->onto);
  g_free (options->meta);
  g_free (options->format);
  g_strfreev (options->drop);
  g_strfreev (options->keep);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ZanteQueueOptions, options_clear)

static gboolean
usage (GError **error, const char *text)
{
  g_set_error (error, ZANTE_ERROR, ZANTE_ERROR_USAGE, "queue: %s", text);
  return FALSE;
}

static const struct {
  const char *name;
  guint min, max; /* operands */
  gboolean needs_git;
  const char *takes;
  gboolean (*act) (ZanteQueueOptions *o, ZanteQueue *queue, char **words, GError **error);
} verbs[] = {
    {"import", 1, 1000, TRUE, "'import' takes mailboxes, patches or ranges of commits",
     zante_queue_import_all},
    {"series", 0, 0, FALSE, "'series' takes nothing more", zante_queue_tell_series},
    {"push", 0, 0, TRUE, "'push' takes nothing more (--all)", zante_queue_push},
    {"pop", 0, 0, FALSE, "'pop' takes nothing more (--all)", zante_queue_pop},
    {"refresh", 0, 1, TRUE, "'refresh' takes a commit, or nothing", zante_queue_refresh},
    {"rebase", 0, 0, TRUE, "'rebase' takes --onto RELEASE", zante_queue_rebase},
    {"export", 1, 1, FALSE, "'export' takes a folder", zante_queue_export},
};

static char **
parse (ZanteQueueOptions *o, int argc, char **argv, GError **error)
{
  const GOptionEntry entries[] = {
      {"git", 0, 0, G_OPTION_ARG_FILENAME, &o->git, "The repository (the current folder's)", "DIR"},
      {"queue", 0, 0, G_OPTION_ARG_FILENAME, &o->folder, "The queue (queue, in the project)",
       "DIR"},
      {"base", 0, 0, G_OPTION_ARG_STRING, &o->base,
       "import: what a new queue is made on (the stack)", "RELEASE"},
      {"all", 'a', 0, G_OPTION_ARG_NONE, &o->all, "push, pop: all patches", NULL},
      {"onto", 0, 0, G_OPTION_ARG_STRING, &o->onto, "rebase: the new base", "RELEASE"},
      {"yes", 0, 0, G_OPTION_ARG_NONE, &o->yes, "rebase: carry it out", NULL},
      {"drop", 0, 0, G_OPTION_ARG_STRING_ARRAY, &o->drop, "rebase: drop this patch", "PATCH"},
      {"keep", 0, 0, G_OPTION_ARG_STRING_ARRAY, &o->keep, "rebase: keep this patch", "PATCH"},
      {"meta", 0, 0, G_OPTION_ARG_FILENAME, &o->meta,
       "export: a folder of *.json files that say what is under embargo", "DIR"},
      {"format", 0, 0, G_OPTION_ARG_STRING, &o->format, "series, rebase: text (default) or json",
       "FORMAT"},
      {0},
  };
  g_auto (GStrv) words
      = zante_command_parse (&zante_command_queue, entries, argc, argv, 1, -1, error);
  if (words == NULL)
    return NULL;
  if (o->format != NULL && strcmp (o->format, "text") != 0 && strcmp (o->format, "json") != 0)
    usage (error, "--format takes text or json");
  else
    return g_steal_pointer (&words);
  return NULL;
}

static gboolean
act (ZanteQueueOptions *o, guint verb, char **words, GError **error)
{
  g_autofree char *folder
      = o->folder != NULL ? g_canonicalize_filename (o->folder, NULL)
                          : g_build_filename (o->session->raise->workspace->project, "queue", NULL);
  g_autofree char *path = g_strconcat (folder, ".lock", NULL);
  /* Held until the end: two runs at once are one after the other. */
  g_auto (ZanteFd) lock
      = zante_lock_hold (path, o->session->log, o->session->raise->cancellable, error);
  g_autoptr (ZanteQueue) queue = lock < 0 ? NULL : zante_queue_load (folder, error);
  return queue != NULL && verbs[verb].act (o, queue, words, error);
}

static gboolean
run (ZanteSession *session, int argc, char **argv, int *status, GError **error)
{
  g_auto (ZanteQueueOptions) o = {.session = session, .status = status};
  g_auto (GStrv) words = parse (&o, argc, argv, error);
  if (words == NULL)
    return FALSE;
  guint n = g_strv_length (words) - 1, at = 0;
  while (at < G_N_ELEMENTS (verbs) && strcmp (verbs[at].name, words[0]) != 0)
    at++;
  if (at == G_N_ELEMENTS (verbs))
    return usage (error, "it knows 'import', 'series', 'push', 'pop', 'refresh', 'rebase' and "
                         "'export'");
  if (n < verbs[at].min || n > verbs[at].max || (verbs[at].act == zante_queue_rebase && !o.onto))
    return usage (error, verbs[at].takes);
  g_auto (ZanteGit) git = {.cancellable = session->raise->cancellable};
  o.repository = &git;
  const char *place = o.git != NULL ? o.git : session->raise->workspace->project;
  if (verbs[at].needs_git && !zante_series_open (&git, place, error))
    return FALSE;
  return act (&o, at, words + 1, error);
}

const ZanteCommand zante_command_queue
    = {"queue", "import FILE... | series | push | pop | refresh [COMMIT] | rebase | export DIR",
       "Keep patches over a pinned source, in order and without fuzz", run};
