/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "raise/modelling.h"

#include "base/error.h"
#include "base/fs.h"

void
zante_modelling_free (ZanteModelling *modelling)
{
  if (modelling == NULL)
    return;
  zante_package_model_free (modelling->model);
  zante_pipeline_free (modelling->pipeline);
  g_clear_pointer (&modelling->folders, g_ptr_array_unref);
  g_free (modelling->tools);
  g_free (modelling->packaging);
  g_free (modelling);
}

/* The folder of one output; as long as the output is the same, there is nothing to do. */
static gboolean
lay_out (ZanteModelling *modelling, const ZanteStaged *staged, GArray *stages, GError **error)
{
  const ZanteWorkspace *workspace = modelling->pipeline->raise->workspace;
  g_autofree char *damaged = NULL;
  char *folder = g_build_filename (workspace->work, "@stage", staged->component, NULL);
  g_autofree char *parent = g_path_get_dirname (folder);
  g_ptr_array_add (modelling->folders, folder);
  if (!zante_fs_make_dirs (parent, error)
      || !zante_stage_unite (workspace, staged, 1, folder, &damaged,
                             modelling->pipeline->raise->log, error))
    return FALSE;
  ZantePackageStage stage = {.component = staged->component, .folder = folder};
  g_array_append_val (stages, stage);
  return TRUE;
}

static gboolean
make_model (ZanteModelling *modelling, const char *distribution, GError **error)
{
  g_autoptr (GArray) staged = zante_pipeline_staged (modelling->pipeline);
  g_autoptr (GArray) stages = g_array_new (FALSE, TRUE, sizeof (ZantePackageStage));
  for (guint i = 0; i < staged->len; i++)
    if (!lay_out (modelling, &g_array_index (staged, ZanteStaged, i), stages, error))
      return FALSE;
  ZantePackageInput input = {.recipe = modelling->pipeline->recipe,
                             .distribution = distribution,
                             .stages = (const ZantePackageStage *)stages->data,
                             .n_stages = stages->len};
  modelling->model = zante_package_model (&input, error);
  return modelling->model != NULL;
}

ZanteModelling *
zante_modelling_new (ZanteRaise *raise, const char *distribution, GError **error)
{
  g_autoptr (ZanteModelling) modelling = g_new0 (ZanteModelling, 1);
  ZantePipelineOptions options = {0};
  modelling->folders = g_ptr_array_new_with_free_func (g_free);
  modelling->tools = zante_raise_tools ();
  modelling->packaging = zante_raise_packaging ();
  modelling->pipeline = zante_pipeline_new (raise, &options, error);
  if (modelling->pipeline == NULL || !zante_pipeline_run (modelling->pipeline, error)
      || !make_model (modelling, distribution, error))
    return NULL;
  return g_steal_pointer (&modelling);
}

char *
zante_modelling_scratch (const ZanteModelling *modelling, const char *kind,
                         const ZanteSourcePackage *source)
{
  g_autofree char *name = g_strconcat ("@", kind, NULL);
  return g_build_filename (modelling->pipeline->raise->workspace->work, name, source->name, NULL);
}

gboolean
zante_modelling_check_names (const ZanteModelling *modelling, const char *const *names,
                             GError **error)
{
  const ZanteModel *model = modelling->model;
  g_autofree const char **known = g_new0 (const char *, model->sources->len + 1);
  for (guint i = 0; i < model->sources->len; i++)
    known[i] = ((const ZanteSourcePackage *)model->sources->pdata[i])->name;
  for (; *names != NULL; names++)
    if (!g_strv_contains (known, *names))
      {
        g_autofree char *all = g_strjoinv (", ", (char **)known);
        return zante_error_set (error, ZANTE_ERROR_INPUT,
                                "there is no source package '%s' (known: %s)", *names, all);
      }
  return TRUE;
}
