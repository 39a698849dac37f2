/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "package/repo/repo.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "base/fs.h"
#include "base/swap.h"

static void
repo_clear (ZanteRepo *repo)
{
  g_free (repo->folder);
  g_clear_pointer (&repo->files, g_ptr_array_unref);
  g_free (repo->fingerprint);
  g_strfreev (repo->environment);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ZanteRepo, repo_clear)

/* Nothing of somebody else's is replaced: DIRECTORY is missing, empty, or has what we write. */
static gboolean
check_directory (const char *directory, GError **error)
{
  static const char *const ours[] = {"deb", "rpm", "key.asc", NULL};
  if (!g_file_test (directory, G_FILE_TEST_EXISTS))
    return TRUE;
  g_autoptr (GDir) dir = g_dir_open (directory, 0, NULL);
  const char *name = NULL;
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (!g_strv_contains (ours, name))
      break;
  if (dir != NULL && name == NULL)
    return TRUE;
  return zante_error_set (
      error, ZANTE_ERROR_INPUT,
      "'%s' is no repository%s%s%s (name a new folder, or one that 'zante repo' made)", directory,
      name != NULL ? ": it has '" : "", name != NULL ? name : "", name != NULL ? "'" : "");
}

static gboolean
check_suite (const char *suite, GError **error)
{
  if (g_regex_match_simple ("^[a-z0-9][a-z0-9.-]*$", suite, G_REGEX_DOLLAR_ENDONLY, 0))
    return TRUE;
  return zante_error_set (error, ZANTE_ERROR_INPUT,
                          "'%s' is no name for a suite (lower-case letters, digits, '.' and '-')",
                          suite);
}

static void
set_epoch (ZanteRepo *repo)
{
  repo->epoch = MAX (repo->input->epoch, 0);
  for (guint i = 0; repo->input->epoch < 0 && i < repo->files->len; i++)
    repo->epoch = MAX (repo->epoch, ((const ZanteRepoFile *)repo->files->pdata[i])->built);
}

static gboolean
copy_files (const ZanteRepo *repo, GError **error)
{
  for (guint i = 0; i < repo->files->len; i++)
    {
      const ZanteRepoFile *file = repo->files->pdata[i];
      g_autofree char *target = g_build_filename (repo->folder, file->place, NULL);
      g_autofree char *folder = g_path_get_dirname (target);
      g_autoptr (GFile) from = g_file_new_for_path (file->path), to = g_file_new_for_path (target);
      if (!zante_fs_make_dirs (folder, error)
          || !g_file_copy (from, to, G_FILE_COPY_NOFOLLOW_SYMLINKS, repo->input->cancellable, NULL,
                           NULL, error))
        return FALSE;
    }
  return TRUE;
}

/* Everybody may read it, whatever our umask, and no time stamp tells when it was made. */
static gboolean
settle (const ZanteRepo *repo, GError **error)
{
  const struct timespec times[] = {{.tv_sec = repo->epoch}, {.tv_sec = repo->epoch}};
  g_autoptr (GPtrArray) entries = zante_fs_list (repo->folder, error);
  for (guint i = entries == NULL ? 0 : entries->len; i-- > 0;)
    {
      const ZanteFsEntry *entry = entries->pdata[i];
      g_autofree char *path = g_build_filename (repo->folder, entry->path, NULL);
      if (chmod (path, S_ISDIR (entry->st.st_mode) ? 0755 : 0644) != 0
          || utimensat (AT_FDCWD, path, times, 0) != 0)
        return zante_error_errno (error, errno, "cannot change '%s'", path);
    }
  if (entries != NULL
      && (chmod (repo->folder, 0755) != 0 || utimensat (AT_FDCWD, repo->folder, times, 0) != 0))
    return zante_error_errno (error, errno, "cannot change '%s'", repo->folder);
  return entries != NULL;
}

/* createrepo_c notes the times of the packages, so they are settled before and after. */
static gboolean
write_all (ZanteRepo *repo, GError **error)
{
  if (!zante_repo_find (repo, error))
    return FALSE;
  set_epoch (repo);
  return zante_repo_key (repo, error) && copy_files (repo, error)
         && zante_repo_rpm_sign (repo, error) && settle (repo, error)
         && zante_repo_apt (repo, error) && zante_repo_rpm (repo, error) && settle (repo, error);
}

static char **
tool_environment (void)
{
  char **environment = g_get_environ ();
  environment = g_environ_setenv (environment, "LC_ALL", "C.UTF-8", TRUE);
  return g_environ_setenv (environment, "TZ", "UTC", TRUE);
}

gboolean
zante_package_repo (const ZanteRepoInput *input, GError **error)
{
  g_auto (ZanteRepo) repo = {
      .input = input,
      .folder = g_strconcat (input->directory, ".zante-new", NULL),
      .files = g_ptr_array_new_with_free_func ((GDestroyNotify)zante_repo_file_free),
      .environment = tool_environment (),
  };
  if (!check_suite (input->suite, error) || !check_directory (input->directory, error)
      || !zante_fs_remove_tree (repo.folder, error) || !zante_fs_make_dirs (repo.folder, error))
    return FALSE;
  gboolean written = write_all (&repo, error) && zante_swap (repo.folder, input->directory, error);
  zante_fs_remove_tree (repo.folder, NULL);
  if (!written)
    g_prefix_error (error, "cannot write the repository '%s': ", input->directory);
  return written;
}
