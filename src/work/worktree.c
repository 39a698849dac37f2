/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "work/worktree.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "base/fs.h"
#include "base/lock.h"

ZanteWorkTree *
zante_work_tree_new (const ZanteBuildInput *input, const ZanteComponent *component)
{
  ZanteWorkTree *tree = g_new0 (ZanteWorkTree, 1);
  const ZanteWorkspace *workspace = input->workspace;
  const char *name = component->name;
  g_autofree char *log = g_strconcat (name, ".log", NULL);
  tree->source = zante_recipe_source (input->recipe, component);
  tree->local = tree->source != NULL && tree->source->local != NULL;
  tree->root = zante_workspace_work (workspace, name, NULL);
  tree->src = zante_workspace_work (workspace, name, "src");
  tree->stage = zante_workspace_work (workspace, name, "stage");
  tree->deps = zante_workspace_work (workspace, name, "deps");
  tree->usr_mount = zante_workspace_work (workspace, name, "usr");
  tree->home = zante_workspace_work (workspace, name, "home");
  tree->phases = zante_workspace_work (workspace, name, "phases");
  tree->state = zante_workspace_work (workspace, name, "state.json");
  tree->running = zante_workspace_work (workspace, name, "running");
  tree->log = g_build_filename (workspace->logs, log, NULL);
  return tree;
}

void
zante_work_tree_free (ZanteWorkTree *tree)
{
  if (tree == NULL)
    return;
  g_free (tree->root);
  g_free (tree->src);
  g_free (tree->stage);
  g_free (tree->deps);
  g_free (tree->usr_mount);
  g_free (tree->home);
  g_free (tree->phases);
  g_free (tree->component);
  g_free (tree->state);
  g_free (tree->running);
  g_free (tree->log);
  zante_local_tree_free (tree->copied);
  g_free (tree);
}

int
zante_work_tree_lock (const ZanteWorkTree *tree, const ZanteBuildInput *input, const char *name,
                      GCancellable *cancellable, GError **error)
{
  g_autofree char *file = g_strdup_printf ("tree-%s.lock", name);
  g_autofree char *path = g_build_filename (input->workspace->state, file, NULL);
  return zante_lock_hold (path, input->log, cancellable, error);
}

/* Laying out --------------------------------------------------------------------------------- */

/* A phase that was killed may have left half-written files, a half-done prepare is not a state that
 * prepare could begin with. */
static gboolean
can_go_on (const ZanteWorkTree *tree, const ZanteWorkState *state, const ZanteComponent *component,
           const char *key)
{
  if (state == NULL || !state->unpacked || g_strcmp0 (state->key, key) != 0)
    return FALSE;
  gboolean prepares
      = component->phases != NULL && component->phases->text[ZANTE_PHASE_PREPARE] != NULL;
  return !state->finished && (!prepares || state->done[ZANTE_PHASE_PREPARE])
         && !g_file_test (tree->running, G_FILE_TEST_EXISTS)
         && g_file_test (tree->src, G_FILE_TEST_IS_DIR);
}

static gboolean
patch (const ZanteWorkTree *tree, const ZanteComponent *component, GCancellable *cancellable,
       GError **error)
{
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (g_free);
  for (char **name = component->patches; name != NULL && *name != NULL; name++)
    g_ptr_array_add (files, g_build_filename (component->folder, *name, NULL));
  if (files->len == 0)
    return TRUE;
  g_ptr_array_add (files, NULL);
  return zante_fetch_patch (tree->src, (const char *const *)files->pdata, cancellable, error);
}

static gboolean
unpack (const ZanteWorkTree *tree, const ZanteBuildInput *input, const ZanteComponent *component,
        GCancellable *cancellable, GError **error)
{
  if (tree->source == NULL)
    return zante_fs_make_dirs (tree->src, error) && patch (tree, component, cancellable, error);
  ZanteFetchInput fetch = *input->fetch;
  fetch.cancellable = cancellable;
  return zante_fetch_unpack (&fetch, tree->source, tree->src, error)
         && patch (tree, component, cancellable, error);
}

static gboolean
make_folders (const ZanteWorkTree *tree, GError **error)
{
  return zante_fs_make_dirs (tree->root, error) && zante_fs_make_dirs (tree->stage, error)
         && zante_fs_make_dirs (tree->usr_mount, error) && zante_fs_make_dirs (tree->home, error)
         && zante_fs_make_dirs (tree->phases, error);
}

/* The state goes first: what is removed halfway must not look whole. */
gboolean
zante_work_tree_start_anew (const ZanteWorkTree *tree, GError **error)
{
  if (g_unlink (tree->state) != 0 && errno != ENOENT)
    return zante_error_errno (error, errno, "cannot remove '%s'", tree->state);
  return zante_fs_remove_tree (tree->root, error);
}

