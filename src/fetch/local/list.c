/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "fetch/local/list.h"

#include <string.h>

#include "base/error.h"
#include "base/git/run.h"
#include "base/strings.h"

typedef struct {
  const char *tree;
  const char *const *skip;
  GCancellable *cancellable;
  GPtrArray *paths;
  char *why; /* why git does not know a tree that has a .git */
} Listing;

static char *
join (const char *folder, const char *name)
{
  return *folder == '\0' ? g_strdup (name) : g_strconcat (folder, "/", name, NULL);
}

static gboolean
is_skipped (const Listing *listing, const char *path)
{
  g_autofree char *full = g_build_filename (listing->tree, path, NULL);
  for (const char *const *skip = listing->skip; skip != NULL && *skip != NULL; skip++)
    {
      gsize length = strlen (*skip);
      if (strncmp (full, *skip, length) == 0 && (full[length] == '/' || full[length] == '\0'))
        return TRUE;
    }
  return FALSE;
}

static gboolean
is_folder (const Listing *listing, const char *path)
{
  g_autofree char *full = g_build_filename (listing->tree, path, NULL);
  return g_file_test (full, G_FILE_TEST_IS_DIR) && !g_file_test (full, G_FILE_TEST_IS_SYMLINK);
}

/* The walk ----------------------------------------------------------------------------------- */

static gboolean walk (Listing *listing, const char *folder, GError **error);

static gboolean
add_walked (Listing *listing, char *path, GError **error)
{
  g_ptr_array_add (listing->paths, path);
  return !is_folder (listing, path) || walk (listing, path, error);
}

static gboolean
walk (Listing *listing, const char *folder, GError **error)
{
  g_autofree char *full = g_build_filename (listing->tree, folder, NULL);
  g_autoptr (GDir) dir = g_dir_open (full, 0, error);
  const char *name;
  if (dir == NULL || g_cancellable_set_error_if_cancelled (listing->cancellable, error))
    return FALSE;
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = join (folder, name);
      if (strcmp (name, ".git") != 0 && !is_skipped (listing, path)
          && !add_walked (listing, g_steal_pointer (&path), error))
        return FALSE;
    }
  return TRUE;
}

/* Git's list --------------------------------------------------------------------------------- */

static char *
ask_git (const Listing *listing, const char *folder, gsize *size, GError **error)
{
  g_autofree char *full = g_build_filename (listing->tree, folder, NULL);
  const ZanteGit git = {.cancellable = listing->cancellable};
  const char *const arguments[] = {ZANTE_LOCAL_GIT (full), "ls-files", "-z", "--cached", "--others",
                                   "--exclude-standard",   NULL};
  return zante_git_output (&git, arguments, size, error);
}

static gboolean
has_git (const Listing *listing, const char *folder)
{
  g_autofree char *path = g_build_filename (listing->tree, folder, ".git", NULL);
  return g_file_test (path, G_FILE_TEST_EXISTS);
}

/* A folder without a .git of its own can be a part of a larger repository, or lie in one by
 * chance, which then ignores it or tracks nothing of it. */
static gboolean
is_tracked (const Listing *listing, const char *folder)
{
  g_autofree char *full = g_build_filename (listing->tree, folder, NULL);
  const ZanteGit git = {.cancellable = listing->cancellable};
  const char *const arguments[] = {ZANTE_LOCAL_GIT (full), "ls-files", "--cached", NULL};
  g_autofree char *output = zante_git_output (&git, arguments, NULL, NULL);
  return output != NULL && *output != '\0';
}

static gboolean list (Listing *listing, const char *folder, gboolean *git, GError **error);

/* A submodule is listed as its folder, a repository that is not tracked with '/' behind it. */
static gboolean
add_listed (Listing *listing, const char *folder, const char *item, GError **error)
{
  g_autofree char *path = join (folder, item);
  gboolean inner;
  gsize length = strlen (path);
  if (length > 0 && path[length - 1] == '/')
    path[length - 1] = '\0';
  if (is_skipped (listing, path))
    return TRUE;
  if (is_folder (listing, path))
    return list (listing, path, &inner, error);
  g_ptr_array_add (listing->paths, g_steal_pointer (&path));
  return TRUE;
}

static gboolean
add_all_listed (Listing *listing, const char *folder, const char *output, gsize size,
                GError **error)
{
  for (const char *item = output; item < output + size; item += strlen (item) + 1)
    if (!add_listed (listing, folder, item, error))
      return FALSE;
  return TRUE;
}

static gboolean
list (Listing *listing, const char *folder, gboolean *git, GError **error)
{
  gsize size = 0;
  g_autoptr (GError) why = NULL;
  gboolean own = has_git (listing, folder);
  g_autofree char *output
      = own || is_tracked (listing, folder) ? ask_git (listing, folder, &size, &why) : NULL;
  *git = output != NULL;
  if (output != NULL)
    return add_all_listed (listing, folder, output, size, error);
  if (why != NULL && listing->why == NULL)
    listing->why = g_strdup (why->message);
  return walk (listing, folder, error);
}

GPtrArray *
zante_local_list (const char *tree, const char *const *skip, GCancellable *cancellable,
                  gboolean *git, char **why, GError **error)
{
  g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);
  Listing listing
      = {.tree = tree, .skip = skip, .cancellable = cancellable, .paths = paths, .why = NULL};
  gboolean listed = list (&listing, "", git, error);
  *why = listing.why;
  if (!listed)
    {
      g_clear_pointer (why, g_free);
      return NULL;
    }
  zante_strings_sort_once (paths); /* a file in conflict is listed for each side */
  return g_steal_pointer (&paths);
}
