/* SPDX-License-Identifier: GPL-2.0-or-later */
/* zante abi: what a release changes for programs that use Xen's libraries. */
#include <string.h>

#include "base/error.h"
#include "cli/abi/tell.h"
#include "cli/command.h"
#include "series/series.h"

typedef struct {
  char *git, *format;
  char **packages;
} Options;

static void
options_clear (Options *options)
{
  g_free (options->git);
  g_free (options->format);
  g_strfreev (options->packages);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static char **
parse (Options *o, int argc, char **argv, GError **error)
{
  const GOptionEntry entries[] = {
      {"git", 0, 0, G_OPTION_ARG_FILENAME, &o->git, "The repository (the current folder's)", "DIR"},
      {"packages", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &o->packages,
       "An archive's Packages index: tell what is to be built again", "FILE"},
      {"format", 0, 0, G_OPTION_ARG_STRING, &o->format, "text (default) or json", "FORMAT"},
      {0},
  };
  g_auto (GStrv) words = zante_command_parse (&zante_command_abi, entries, argc, argv, 2, 2, error);
  if (words == NULL || o->format == NULL || strcmp (o->format, "text") == 0
      || strcmp (o->format, "json") == 0)
    return g_steal_pointer (&words);
  g_set_error (error, ZANTE_ERROR, ZANTE_ERROR_USAGE, "abi: --format takes text or json");
  return NULL;
}

/* Releases ----------------------------------------------------------------------------------- */

/* The commit that the lock of the stack NAME has of Xen. NULL without ERROR: there is no stack of
 * that name. */
static char *
commit_of_stack (ZanteSession *session, const char *name, GError **error)
{
  g_autoptr (ZanteRaise) raise = zante_raise_new (session->raise->workspace->project, session->log,
                                                  session->raise->cancellable);
  raise->stack = g_strdup (name);
  const ZanteRecipe *recipe = zante_raise_recipe (raise, NULL);
  const ZanteLockEntry *entry
      = recipe == NULL ? NULL : g_hash_table_lookup (recipe->lock->sources, "xen");
  if (recipe != NULL && (entry == NULL || entry->commit == NULL))
    g_set_error (error, ZANTE_ERROR, ZANTE_ERROR_INPUT,
                 "the stack '%s' pins no commit of Xen: build it, and name its dist/", name);
  return entry == NULL ? NULL : g_strdup (entry->commit);
}

/* The id of the commit, or of that of the stack, WORD. */
static char *
find_commit (ZanteSession *session, const ZanteGit *git, const char *word, GError **error)
{
  g_autoptr (GError) local = NULL;
  char *id = zante_git_commit (git, word, NULL);
  g_autofree char *pinned = id != NULL ? NULL : commit_of_stack (session, word, &local);
  if (id == NULL && pinned != NULL)
    id = zante_git_commit (git, pinned, NULL);
  if (id != NULL)
    return id;
  if (local != NULL)
    g_propagate_error (error, g_steal_pointer (&local));
  else if (pinned != NULL)
    g_set_error (error, ZANTE_ERROR, ZANTE_ERROR_INPUT,
                 "the stack '%s' pins the commit %.12s, which the repository does not have (git "
                 "fetch)",
                 word, pinned);
  else
    g_set_error (error, ZANTE_ERROR, ZANTE_ERROR_INPUT,
                 "'%s' is no folder, no commit of the repository (--git) and no stack", word);
  return NULL;
}

/* The libraries of what WORD names; GIT is opened when it is needed. */
static GPtrArray *
read_side (ZanteSession *session, const Options *o, ZanteGit *git, const char *word, GError **error)
{
  if (g_file_test (word, G_FILE_TEST_IS_DIR))
    return zante_abi_of_tree (word, git->cancellable, error);
  const char *place = o->git != NULL ? o->git : session->raise->workspace->project;
  if (git->dir == NULL && !zante_series_open (git, place, error))
    {
      g_prefix_error (error, "'%s' is no folder: ", word);
      return NULL;
    }
  g_autofree char *commit = find_commit (session, git, word, error);
  return commit == NULL ? NULL : zante_abi_of_commit (git, commit, error);
}

/* The answer --------------------------------------------------------------------------------- */

static ZanteAbiRebuilds *
find_rebuilds (char *const *files, GPtrArray *changes, GError **error)
{
  g_autoptr (GPtrArray) indexes
      = g_ptr_array_new_with_free_func ((GDestroyNotify)g_byte_array_unref);
  for (; *files != NULL; files++)
    {
      GByteArray *index = zante_abi_index_read (*files, error);
      if (index == NULL)
        return NULL;
      g_ptr_array_add (indexes, index);
    }
  return zante_abi_rebuilds (indexes, changes);
}

/* ZANTE_ERROR_POLICY naming what is broken. */
static gboolean
judge (const ZanteAbiReport *report, GError **error)
{
  g_autoptr (GString) names = g_string_new (NULL);
  for (guint i = 0; i < report->changes->len; i++)
    {
      const ZanteAbiChange *change = report->changes->pdata[i];
      if (change->broken)
        g_string_append_printf (names, "%s%s", names->len > 0 ? ", " : "",
                                zante_abi_change_name (change));
    }
  if (report->broken == 0)
    return TRUE;
  g_set_error (error, ZANTE_ERROR, ZANTE_ERROR_POLICY,
               "%s lost or changed symbols that programs use, without a new SONAME", names->str);
  return FALSE;
}

static gboolean
tell (const Options *o, char *const *words, GPtrArray *changes, GError **error)
{
  g_autoptr (ZanteAbiRebuilds) rebuilds = NULL;
  if (o->packages != NULL)
    {
      rebuilds = find_rebuilds (o->packages, changes, error);
      if (rebuilds == NULL)
        return FALSE;
    }
  ZanteAbiReport report = {words[0], words[1], changes, rebuilds, 0};
  for (guint i = 0; i < changes->len; i++)
    report.broken += ((const ZanteAbiChange *)changes->pdata[i])->broken;
  if (g_strcmp0 (o->format, "json") == 0)
    zante_abi_print_json (&report);
  else
    zante_abi_print (&report);
  return judge (&report, error);
}

static gboolean
run (ZanteSession *session, int argc, char **argv, int *status, GError **error)
{
  g_auto (Options) o = {0};
  g_auto (GStrv) words = parse (&o, argc, argv, error);
  if (words == NULL)
    return FALSE;
  g_auto (ZanteGit) git = {.cancellable = session->raise->cancellable};
  g_autoptr (GPtrArray) old = read_side (session, &o, &git, words[0], error);
  g_autoptr (GPtrArray) new = old == NULL ? NULL : read_side (session, &o, &git, words[1], error);
  g_autoptr (GPtrArray) changes = new == NULL ? NULL : zante_abi_compare (old, new);
  return changes != NULL && tell (&o, words, changes, error);
}

const ZanteCommand zante_command_abi = {
    "abi", "OLD NEW", "Tell what a release changes in Xen's libraries, and what to rebuild", run};
