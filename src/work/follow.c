/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The build tree of a component whose source is a developer's own tree: a copy that follows it, and
 * that stays warm until something changes that make does not see. */
#include <string.h>

#include "base/error.h"
#include "base/hash.h"
#include "work/worktree.h"

/* The owner of a copy ------------------------------------------------------------------------ */

/* Inputs of the key that need no new copy: make sees by their times that files of the source and of
 * what is needed changed; install is done anew each time; date and commit are the tree's own. */
static gboolean
is_seen_by_make (const char *input)
{
  static const char *const seen[]
      = {"source ",         "needs ", "phase install", "phase check", "variable SOURCE_DATE_EPOCH",
         "variable source_"};
  for (gsize i = 0; i < G_N_ELEMENTS (seen); i++)
    if (g_str_has_prefix (input, seen[i]))
      return TRUE;
  return FALSE;
}

char *
zante_work_tree_key (const ZanteWorkTree *tree, const ZanteNode *node)
{
  if (!tree->local)
    return g_strdup (node->key);
  g_autoptr (ZanteHash) hash = zante_hash_new ();
  for (guint i = 0; i < node->inputs->len; i++)
    {
      const ZanteKeyInput *input = node->inputs->pdata[i];
      if (is_seen_by_make (input->name))
        continue;
      zante_hash_update_string (hash, input->name);
      zante_hash_update_string (hash, input->value);
    }
  g_autofree char *digest = zante_hash_finish (hash);
  return g_strconcat ("local:", tree->source->local->path, ":", digest, NULL);
}

/* Following ---------------------------------------------------------------------------------- */

static gboolean
check_source (const ZanteWorkTree *tree, const ZanteBuildInput *input,
              const ZanteComponent *component, GError **error)
{
  const ZanteSource *source = tree->source;
  const char *path = source->local->path;
  if (!g_file_test (path, G_FILE_TEST_IS_DIR))
    return zante_error_set (
        error, ZANTE_ERROR_INPUT,
        "source '%s': '%s' is not a folder (say where your tree is, or drop 'local')", source->name,
        path);
  guint patches = component->patches == NULL ? 0 : g_strv_length (component->patches);
  patches += source->patches == NULL ? 0 : g_strv_length (source->patches);
  if (patches > 0)
    zante_log_message (input->log, ZANTE_LOG_NOTICE,
                       "component '%s': %u patches are not applied to your own tree '%s'",
                       component->name, patches, path);
  return TRUE;
}

/* A phase that was killed outright may have left half-written files. */
static const char *
find_reason (const ZanteWorkTree *tree, const ZanteWorkState *state, const char *key)
{
  gsize length = strlen (key);
  if (strncmp (state->key, key, length) != 0 || state->key[length] != ':')
    return "its options, its phases or the tools that it is built with changed";
  if (g_file_test (tree->running, G_FILE_TEST_EXISTS))
    return "the last build in it was killed";
  return NULL;
}

static void
tell_anew (const ZanteWorkTree *tree, const ZanteBuildInput *input, const ZanteNode *node,
           const char *reason)
{
  g_autofree char *big
      = g_strdup_printf ("%u files of %u changed", tree->copied->changed, tree->copied->files);
  zante_log_message (input->log, ZANTE_LOG_NOTICE,
                     "component '%s' is built in a new copy of '%s': %s", node->component->name,
                     tree->source->local->path, reason != NULL ? reason : big);
}

/* The state of the copy that is there now, whose name no earlier one had: what is known of another
 * one is not taken up, even if zante was killed between making this and saying so. */
static ZanteWorkState *
take_state (const ZanteWorkTree *tree, ZanteWorkState *old, const char *key)
{
  g_autofree char *full = g_strdup_printf ("%s:%" G_GINT64_FORMAT, key, tree->copied->born);
  if (old != NULL && g_strcmp0 (old->key, full) == 0)
    return old;
  zante_work_state_free (old);
  ZanteWorkState *state = zante_work_state_new (full);
  state->unpacked = TRUE;
  return state;
}

ZanteWorkState *
zante_work_tree_follow (ZanteWorkTree *tree, const ZanteBuildInput *input, const ZanteNode *node,
                        GCancellable *cancellable, GError **error)
{
  ZanteFetchInput fetch = *input->fetch;
  g_autofree char *key = zante_work_tree_key (tree, node);
  g_autoptr (ZanteWorkState) state = zante_work_state_load (tree->state);
  const char *reason = state == NULL ? NULL : find_reason (tree, state, key);
  gboolean known = state != NULL;
  fetch.cancellable = cancellable;
  if (!check_source (tree, input, node->component, error))
    return NULL;
  if ((state == NULL || reason != NULL) && !zante_work_tree_start_anew (tree, error))
    return NULL;
  tree->copied = zante_fetch_sync (&fetch, tree->source, tree->src, error);
  if (tree->copied == NULL)
    return NULL;
  if (known && tree->copied->anew)
    tell_anew (tree, input, node, reason);
  state = take_state (tree, g_steal_pointer (&state), key);
  return zante_work_state_save (state, tree->state, error) ? g_steal_pointer (&state) : NULL;
}

/* Variables of phases ------------------------------------------------------------------------ */

char **
zante_work_tree_environment (const ZanteWorkTree *tree, char **env)
{
  if (tree->copied == NULL)
    return env;
  return zante_source_setenv (env, tree->copied->commit, (guint64)tree->copied->date);
}

char *
zante_work_tree_stamp (const ZanteWorkTree *tree, const ZanteComponent *component)
{
  const ZanteReconfigure *reconfigure = component->reconfigure;
  return zante_local_tree_digest (
      tree->copied, reconfigure == NULL ? NULL : (const char *const *)reconfigure->changed);
}

gboolean
zante_work_tree_is_configured (const ZanteWorkTree *tree, const ZanteComponent *component)
{
  char **files = component->reconfigure == NULL ? NULL : component->reconfigure->missing;
  for (; files != NULL && *files != NULL; files++)
    {
      g_autofree char *path = g_build_filename (tree->src, *files, NULL);
      if (!g_file_test (path, G_FILE_TEST_EXISTS))
        return FALSE;
    }
  return TRUE;
}