static ZanteWorkState *
prepare_locked (const ZanteWorkTree *tree, const ZanteBuildInput *input, const ZanteNode *node,
                GCancellable *cancellable, GError **error)
{
  const ZanteComponent *component = node->component;
  g_autoptr (ZanteWorkState) state = zante_work_state_load (tree->state);
  if (can_go_on (tree, state, component, node->key))
    return make_folders (tree, error) ? g_steal_pointer (&state) : NULL;
  g_clear_pointer (&state, zante_work_state_free);
  if (!zante_work_tree_start_anew (tree, error) || !make_folders (tree, error)
      || !unpack (tree, input, component, cancellable, error))
    return NULL;
  state = zante_work_state_new (node->key);
  state->unpacked = TRUE;
  return zante_work_state_save (state, tree->state, error) ? g_steal_pointer (&state) : NULL;
}

ZanteWorkState *
zante_work_tree_prepare (ZanteWorkTree *tree, const ZanteBuildInput *input, const ZanteNode *node,
                         GCancellable *cancellable, GError **error)
{
  if (!tree->local)
    return prepare_locked (tree, input, node, cancellable, error);
  g_autoptr (ZanteWorkState) state = zante_work_tree_follow (tree, input, node, cancellable, error);
  return state != NULL && make_folders (tree, error) ? g_steal_pointer (&state) : NULL;
}

/* Dependencies ------------------------------------------------------------------------------- */

/* What identifies all that NODE needs, or NULL when that is nothing. */
static char *
identify_needs (const ZanteNode *node)
{
  if (node->needs->len == 0)
    return NULL;
  g_autoptr (GPtrArray) needs = zante_node_all_needs (node);
  g_autoptr (ZanteHash) hash = zante_hash_new ();
  for (guint i = 0; i < needs->len; i++)
    {
      const ZanteNode *need = needs->pdata[i];
      zante_hash_update_string (hash, need->component->name);
      zante_hash_update_string (hash, need->output);
    }
  return zante_hash_finish (hash);
}

/* Outputs carry one fixed time, so a make that has seen the old ones would not notice the new. */
static gboolean
touch_all (const char *deps, GError **error)
{
  g_autoptr (GPtrArray) entries = zante_fs_list (deps, error);
  if (entries == NULL)
    return FALSE;
  for (guint i = 0; i < entries->len; i++)
    {
      const ZanteFsEntry *entry = entries->pdata[i];
      g_autofree char *path = g_build_filename (deps, entry->path, NULL);
      if (S_ISREG (entry->st.st_mode) && utimensat (AT_FDCWD, path, NULL, AT_SYMLINK_NOFOLLOW) != 0)
        return zante_error_errno (error, errno, "cannot set the time of '%s'", path);
    }
  return TRUE;
}

gboolean
zante_work_tree_provide (const ZanteWorkTree *tree, const ZanteBuildInput *input,
                         const ZanteNode *node, ZanteWorkState *state, GError **error)
{
  g_autofree char *identity = identify_needs (node);
  g_autofree char *usr = g_build_filename (tree->deps, "usr", NULL);
  gboolean again = state->deps != NULL;
  if (g_strcmp0 (identity, state->deps) == 0
      && (identity == NULL || g_file_test (usr, G_FILE_TEST_IS_DIR)))
    return TRUE;
  g_clear_pointer (&state->deps, g_free);
  if (!zante_work_state_save (state, tree->state, error)
      || !zante_fs_remove_tree (tree->deps, error))
    return FALSE;
  if (identity != NULL
      && (!zante_fs_make_dirs (tree->deps, error)
          || !input->provide (node, tree->deps, input->user_data, error)
          || !zante_fs_make_dirs (usr, error) || (again && !touch_all (tree->deps, error))))
    return FALSE;
  state->deps = g_steal_pointer (&identity);
  return zante_work_state_save (state, tree->state, error);
}

/* Stage and phases --------------------------------------------------------------------------- */

gboolean
zante_work_tree_wipe_stage (const ZanteWorkTree *tree, GError **error)
{
  return zante_fs_remove_tree (tree->stage, error) && zante_fs_make_dirs (tree->stage, error);
}

/* Rarely different, so the cost of an atomic write does not matter; see to it before every use. */
static gboolean
write_if_new (const char *path, const char *text, GError **error)
{
  g_autofree char *old = NULL;
  if (g_file_get_contents (path, &old, NULL, NULL) && strcmp (old, text) == 0)
    return TRUE;
  return zante_fs_write (path, text, -1, error);
}

gboolean
zante_work_tree_write_phases (const ZanteWorkTree *tree, const ZanteComponent *component,
                              GError **error)
{
  for (int i = 0; component->phases != NULL && i < ZANTE_N_PHASES; i++)
    {
      g_autofree char *path = g_build_filename (tree->phases, zante_phase_names[i], NULL);
      if (component->phases->text[i] != NULL
          && !write_if_new (path, component->phases->text[i], error))
        return FALSE;
    }
  return TRUE;
}
