/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "fetch/git/home.h"

#include <string.h>

#include "base/error.h"
#include "base/fs.h"
#include "base/proc.h"

static const char configuration[] = "[core]\n\trepositoryformatversion = 0\n\tbare = true\n";

/* More configuration, hooks, attributes and grafts, other places for refs and objects. */
static const char *const foreign[] = {
    "config.worktree", "commondir", "gitdir",     "worktrees",
    "modules",         "hooks",     "info",       "objects/info/alternates",
    "branches",        "remotes",   "gitk.cache", "objects/info/http-alternates",
};

static gboolean
write_configuration (const ZanteGit *git, GError **error)
{
  g_autofree char *path = g_build_filename (git->dir, "config", NULL);
  g_autofree char *old = NULL;
  if (g_file_get_contents (path, &old, NULL, NULL) && strcmp (old, configuration) == 0)
    return TRUE;
  return zante_fs_write (path, configuration, -1, error);
}

static gboolean
has_links (const ZanteGit *git)
{
  g_autoptr (GPtrArray) entries = zante_fs_list (git->dir, NULL);
  for (guint i = 0; entries != NULL && i < entries->len; i++)
    if (((const ZanteFsEntry *)entries->pdata[i])->target != NULL)
      return TRUE;
  return entries == NULL; /* it is a link itself, for one */
}

gboolean
zante_git_home_own (const ZanteGit *git, GError **error)
{
  struct stat st;
  if (lstat (git->dir, &st) != 0)
    return TRUE;
  if (has_links (git)) /* git makes none here */
    return zante_fs_remove_tree (git->dir, error);
  for (gsize i = 0; i < G_N_ELEMENTS (foreign); i++)
    {
      g_autofree char *path = g_build_filename (git->dir, foreign[i], NULL);
      if (lstat (path, &st) == 0 && !zante_fs_remove_tree (path, error))
        return FALSE;
    }
  return write_configuration (git, error);
}

/* What the user's own configuration says; NULL when it says nothing. */
static char *
users_setting (const ZanteGit *git, const char *const *argv)
{
  g_autofree char *value
      = zante_proc_output (argv, NULL, "/", NULL, ZANTE_ERROR_SOURCE, git->cancellable, NULL);
  if (value == NULL || *g_strstrip (value) == '\0')
    return NULL;
  return g_steal_pointer (&value);
}

/* Without their proxy there may be no network. */
static char *
users_proxy (const ZanteGit *git, const char *url)
{
  const char *const argv[] = {"git", "config", "--get-urlmatch", "http.proxy", url, NULL};
  return g_str_has_prefix (url, "http") ? users_setting (git, argv) : NULL;
}

/* A repository of somebody else runs their programs: git asks whether that is wanted, and takes the
 * answer from a file only (safe.directory in git-config(1)). */
static gboolean
write_trusted (ZanteGit *git, const char *url, GError **error)
{
  const char *const argv[] = {"git", "config", "--global", "--get-all", "safe.directory", NULL};
  g_autofree char *value = zante_git_url_is_local (url) ? users_setting (git, argv) : NULL;
  if (value == NULL)
    return TRUE;
  g_autoptr (GString) text = g_string_new ("[safe]\n");
  g_auto (GStrv) folders = g_strsplit (value, "\n", -1);
  for (char **folder = folders; *folder != NULL; folder++)
    {
      g_auto (GStrv) slashes = g_strsplit (*folder, "\\", -1);
      g_autofree char *doubled = g_strjoinv ("\\\\", slashes);
      g_auto (GStrv) quotes = g_strsplit (doubled, "\"", -1);
      g_autofree char *quoted = g_strjoinv ("\\\"", quotes);
      g_string_append_printf (text, "\tdirectory = \"%s\"\n", quoted);
    }
  g_autofree char *path = g_build_filename (git->dir, "zante-settings", NULL);
  if (!zante_fs_write (path, text->str, -1, error))
    return FALSE;
  g_free (git->settings);
  git->settings = g_steal_pointer (&path);
  return TRUE;
}

static gboolean
init (const ZanteGit *git, GError **error)
{
  const char *const arguments[] = {"init", "--quiet", "--bare", "--template=", NULL};
  g_autofree char *output = zante_fs_make_dirs (git->dir, error)
                                ? zante_git_output (git, arguments, NULL, error)
                                : NULL;
  return output != NULL && zante_git_home_own (git, error);
}

gboolean
zante_git_home_make (ZanteGit *git, const char *url, GError **error)
{
  g_autofree char *head = g_build_filename (git->dir, "HEAD", NULL);
  git->proxy = users_proxy (git, url);
  if (!zante_git_home_own (git, error)
      || (!g_file_test (head, G_FILE_TEST_EXISTS) && !init (git, error)))
    return FALSE;
  return write_trusted (git, url, error);
}

gboolean
zante_git_home_recover (const ZanteGit *git, GError **error)
{
  g_autoptr (GPtrArray) entries = zante_fs_list (git->dir, error);
  for (guint i = 0; entries != NULL && i < entries->len; i++)
    {
      const ZanteFsEntry *entry = entries->pdata[i];
      g_autofree char *name = g_path_get_basename (entry->path);
      gboolean left
          = g_str_has_suffix (name, ".lock") || g_str_has_prefix (entry->path, "tree-")
            || (g_str_has_prefix (entry->path, "objects/") && g_str_has_prefix (name, "tmp_"));
      g_autofree char *path = g_build_filename (git->dir, entry->path, NULL);
      if (left && !zante_fs_remove_tree (path, error))
        return FALSE;
    }
  return entries != NULL;
}

gboolean
zante_git_home_is_sound (const ZanteGit *git)
{
  const char *const arguments[] = {"fsck", "--full", "--no-dangling", "--no-progress", NULL};
  return zante_git_succeeds (git, arguments);
}

gboolean
zante_git_home_reset (const ZanteGit *git, GError **error)
{
  g_autofree char *settings = NULL;
  if (git->settings != NULL && !g_file_get_contents (git->settings, &settings, NULL, error))
    return FALSE;
  return zante_fs_remove_tree (git->dir, error) && init (git, error)
         && (settings == NULL || zante_fs_write (git->settings, settings, -1, error));
}
