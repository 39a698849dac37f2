/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "policy/tree.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>

#include "base/error.h"
#include "policy/scan.h"

enum { MAX_LINKS = 40 }; /* as Linux: path_resolution(7) */

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

typedef struct {
  ZantePolicyTree *tree;
  GString *at;   /* walked so far, no trailing '/'; "" is the root */
  GString *rest; /* still to walk */
  guint links;
} Walk;

static void
walk_clear (Walk *walk)
{
  g_string_free (walk->at, TRUE);
  g_string_free (walk->rest, TRUE);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Walk, walk_clear)

/* Cut the next element off the rest; NULL when there is none. */
static char *
next_element (Walk *walk)
{
  gsize skip = strspn (walk->rest->str, "/");
  gsize length = strcspn (walk->rest->str + skip, "/");
  char *element = length == 0 ? NULL : g_strndup (walk->rest->str + skip, length);
  g_string_erase (walk->rest, 0, (gssize)(skip + length));
  return element;
}

static void
step_up (Walk *walk)
{
  const char *slash = strrchr (walk->at->str, '/');
  g_string_truncate (walk->at, slash == NULL ? 0 : (gsize)(slash - walk->at->str));
}

static gboolean
follow (Walk *walk, const char *target)
{
  if (*target == '/')
    g_string_truncate (walk->at, 0);
  else
    step_up (walk);
  g_string_prepend_c (walk->rest, '/');
  g_string_prepend (walk->rest, target);
  return ++walk->links <= MAX_LINKS;
}

/* One element further. TREE or SYSTEM say where the walk now is. */
static ZantePlace
step (Walk *walk, const char *element)
{
  if (strcmp (element, ".") == 0)
    return ZANTE_PLACE_TREE;
  if (strcmp (element, "..") == 0)
    {
      gboolean above = walk->at->len == 0;
      step_up (walk);
      return above ? ZANTE_PLACE_OUTSIDE : ZANTE_PLACE_TREE;
    }
  g_string_append_printf (walk->at, "/%s", element);
  const ZantePolicyFile *file = g_hash_table_lookup (walk->tree->index, walk->at->str);
  const char *target = file != NULL ? file->entry->target : system_link (walk->tree, walk->at->str);
  if (file == NULL && target == NULL)
    return ZANTE_PLACE_NOWHERE;
  if (target != NULL && *target != '\0' && !follow (walk, target))
    return ZANTE_PLACE_LOOP;
  return file != NULL ? ZANTE_PLACE_TREE : ZANTE_PLACE_SYSTEM;
}

static ZanteFound
arrive (Walk *walk)
{
  struct stat st;
  ZanteFound found = {.path = g_strdup (walk->at->len == 0 ? "/" : walk->at->str)};
  found.file = g_hash_table_lookup (walk->tree->index, found.path);
  if (found.file != NULL || walk->at->len == 0)
    found.place = ZANTE_PLACE_TREE;
  else if ((found.host_path = host_path (walk->tree, found.path, &st)) != NULL)
    found.place = ZANTE_PLACE_SYSTEM;
  return found;
}

ZanteFound
zante_policy_tree_find (ZantePolicyTree *tree, const char *from, const char *path)
{
  g_auto (Walk) walk = {.tree = tree, .at = g_string_new (NULL), .rest = g_string_new (path)};
  if (*path != '/')
    {
      g_string_prepend_c (walk.rest, '/');
      g_string_prepend (walk.rest, from);
    }
  for (;;)
    {
      g_autofree char *element = next_element (&walk);
      if (element == NULL)
        return arrive (&walk);
      ZantePlace place = step (&walk, element);
      if (place < ZANTE_PLACE_TREE)
        return (ZanteFound){.place = place};
    }
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
