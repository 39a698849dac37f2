/* SPDX-License-Identifier: GPL-2.0-or-later */
/* zante plan: what a build would do. */
#include <json-glib/json-glib.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "cli/command.h"
#include "raise/raise.h"

static const char *
verdict (const ZanteNode *node)
{
  switch (node->state)
    {
    case ZANTE_NODE_DONE:
      return "cached";
    case ZANTE_NODE_READY:
      return node->always ? "local" : "build";
    default:
      return "wait";
    }
}

static char *
plan_text (const ZantePlan *plan)
{
  g_autoptr (GString) text = g_string_new (NULL);
  guint to_build = 0;
  for (guint i = 0; i < plan->nodes->len; i++)
    {
      const ZanteNode *node = plan->nodes->pdata[i];
      g_string_append_printf (text, "%-7s %s\n", verdict (node), node->component->name);
      to_build += node->state != ZANTE_NODE_DONE;
    }
  g_string_append_printf (text, "%u of %u components to build\n", to_build, plan->nodes->len);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
add_member (JsonBuilder *builder, const char *name, const char *value)
{
  json_builder_set_member_name (builder, name);
  if (value == NULL)
    json_builder_add_null_value (builder);
  else
    json_builder_add_string_value (builder, value);
}

static char *
plan_json (const ZantePlan *plan)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  json_builder_begin_array (builder);
  for (guint i = 0; i < plan->nodes->len; i++)
    {
      const ZanteNode *node = plan->nodes->pdata[i];
      json_builder_begin_object (builder);
      add_member (builder, "component", node->component->name);
      add_member (builder, "verdict", verdict (node));
      add_member (builder, "key", node->key);
      add_member (builder, "output", node->output);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  g_autoptr (JsonNode) root = json_builder_get_root (builder);
  g_autofree char *text = json_to_string (root, TRUE);
  return g_strconcat (text, "\n", NULL);
}

/* What to print: as it was the last time, where nothing changed since. */
static char *
describe (ZanteSession *session, const ZantePipelineOptions *options, gboolean json, GError **error)
{
  gint64 started = g_get_real_time ();
  g_autofree char *identity
      = zante_fastpath_identity (session->raise, json ? "plan json" : "plan", options);
  char *text = zante_fastpath_recall (session->raise, identity);
  if (text != NULL)
    return text;
  g_autoptr (ZantePipeline) pipeline = zante_pipeline_new (session->raise, options, error);
  if (pipeline == NULL)
    return NULL;
  text = (json ? plan_json : plan_text) (pipeline->plan);
  zante_fastpath_remember (pipeline, identity, started, text);
  return text;
}

static gboolean
run (ZanteSession *session, int argc, char **argv, int *status, GError **error)
{
  g_autofree char *format = NULL;
  gboolean check = FALSE;
  const GOptionEntry entries[] = {
      {"format", 0, 0, G_OPTION_ARG_STRING, &format, "text (default) or json", "FORMAT"},
      {"check", 0, 0, G_OPTION_ARG_NONE, &check, "Plan for a build with --check", NULL},
      {0},
  };
  g_auto (GStrv) names
      = zante_command_parse (&zante_command_plan, entries, argc, argv, 0, -1, error);
  if (names == NULL)
    return FALSE;
  gboolean json = g_strcmp0 (format, "json") == 0;
  if (format != NULL && !json && strcmp (format, "text") != 0)
    return zante_error_set (error, ZANTE_ERROR_USAGE, "plan: no format '%s' (text or json)",
                            format);
  ZantePipelineOptions options
      = {.roots = names[0] == NULL ? NULL : (const char *const *)names, .check = check};
  g_autofree char *text = describe (session, &options, json, error);
  if (text == NULL)
    return FALSE;
  fputs (text, stdout);
  return TRUE;
}

const ZanteCommand zante_command_plan = {"plan", "[COMPONENT…]", "Tell what a build would do", run};
