/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "raise/sharing.h"

#include <string.h>

#include "base/error.h"

/* Which one ---------------------------------------------------------------------------------- */

/* The command line's word, relative to where it was given, or the recipe's. */
static char *
choose_url (const ZanteRaise *raise)
{
  const char *url = raise->store != NULL ? raise->store : raise->recipe->store->url;
  if (url == NULL || strcmp (url, "none") == 0)
    return NULL;
  return *url == '\0' || strstr (url, "://") != NULL ? g_strdup (url)
                                                     : g_canonicalize_filename (url, NULL);
}

ZanteShare *
zante_raise_share (ZanteRaise *raise, const ZanteShareChoice *choice, GError **error)
{
  g_autofree char *key_file = zante_share_key_path (), *url = choose_url (raise);
  if (url == NULL)
    return NULL;
  const ZanteShareInput input = {.url = url,
                                 .keys = (const char *const *)raise->recipe->store->keys,
                                 .key_file = key_file,
                                 .push = choice->push,
                                 .takes_plain = choice->takes_plain,
                                 .afresh = choice->afresh,
                                 .offline = choice->offline,
                                 .workspace = raise->workspace,
                                 .log = raise->log,
                                 .cancellable = raise->cancellable};
  return zante_share_new (&input, error);
}

gboolean
zante_raise_lists (const ZanteRecipe *recipe, const char *key)
{
  const char *const *keys = (const char *const *)recipe->store->keys;
  return keys != NULL && g_strv_contains (keys, key);
}

gboolean
zante_raise_trusts (const ZanteRecipe *recipe, const char *key)
{
  if (zante_raise_lists (recipe, key))
    return TRUE;
  g_autofree char *path = zante_share_key_path ();
  g_autofree char *own = zante_share_key_public (path, NULL);
  return g_strcmp0 (own, key) == 0;
}

/* Pulling ------------------------------------------------------------------------------------ */

static ZanteShareWant
want_of (const ZanteNode *node)
{
  return (ZanteShareWant){
      .component = node->component->name, .key = node->key, .inputs = node->inputs};
}

/* Ask for every node that has a key and no output; those that came have one afterwards. How many.
 */
static guint
pull_ready (ZantePlan *plan, ZanteShare *share)
{
  guint came = 0;
  g_autoptr (GPtrArray) nodes = g_ptr_array_new ();
  g_autoptr (GArray) wants = g_array_new (FALSE, TRUE, sizeof (ZanteShareWant));
  for (ZanteNode *node; (node = zante_plan_next (plan)) != NULL;)
    {
      ZanteShareWant want = want_of (node);
      if (node->always || node->forced)
        continue;
      g_ptr_array_add (nodes, node);
      g_array_append_val (wants, want);
    }
  zante_share_pull (share, (ZanteShareWant *)wants->data, wants->len);
  for (guint i = 0; i < nodes->len; i++)
    {
      g_autofree char *output = g_array_index (wants, ZanteShareWant, i).output;
      if (output == NULL)
        continue;
      zante_plan_complete (plan, nodes->pdata[i], output);
      came++;
    }
  return came;
}

gboolean
zante_pipeline_pull (ZantePipeline *pipeline, ZanteShare *share, GError **error)
{
  while (zante_share_is_on (share) && pull_ready (pipeline->plan, share) > 0)
    ;
  if (g_cancellable_set_error_if_cancelled (pipeline->raise->cancellable, error))
    return FALSE;
  /* The plan was walked through to find out; what is to be built is planned again. */
  return zante_pipeline_replan (pipeline, error);
}

char *
zante_pipeline_pull_one (ZantePipeline *pipeline, const char *key)
{
  for (guint i = 0; pipeline->plan != NULL && i < pipeline->plan->nodes->len; i++)
    {
      const ZanteNode *node = pipeline->plan->nodes->pdata[i];
      if (node->key != key)
        continue;
      ZanteShareWant want = want_of (node);
      zante_share_pull (pipeline->share, &want, 1);
      return want.output;
    }
  return NULL;
}

/* Pushing ------------------------------------------------------------------------------------ */

ZantePushed
zante_pipeline_push (const ZantePipeline *pipeline, ZanteShare *share, gboolean news)
{
  ZantePushed sum = {0};
  for (guint i = 0; i < pipeline->plan->nodes->len; i++)
    {
      const ZanteNode *node = pipeline->plan->nodes->pdata[i];
      if (node->always || node->state != ZANTE_NODE_DONE
          || (news && zante_share_was_pushed (share, node->key)))
        continue;
      switch (zante_share_push (share, node->key))
        {
        case ZANTE_SHARE_PUSHED:
          sum.pushed++;
          break;
        case ZANTE_SHARE_THERE:
          sum.there++;
          break;
        case ZANTE_SHARE_FOREIGN:
          sum.foreign++;
          break;
        case ZANTE_SHARE_FAILED:
          sum.failed++;
          break;
        }
    }
  return sum;
}

/* While a pipeline runs ---------------------------------------------------------------------- */

gboolean
zante_pipeline_share (ZantePipeline *pipeline, GError **error)
{
  g_autoptr (GError) local = NULL;
  ZanteShareChoice choice
      = {.push = pipeline->recipe->store->push, .offline = pipeline->options.offline};
  choice.takes_plain = !zante_pipeline_is_done (pipeline) && zante_pipeline_takes_plain (pipeline);
  pipeline->share = zante_raise_share (pipeline->raise, &choice, &local);
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

void
zante_pipeline_unshare (ZantePipeline *pipeline)
{
  if (pipeline->share == NULL)
    return;
  if (pipeline->recipe->store->push && !g_cancellable_is_cancelled (pipeline->raise->cancellable))
    {
      ZantePushed sum = zante_pipeline_push (pipeline, pipeline->share, TRUE);
      if (sum.failed > 0)
        zante_log_message (pipeline->raise->log, ZANTE_LOG_WARNING,
                           "not all that was built could be pushed (run 'zante store push' later)");
    }
  g_clear_pointer (&pipeline->share, zante_share_free);
}
