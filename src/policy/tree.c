/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "policy/tree.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>

#include "base/error.h"
#include "base/walk.h"
#include "policy/scan.h"

struct _ZantePolicyTree {
  GPtrArray *files;  /* of ZantePolicyFile*, owned */
  GHashTable *index; /* key → ZantePolicyFile* */
  GHashTable *links; /* path of the system → char*: the target of a link, "" for anything else;
                        absent paths are not kept */
  char **roots;
  GPtrArray *words;
};

/* The system --------------------------------------------------------------------------------- */

/* The host's path of PATH in the first root that has it, or NULL. */
static char *
host_path (const ZantePolicyTree *tree, const char *path, struct stat *st)
{
  for (char **root = tree->roots; *root != NULL; root++)
    {
      g_autofree char *full = g_build_filename (*root, path, NULL);
      if (lstat (full, st) == 0)
        return g_steal_pointer (&full);
    }
  return NULL;
}

/* The target of the link PATH of the system, "" when it is no link, NULL when it is not there. */
static const char *
system_link (ZantePolicyTree *tree, const char *path)
{
  const char *known = g_hash_table_lookup (tree->links, path);
  if (known != NULL)
    return known;
  struct stat st;
  g_autofree char *host = host_path (tree, path, &st);
  if (host == NULL)
    return NULL;
  char *target = S_ISLNK (st.st_mode) ? g_file_read_link (host, NULL) : NULL;
  if (target == NULL)
    target = g_strdup ("");
  g_hash_table_insert (tree->links, g_strdup (path), target);
  return target;
}

/* Look-ups ----------------------------------------------------------------------------------- */

void
zante_found_clear (ZanteFound *found)
{
  g_clear_pointer (&found->path, g_free);
  g_clear_pointer (&found->host_path, g_free);
}

gboolean
zante_found_exists (const ZanteFound *found)
{
  return found->place == ZANTE_PLACE_TREE || found->place == ZANTE_PLACE_SYSTEM;
}

/* The tree is laid over the system. */
static const char *
link_at (const char *path, gpointer user_data)
{
  ZantePolicyTree *tree = user_data;
  const ZantePolicyFile *file = g_hash_table_lookup (tree->index, path);
  if (file == NULL)
    return system_link (tree, path);
  return file->entry->target != NULL ? file->entry->target : "";
}

ZanteFound
zante_policy_tree_find (ZantePolicyTree *tree, const char *from, const char *path)
{
  struct stat st;
  ZanteWalk walk = {.link = link_at, .user_data = tree};
  ZanteFound found = {.path = zante_walk (&walk, from, path)};
  if (walk.outside || found.path == NULL)
    {
      zante_found_clear (&found);
      found.place = walk.outside ? ZANTE_PLACE_OUTSIDE
                    : walk.loop  ? ZANTE_PLACE_LOOP
                                 : ZANTE_PLACE_NOWHERE;
      return found;
    }
  found.file = g_hash_table_lookup (tree->index, found.path);
  if (found.file != NULL || strcmp (found.path, "/") == 0)
    found.place = ZANTE_PLACE_TREE;
  else if ((found.host_path = host_path (tree, found.path, &st)) != NULL)
    found.place = ZANTE_PLACE_SYSTEM;
  return found;
}

char *
zante_policy_tree_key (ZantePolicyTree *tree, const char *path)
{
  g_auto (ZanteFound) found = zante_policy_tree_find (tree, "/", path);
  return zante_found_exists (&found) ? g_strdup (found.path) : g_canonicalize_filename (path, "/");
}

/* Reading ------------------------------------------------------------------------------------ */

/* Where the system has merged a directory of the root (/lib → usr/lib) the key has it too. NULL
 * when the key is the path. */
