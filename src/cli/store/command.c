/* SPDX-License-Identifier: GPL-2.0-or-later */
/* zante store: the outputs that machines share. */
#include <string.h>

#include "base/error.h"
#include "base/fs.h"
#include "cli/command.h"
#include "cli/store/orders.h"

static const struct {
  const char *name;
  gboolean push; /* see ZanteShareInput */
  gboolean (*run) (ZantePipeline *pipeline, ZanteShare *share, GError **error);
} orders[] = {
    {"pull", FALSE, zante_store_order_pull},
    {"push", TRUE, zante_store_order_push},
    {"list", FALSE, zante_store_order_list},
    {"verify", FALSE, zante_store_order_verify},
};

static gboolean
usage (GError **error, const char *text)
{
  g_set_error (error, ZANTE_ERROR, ZANTE_ERROR_USAGE, "store: %s (try 'zante store --help')", text);
  return FALSE;
}

static gboolean
find_order (const char *name, guint *order, GError **error)
{
  for (*order = 0; *order < G_N_ELEMENTS (orders); ++*order)
    if (strcmp (orders[*order].name, name) == 0)
      return TRUE;
  return usage (error, "it knows 'key', 'list', 'pull', 'push' and 'verify'");
}

/* The store that is meant; one has to be. */
static ZanteShare *
open_share (ZantePipeline *pipeline, guint order, GError **error)
{
  g_autoptr (GError) local = NULL;
  const ZanteShareChoice choice = {.afresh = TRUE,
                                   .push = orders[order].push,
                                   .takes_plain = zante_pipeline_takes_plain (pipeline)};
  ZanteShare *share = zante_raise_share (pipeline->raise, &choice, &local);
  if (share != NULL)
    return share;
  if (local != NULL)
    g_propagate_error (error, g_steal_pointer (&local));
  else
    g_set_error (error, ZANTE_ERROR, ZANTE_ERROR_INPUT,
                 "there is no shared store: say 'store: {url: …}' in zante.yaml, or --store URL");
  return NULL;
}

static gboolean
run_order (ZanteRaise *raise, guint order, char *const *names, GError **error)
{
  const ZantePipelineOptions options
      = {.roots = names[0] == NULL ? NULL : (const char *const *)names};
  g_auto (ZanteFd) held = zante_raise_hold (raise, error);
  if (held < 0)
    return FALSE;
  g_autoptr (ZantePipeline) pipeline = zante_pipeline_new (raise, &options, error);
  g_autoptr (ZanteShare) share = pipeline == NULL ? NULL : open_share (pipeline, order, error);
  return share != NULL && orders[order].run (pipeline, share, error);
}

static gboolean
run (ZanteSession *session, int argc, char **argv, int *status, GError **error)
{
  guint order;
  g_auto (GStrv) words = zante_command_parse (&zante_command_store, NULL, argc, argv, 1, -1, error);
  if (words == NULL)
    return FALSE;
  if (strcmp (words[0], "key") == 0)
    return words[1] == NULL || words[2] == NULL ? zante_store_order_key (words[1], error)
                                                : usage (error, "a key has one name");
  return find_order (words[0], &order, error)
         && run_order (session->raise, order, words + 1, error);
}

const ZanteCommand zante_command_store
    = {"store", "key [NAME]|list|pull|push|verify [COMPONENT…]",
       "Share outputs with other machines, and look at what is shared", run};
