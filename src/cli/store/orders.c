/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/store/orders.h"

#include <stdio.h>

#include "base/error.h"
#include "base/show.h"

/* Keys --------------------------------------------------------------------------------------- */

gboolean
zante_store_order_key (const char *name, GError **error)
{
  g_autofree char *path = zante_share_key_path ();
  if (name != NULL && !zante_share_key_make (path, name, error))
    return FALSE;
  g_autofree char *key = zante_share_key_public (path, error);
  if (key == NULL)
    return FALSE;
  printf ("%s\n", key);
  return TRUE;
}

/* Pull and push ------------------------------------------------------------------------------ */

/* What was wrong has been told as it happened. */
static gboolean
conclude (ZanteShare *share, GError **error)
{
  if (zante_share_failures (share) == 0)
    return TRUE;
  g_set_error_literal (error, ZANTE_ERROR, ZANTE_ERROR_SOURCE, "the store failed, as told above");
  return FALSE;
}

gboolean
zante_store_order_pull (ZantePipeline *pipeline, ZanteShare *share, GError **error)
{
  if (!zante_pipeline_pull (pipeline, share, error))
    return FALSE;
  for (guint i = 0; i < pipeline->plan->nodes->len; i++)
    {
      const ZanteNode *node = pipeline->plan->nodes->pdata[i];
      printf ("%-8s %s\n",
              node->state == ZANTE_NODE_DONE      ? "here"
              : node->state == ZANTE_NODE_WAITING ? "waiting"
                                                  : "missing",
              node->component->name);
    }
  return conclude (share, error);
}

gboolean
zante_store_order_push (ZantePipeline *pipeline, ZanteShare *share, GError **error)
{
  ZantePushed sum = zante_pipeline_push (pipeline, share, FALSE);
  printf ("%u pushed, %u there already, %u not built here\n", sum.pushed, sum.there, sum.foreign);
  return conclude (share, error);
}

/* Looking ------------------------------------------------------------------------------------ */

static void
print_entry (const ZanteNode *node, const ZanteShareEntry *entry)
{
  static const char *const states[]
      = {[ZANTE_SHARE_MISSING] = "missing", [ZANTE_SHARE_GOOD] = "good", [ZANTE_SHARE_BAD] = "bad"};
  g_autofree char *size = entry->state == ZANTE_SHARE_GOOD ? g_format_size (entry->size) : NULL;
  g_autofree char *why = zante_show_name (entry->why);
  printf ("%-8s %-16s %.12s", states[entry->state], node->component->name, node->key);
  if (entry->state == ZANTE_SHARE_GOOD)
    printf ("  %s%s, signed by '%s'\n", size, entry->plain ? ", built without a sandbox" : "",
            entry->signer);
  else
    printf ("%s%s\n", why == NULL ? "" : "  ", why == NULL ? "" : why);
}

/* What the store has of each component. A key is only known once all that a component needs is
 * here.
 */
static gboolean
look (ZantePipeline *pipeline, ZanteShare *share, gboolean whole, GError **error)
{
  guint bad = 0;
  for (guint i = 0; i < pipeline->plan->nodes->len; i++)
    {
      const ZanteNode *node = pipeline->plan->nodes->pdata[i];
      g_auto (ZanteShareEntry) entry = {0};
      if (node->key == NULL)
        {
          printf ("%-8s %s\n", "waiting", node->component->name);
          continue;
        }
      if (!zante_share_look (share, node->component->name, node->key, whole, &entry))
        return conclude (share, error);
      print_entry (node, &entry);
      bad += entry.state == ZANTE_SHARE_BAD;
    }
  if (bad == 0)
    return TRUE;
  g_set_error (error, ZANTE_ERROR, ZANTE_ERROR_SOURCE,
               "%u components of the store are not what they should be", bad);
  return FALSE;
}

gboolean
zante_store_order_list (ZantePipeline *pipeline, ZanteShare *share, GError **error)
{
  return look (pipeline, share, FALSE, error);
}

gboolean
zante_store_order_verify (ZantePipeline *pipeline, ZanteShare *share, GError **error)
{
  return look (pipeline, share, TRUE, error);
}
