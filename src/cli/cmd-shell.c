/* SPDX-License-Identifier: GPL-2.0-or-later */
/* zante shell: a shell where a component is built, with the same environment. */
#include "base/fs.h"
#include "cli/command.h"
#include "cli/signals.h"
#include "raise/raise.h"

static gboolean
run (ZanteSession *session, int argc, char **argv, int *status, GError **error)
{
  g_auto (GStrv) names = zante_command_parse (&zante_command_shell, NULL, argc, argv, 1, 1, error);
  ZanteRecipe *recipe = names == NULL ? NULL : zante_raise_recipe (session->raise, error);
  const ZanteComponent *component
      = recipe == NULL ? NULL : zante_recipe_find (recipe, names[0], error);
  g_auto (ZanteFd) held = component == NULL ? -1 : zante_raise_hold (session->raise, error);
  if (held < 0)
    return FALSE;
  ZantePipelineOptions options = {.roots = (const char *const *)names};
  g_autoptr (ZantePipeline) pipeline = zante_pipeline_new (session->raise, &options, error);
  if (pipeline == NULL)
    return FALSE;
  ZanteBuildInput input = zante_pipeline_build_input (pipeline);
  zante_log_pause (session->raise->log);
  zante_signals_be_patient ();
  return zante_build_shell (&input, component, status, error);
}

const ZanteCommand zante_command_shell
    = {"shell", "COMPONENT", "Open a shell where a component is built", run};
