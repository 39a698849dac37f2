/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "base/fs.h"
#include "base/lock.h"
#include "base/strings.h"
#include "base/swap.h"
#include "stage/adopt.h"
#include "stage/intact.h"
#include "stage/parts.h"
#include "stage/paths.h"
#include "stage/place.h"
#include "stage/refresh.h"
#include "stage/stage.h"

/* A folder that is kept to be a union, and the files that say so. */
typedef struct {
  const ZanteWorkspace *workspace;
  const char *dest;
  char *fresh;  /* beside it: the new one in the making, or what is left of one */
  char *record; /* JSON: what DEST is of, and its inode */
  char *index;  /* its entries */
  char *lock;
  GPtrArray *staged; /* of const ZanteStaged*, by component */
  char **damaged;
} Target;

static void
target_clear (Target *target)
{
  g_free (target->fresh);
  g_free (target->record);
  g_free (target->index);
  g_free (target->lock);
  g_clear_pointer (&target->staged, g_ptr_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Target, target_clear)

static void
target_init (Target *target, const ZanteWorkspace *workspace, const char *dest, const char *state,
             const ZanteStaged *staged, gsize n)
{
  g_autofree char *parent = g_path_get_dirname (dest);
  g_autofree char *name = g_path_get_basename (dest);
  g_autofree char *hidden = g_strdup_printf (".%s.new", name);
  target->workspace = workspace;
  target->dest = dest;
  target->fresh = g_build_filename (parent, hidden, NULL);
  target->record = g_strconcat (state, ".json", NULL);
  target->index = g_strconcat (state, ".index", NULL);
  target->lock = g_strconcat (state, ".lock", NULL);
  target->staged = g_ptr_array_new ();
  for (gsize i = 0; i < n; i++)
    g_ptr_array_add (target->staged, (gpointer)&staged[i]);
  zante_strings_sort_by (target->staged, ZanteStaged, component);
}

/* "COMPONENT OUTPUT" per line. */
static char *
describe (const Target *target)
{
  GString *text = g_string_new (NULL);
  for (guint i = 0; i < target->staged->len; i++)
    {
      const ZanteStaged *staged = target->staged->pdata[i];
      g_string_append_printf (text, "%s %s\n", staged->component, staged->output);
    }
  return g_string_free (text, FALSE);
}

/* The record of a union whose folder has the inode of ROOT; NULL when that is no folder. Names and
 * digests need no escaping. */
static char *
record_text (const Target *target, const char *root)
{
  struct stat st;
  if (lstat (root, &st) != 0 || !S_ISDIR (st.st_mode))
    return NULL;
  GString *text = g_string_new (NULL);
  g_string_append_printf (text, "{\n \"format\": 1,\n \"inode\": %ju,\n \"staged\": {",
                          (uintmax_t)st.st_ino);
  for (guint i = 0; i < target->staged->len; i++)
    {
      const ZanteStaged *staged = target->staged->pdata[i];
      g_string_append_printf (text, "%s\n  \"%s\": \"%s\"", i > 0 ? "," : "", staged->component,
                              staged->output);
    }
  return g_string_free (g_string_append (text, "\n }\n}\n"), FALSE);
}

static gboolean
is_current (const Target *target)
{
  g_autofree char *wanted = record_text (target, target->dest);
  g_autofree char *found = NULL;
  return wanted != NULL && g_file_get_contents (target->record, &found, NULL, NULL)
         && g_str_equal (wanted, found) && !g_file_test (target->fresh, G_FILE_TEST_EXISTS)
         && zante_union_is_intact (target->dest, target->index);
}

static gboolean
remember (const Target *target, GPtrArray *parts, const char *root, GError **error)
{
  g_autoptr (GPtrArray) all = zante_union_all (parts);
  g_autofree char *label = describe (target);
  g_autofree char *record = record_text (target, root);
  return zante_tree_save (all, label, target->index, error)
         && zante_cache_write (target->record, record, strlen (record), error);
}

/* A developer's edit: the same files, some with other contents, are replaced one by one, so that
 * whoever works in the folder stays in it. The record says nothing meanwhile. */
static gboolean
refresh (const Target *target, GPtrArray *united, GPtrArray *parts, const ZanteBefore *before,
         GError **error)
{
  return zante_cache_write (target->record, "{}\n", 3, error)
         && zante_refresh (united, parts, before, target->fresh, error)
         && remember (target, parts, target->dest, error);
}

/* A whole new tree is exchanged for the old one. The record comes first: a run that is killed in
 * between leaves one that fits no folder, and the next run starts over. */
static gboolean
replace (const Target *target, GPtrArray *united, GPtrArray *parts, const ZanteBefore *before,
         GError **error)
{
  g_autofree char *tree = g_build_filename (target->fresh, "tree", NULL);
  return zante_place (united, parts, before, tree, error) && remember (target, parts, tree, error)
         && zante_swap (tree, target->dest, error);
}

static gboolean
make_from_parts (const Target *target, GError **error)
{
  g_autofree char *label = NULL;
  g_autoptr (GPtrArray) old = zante_tree_load (target->index, NULL, &label);
  const ZanteBefore before = {.root = target->dest, .tree = old};
  g_autoptr (GPtrArray) parts = zante_parts_new (target->workspace, target->staged, &before, label,
                                                 target->fresh, target->damaged, error);
  g_autoptr (GPtrArray) united = parts != NULL ? zante_union (parts, error) : NULL;
  if (united == NULL)
    return FALSE;
  if (zante_refresh_is_possible (parts, &before, label)
      && zante_union_is_intact (target->dest, target->index))
    return refresh (target, united, parts, &before, error);
  return replace (target, united, parts, &before, error);
}

static gboolean
make (const Target *target, GError **error)
{
  if (!zante_fs_remove_tree (target->fresh, error) || !zante_fs_make_dirs (target->fresh, error))
    return FALSE;
  gboolean made = make_from_parts (target, error);
  zante_fs_remove_tree (target->fresh, NULL);
  return made;
}

static gboolean
unite (const Target *target, ZanteLog *log, gboolean *changed, GError **error)
{
  if (changed != NULL)
    *changed = FALSE;
  if (is_current (target))
    return TRUE;
  g_auto (ZanteFd) lock = zante_lock_hold (target->lock, log, NULL, error);
  if (lock < 0)
    return FALSE;
  if (is_current (target))
    return TRUE; /* another process was faster */
  if (!make (target, error))
    {
      g_prefix_error (error, "cannot make '%s': ", target->dest);
      return FALSE;
    }
  if (changed != NULL)
    *changed = TRUE;
  return TRUE;
}

/* Names at the top of an installed tree (FHS 3.0, chapter 3). */
static gboolean
is_installed_tree (const char *path)
{
  static const char *const top[] = {"bin", "boot", "etc", "lib", "lib32", "lib64", "opt",
                                    "run", "sbin", "srv", "usr", "var",   NULL};
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  if (dir == NULL)
    return FALSE;
  for (const char *name = g_dir_read_name (dir); name != NULL; name = g_dir_read_name (dir))
    if (!g_strv_contains (top, name))
      return FALSE;
  return TRUE;
}

/* A folder of the user's that merely has this name must survive. */
static gboolean
check_ours (const Target *target, GError **error)
{
  if (!g_file_test (target->dest, G_FILE_TEST_EXISTS)
      || g_file_test (target->record, G_FILE_TEST_EXISTS) || is_installed_tree (target->dest))
    return TRUE;
  return zante_error_set (error, ZANTE_ERROR_INPUT,
                          "'%s' was not made by zante: move it away or remove it", target->dest);
}

static char *
dist_state (const ZanteWorkspace *workspace)
{
  return g_build_filename (workspace->state, "dist", NULL);
}

GPtrArray *
zante_stage_dist_paths (const ZanteWorkspace *workspace, GError **error)
{
  g_autoptr (GPtrArray) list = zante_fs_list (workspace->dist, error);
  if (list == NULL)
    return NULL;
  GPtrArray *paths = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *state = dist_state (workspace);
  g_ptr_array_add (paths, g_strconcat (state, ".json", NULL));
  g_ptr_array_add (paths, g_strdup (workspace->dist));
  for (guint i = 0; i < list->len; i++)
    {
      const ZanteFsEntry *entry = list->pdata[i];
      if (!S_ISLNK (entry->st.st_mode)) /* the folder that holds a link tells of its change */
        g_ptr_array_add (paths, g_build_filename (workspace->dist, entry->path, NULL));
    }
  return paths;
}

gboolean
zante_stage_dist (const ZanteWorkspace *workspace, const ZanteStaged *staged, gsize n,
                  gboolean *changed, char **damaged, ZanteLog *log, GError **error)
{
  g_auto (Target) target = {.damaged = damaged};
  g_autofree char *state = dist_state (workspace);
  target_init (&target, workspace, workspace->dist, state, staged, n);
  return check_ours (&target, error) && unite (&target, log, changed, error);
}

gboolean
zante_stage_unite (const ZanteWorkspace *workspace, const ZanteStaged *staged, gsize n,
                   const char *dest, char **damaged, ZanteLog *log, GError **error)
{
  g_auto (Target) target = {.damaged = damaged};
  target_init (&target, workspace, dest, dest, staged, n);
  return unite (&target, log, NULL, error);
}
