/* SPDX-License-Identifier: GPL-2.0-or-later */
/* zante init: begin a project with a commented zante.yaml. */
#include <json-glib/json-glib.h>

#include "base/error.h"
#include "base/fs.h"
#include "cli/command.h"

static const char template[]
    = "# What this project builds; see zante.yaml(5). Everything left out comes from the stack.\n"
      "stack: %s\n"
      "\n"
      "# Who provides a component: build (zante builds it), system (the distribution's), off.\n"
      "#components: {seabios: system, qemu: off}\n"
      "\n"
      "# Options of components: `zante list` shows them.\n"
      "#options: {tools: {xsm: \"yes\"}}\n"
      "\n"
      "# A source of your own, built in place and incrementally.\n"
      "#sources: {xen: {local: {path: ../xen}}}\n"
      "\n"
      "# Outputs that machines share: see SHARED STORE in zante(1).\n"
      "#store: {url: /srv/zante}\n"
      "\n"
      "# Where your own components are looked for, first.\n"
      "#component-directories: [components]\n";

/* The stack as YAML: a path may hold anything, and JSON's strings are YAML's. */
static char *
stack_value (const ZanteSession *session)
{
  const char *stack = zante_raise_stack (session->raise);
  if (zante_yaml_is_name (stack))
    return g_strdup (stack);
  g_autoptr (JsonNode) node = json_node_init_string (json_node_alloc (), stack);
  return json_to_string (node, FALSE);
}

static gboolean
run (ZanteSession *session, int argc, char **argv, int *status, GError **error)
{
  g_auto (GStrv) none = zante_command_parse (&zante_command_init, NULL, argc, argv, 0, 0, error);
  const ZanteRecipe *recipe = none == NULL ? NULL : zante_raise_recipe (session->raise, error);
  if (recipe == NULL)
    return FALSE;
  g_autofree char *path = g_build_filename (session->raise->workspace->project, "zante.yaml", NULL);
  if (g_file_test (path, G_FILE_TEST_EXISTS))
    return zante_error_set (error, ZANTE_ERROR_INPUT,
                            "'%s' is there already (edit it, or remove it first)", path);
  g_autofree char *stack = stack_value (session);
  g_autofree char *text = g_strdup_printf (template, stack);
  if (!zante_fs_write (path, text, -1, error))
    return FALSE;
  zante_log_message (session->raise->log, ZANTE_LOG_NOTICE, "wrote %s (stack %s)", path,
                     recipe->stack);
  return TRUE;
}

const ZanteCommand zante_command_init
    = {"init", NULL, "Begin a project: write a commented zante.yaml", run};