static char *
key_of (ZantePolicyTree *tree, const ZanteFsEntry *entry)
{
  gsize length = strcspn (entry->path, "/");
  if (entry->path[length] == '\0' && !S_ISDIR (entry->st.st_mode))
    return NULL;
  g_autofree char *top = g_strdup_printf ("/%.*s", (int)length, entry->path);
  const char *target = system_link (tree, top);
  if (target == NULL || *target == '\0')
    return NULL;
  g_autofree char *merged = g_canonicalize_filename (target, "/");
  return g_strconcat (merged, entry->path + length, NULL);
}

static void
index_entries (ZantePolicyTree *tree, GPtrArray *entries)
{
  for (guint i = 0; i < entries->len; i++)
    {
      ZanteFsEntry *entry = g_steal_pointer (&entries->pdata[i]);
      g_autofree char *key = key_of (tree, entry);
      ZantePolicyFile *file = zante_policy_file_new (entry, key);
      g_ptr_array_add (tree->files, file);
      g_hash_table_insert (tree->index, file->key, file);
    }
}

typedef struct {
  int fd;
  const GPtrArray *words;
  GCancellable *cancellable;
} Load;

static void
load_one (gpointer item, gpointer user_data)
{
  const Load *load = user_data;
  if (!g_cancellable_is_cancelled (load->cancellable))
    zante_policy_file_load (item, load->fd, load->words);
}

static gboolean
load_files (ZantePolicyTree *tree, const char *root, GCancellable *cancellable, GError **error)
{
  g_auto (ZanteFd) fd = open (root, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0)
    return zante_error_errno (error, errno, "cannot open the tree '%s'", root);
  Load load = {.fd = fd, .words = tree->words, .cancellable = cancellable};
  GThreadPool *pool
      = g_thread_pool_new (load_one, &load, (gint)MIN (g_get_num_processors (), 8), FALSE, error);
  if (pool == NULL)
    return FALSE;
  for (guint i = 0; i < tree->files->len; i++)
    if (zante_policy_file_is_regular (tree->files->pdata[i]))
      g_thread_pool_push (pool, tree->files->pdata[i], NULL);
  g_thread_pool_free (pool, FALSE, TRUE);
  return !g_cancellable_set_error_if_cancelled (cancellable, error);
}

static char **
roots_or_default (const char *const *roots)
{
  const char *const only[] = {"/", NULL};
  return g_strdupv ((char **)(roots == NULL ? only : roots));
}

ZantePolicyTree *
zante_policy_tree_new (const char *root, const char *const *system_roots,
                       const char *const *forbidden, GCancellable *cancellable, GError **error)
{
  g_autoptr (ZantePolicyTree) tree = g_new0 (ZantePolicyTree, 1);
  g_autofree char *absolute = g_canonicalize_filename (root, NULL);
  tree->files = g_ptr_array_new_with_free_func ((GDestroyNotify)zante_policy_file_free);
  tree->index = g_hash_table_new (g_str_hash, g_str_equal);
  tree->links = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  tree->roots = roots_or_default (system_roots);
  tree->words = zante_scan_words (forbidden, absolute);
  g_autoptr (GPtrArray) entries = zante_fs_list (root, error);
  if (entries == NULL)
    {
      g_prefix_error (error, "cannot check the tree '%s': ", root);
      return NULL;
    }
  index_entries (tree, entries);
  return load_files (tree, root, cancellable, error) ? g_steal_pointer (&tree) : NULL;
}

void
zante_policy_tree_free (ZantePolicyTree *tree)
{
  if (tree == NULL)
    return;
  g_clear_pointer (&tree->index, g_hash_table_unref);
  g_clear_pointer (&tree->files, g_ptr_array_unref);
  g_clear_pointer (&tree->links, g_hash_table_unref);
  g_clear_pointer (&tree->words, g_ptr_array_unref);
  g_strfreev (tree->roots);
  g_free (tree);
}

const GPtrArray *
zante_policy_tree_files (const ZantePolicyTree *tree)
{
  return tree->files;
}

const char *const *
zante_policy_tree_roots (const ZantePolicyTree *tree)
{
  return (const char *const *)tree->roots;
}

const GPtrArray *
zante_policy_tree_words (const ZantePolicyTree *tree)
{
  return tree->words;
}
