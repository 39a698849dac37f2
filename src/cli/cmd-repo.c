/* SPDX-License-Identifier: GPL-2.0-or-later */
/* zante repo: a repository for apt, and one for dnf, of the packages that were built. */
#include "base/error.h"
#include "base/fs.h"
#include "cli/command.h"
#include "package/package.h"

/* $SOURCE_DATE_EPOCH, which was checked at the start, or -1. */
static gint64
read_epoch (void)
{
  const char *text = g_getenv ("SOURCE_DATE_EPOCH");
  return text == NULL ? -1 : g_ascii_strtoll (text, NULL, 10);
}

/* The folders named with --from as absolute paths, or where zante deb and zante rpm write. */
static char **
source_folders (ZanteSession *session, char *const *from, GError **error)
{
  static const char *const usual[] = {"deb", "rpm", NULL};
  g_autoptr (GPtrArray) folders = g_ptr_array_new_with_free_func (g_free);
  for (const char *const *name = from != NULL ? (const char *const *)from : usual; *name != NULL;
       name++)
    {
      g_autofree char *path = g_canonicalize_filename (*name, session->raise->workspace->project);
      gboolean there = g_file_test (path, G_FILE_TEST_IS_DIR);
      if (!there && from != NULL)
        return zante_error_null (error, ZANTE_ERROR_INPUT, "no folder '%s'", path);
      if (there)
        g_ptr_array_add (folders, g_steal_pointer (&path));
    }
  if (folders->len == 0)
    return zante_error_null (error, ZANTE_ERROR_INPUT,
                             "no packages are built yet (run 'zante deb' or 'zante rpm' first)");
  g_ptr_array_add (folders, NULL);
  return (char **)g_ptr_array_free (g_steal_pointer (&folders), FALSE);
}

static gboolean
run (ZanteSession *session, int argc, char **argv, int *status, GError **error)
{
  g_autofree char *key = NULL, *suite = NULL;
  g_auto (GStrv) from = NULL;
  gboolean all = FALSE;
  const GOptionEntry entries[] = {
      {"sign", 0, 0, G_OPTION_ARG_STRING, &key, "Sign with this key of gpg's", "KEY"},
      {"from", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &from,
       "Take the packages in DIR (default: deb and rpm)", "DIR"},
      {"all", 0, 0, G_OPTION_ARG_NONE, &all, "Take older ones of a package too", NULL},
      {"suite", 0, 0, G_OPTION_ARG_STRING, &suite, "Call the apt suite NAME (default: zante)",
       "NAME"},
      {0},
  };
  g_auto (GStrv) operands
      = zante_command_parse (&zante_command_repo, entries, argc, argv, 1, 1, error);
  if (operands == NULL)
    return FALSE;
  g_autofree char *directory
      = g_canonicalize_filename (operands[0], session->raise->workspace->project);
  g_auto (ZanteFd) held = zante_raise_hold (session->raise, error);
  g_auto (GStrv) folders = held < 0 ? NULL : source_folders (session, from, error);
  const ZanteRepoInput input = {.folders = (const char *const *)folders,
                                .directory = directory,
                                .suite = suite != NULL ? suite : "zante",
                                .key = key,
                                .all = all,
                                .epoch = read_epoch (),
                                .log = session->raise->log,
                                .cancellable = session->raise->cancellable};
  if (folders == NULL || !zante_package_repo (&input, error))
    return FALSE;
  zante_log_message (session->raise->log, ZANTE_LOG_NOTICE, "repository: %s", directory);
  return TRUE;
}

const ZanteCommand zante_command_repo
    = {"repo", "DIR", "Write a repository of the packages for apt and dnf", run};
