/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "base/error.h"
#include "base/fs.h"
#include "base/hash.h"
#include "package/repo/repo.h"

void
zante_repo_file_free (ZanteRepoFile *file)
{
  if (file == NULL)
    return;
  g_free (file->path);
  g_free (file->place);
  g_free (file->name);
  g_free (file->version);
  g_free (file->arch);
  g_free (file);
}

void
zante_repo_add (ZanteRepo *repo, ZanteRepoFile file)
{
  g_ptr_array_add (repo->files, g_memdup2 (&file, sizeof file));
}

/* The regular files of each kind in FOLDER and below. */
static gboolean
take_folder (ZanteRepo *repo, const char *folder, GError **error)
{
  g_autoptr (GPtrArray) entries = zante_fs_list (folder, error);
  for (guint i = 0; entries != NULL && i < entries->len; i++)
    {
      const ZanteFsEntry *entry = entries->pdata[i];
      g_autofree char *path = g_build_filename (folder, entry->path, NULL);
      if (!S_ISREG (entry->st.st_mode))
        continue;
      if (g_str_has_suffix (path, ".rpm") && !zante_repo_add_rpm (repo, path, error))
        return FALSE;
      if (g_str_has_suffix (path, ".deb") && !zante_repo_add_deb (repo, path, error))
        return FALSE;
      if (g_str_has_suffix (path, ".dsc") && !zante_repo_add_dsc (repo, path, error))
        return FALSE;
    }
  return entries != NULL;
}

static gint
compare_files (gconstpointer a, gconstpointer b)
{
  const ZanteRepoFile *one = *(ZanteRepoFile *const *)a, *other = *(ZanteRepoFile *const *)b;
  int places = strcmp (one->place, other->place);
  return places != 0 ? places : strcmp (one->path, other->path);
}

/* The same file from two folders, such as the tarball of two revisions, is one. */
static gboolean
unite (ZanteRepo *repo, GError **error)
{
  g_ptr_array_sort (repo->files, compare_files);
  for (guint i = 1; i < repo->files->len;)
    {
      const ZanteRepoFile *one = repo->files->pdata[i - 1], *other = repo->files->pdata[i];
      if (strcmp (one->place, other->place) != 0)
        {
          i++;
          continue;
        }
      g_autofree char *here = zante_hash_file (one->path, error);
      g_autofree char *there = here == NULL ? NULL : zante_hash_file (other->path, error);
      if (there == NULL)
        return FALSE;
      if (strcmp (here, there) != 0)
        return zante_error_set (
            error, ZANTE_ERROR_INPUT,
            "'%s' and '%s' have one name and different contents (remove one, or give it"
            " another revision)",
            one->path, other->path);
      g_ptr_array_remove_index (repo->files, i);
    }
  return TRUE;
}

gboolean
zante_repo_find (ZanteRepo *repo, GError **error)
{
  for (const char *const *folder = repo->input->folders; *folder != NULL; folder++)
    if (!take_folder (repo, *folder, error))
      return FALSE;
  if (!repo->input->all)
    zante_repo_keep_newest (repo);
  zante_repo_spread (repo);
  if (!unite (repo, error))
    return FALSE;
  if (repo->files->len > 0)
    return TRUE;
  g_autofree char *folders = g_strjoinv ("', '", (char **)repo->input->folders);
  return zante_error_set (error, ZANTE_ERROR_INPUT,
                          "no package in '%s' (run 'zante deb' or 'zante rpm' first)", folders);
}
