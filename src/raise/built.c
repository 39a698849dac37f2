/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "raise/built.h"

#include <string.h>

#include "base/error.h"
#include "base/fs.h"
#include "raise/pipeline.h"

void
zante_built_free (ZanteBuilt *built)
{
  if (built == NULL)
    return;
  zante_raise_free (built->raise);
  g_free (built->root);
  g_free (built);
}

static ZanteBuilt *
new_built (const ZanteRaise *raise, const char *project)
{
  ZanteBuilt *built = g_new0 (ZanteBuilt, 1);
  built->raise = zante_raise_new (project, raise->log, raise->cancellable);
  return built;
}

static ZanteBuilt *
find_project (const ZanteRaise *raise, const char *folder, GError **error)
{
  g_autofree char *file = g_build_filename (folder, "zante.yaml", NULL);
  if (!g_file_test (file, G_FILE_TEST_IS_REGULAR))
    return zante_error_null (error, ZANTE_ERROR_INPUT,
                             "'%s' is no project: it has no zante.yaml (run 'zante init' in it)",
                             folder);
  g_autoptr (ZanteBuilt) built = new_built (raise, folder);
  built->root = g_strdup (built->raise->workspace->dist);
  return zante_raise_recipe (built->raise, error) == NULL ? NULL : g_steal_pointer (&built);
}

/* The project's other choices hold for each of its stacks. */
static gboolean
unite (ZanteBuilt *built, const char *stack, GError **error)
{
  ZanteRaise *raise = built->raise;
  const ZantePipelineOptions options = {.offline = TRUE};
  g_autofree char *damaged = NULL;
  g_autoptr (ZantePipeline) pipeline = zante_pipeline_new (raise, &options, error);
  if (pipeline == NULL)
    return FALSE;
  if (!zante_pipeline_is_done (pipeline))
    return zante_error_set (
        error, ZANTE_ERROR_INPUT,
        "the stack '%s' is not built in this project (run 'zante --stack %s build')", stack, stack);
  g_autoptr (GArray) staged = zante_pipeline_staged (pipeline);
  g_autofree char *folder = g_build_filename (raise->workspace->root, "boot", "stacks", NULL);
  built->root = g_build_filename (folder, stack, NULL);
  return zante_fs_make_dirs (folder, error)
         && zante_stage_unite (raise->workspace, (const ZanteStaged *)staged->data, staged->len,
                               built->root, &damaged, raise->log, error);
}

static ZanteBuilt *
find_stack (const ZanteRaise *raise, const char *stack, GError **error)
{
  g_autoptr (ZanteBuilt) built = new_built (raise, raise->workspace->project);
  built->raise->stack = g_strdup (stack);
  built->raise->layout = g_strdup (raise->layout);
  built->raise->store = g_strdup (raise->store);
  built->raise->providers = g_strdupv (raise->providers);
  built->raise->settings = g_strdupv (raise->settings);
  built->raise->locals = g_strdupv (raise->locals);
  if (zante_raise_recipe (built->raise, error) == NULL)
    {
      g_prefix_error (error, "there is no folder '%s', and ", stack);
      return NULL;
    }
  return unite (built, stack, error) ? g_steal_pointer (&built) : NULL;
}

ZanteBuilt *
zante_built_find (ZanteRaise *raise, const char *name, GError **error)
{
  if (strchr (name, '/') != NULL || g_file_test (name, G_FILE_TEST_IS_DIR))
    return find_project (raise, name, error);
  return find_stack (raise, name, error);
}
