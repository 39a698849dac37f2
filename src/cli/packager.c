/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/packager.h"

#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/fs.h"
#include "cli/modelling.h"

typedef struct {
  const ZantePackager *kind;
  ZanteSession *session;
  ZanteModelling *modelling;
  char *diff, *output, *changelog;
  gboolean from_stage, source_only, no_build, force;
  int jobs;
} Packager;

static void
packager_clear (Packager *packager)
{
  zante_modelling_free (packager->modelling);
  g_free (packager->diff);
  g_free (packager->output);
  g_free (packager->changelog);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Packager, packager_clear)

/* Options ----------------------------------------------------------------------------------------
 */

static char **
parse (Packager *packager, int argc, char **argv, GError **error)
{
  const ZantePackager *kind = packager->kind;
  const GOptionEntry entries[] = {
      {"from-stage", 0, 0, G_OPTION_ARG_NONE, &packager->from_stage,
       "Wrap what is staged, without compiling again", NULL},
      {"source-only", 0, 0, G_OPTION_ARG_NONE, &packager->source_only, kind->source_help, NULL},
      {"no-build", 0, 0, G_OPTION_ARG_NONE, &packager->no_build, kind->recipe_help, NULL},
      {"diff", 0, 0, G_OPTION_ARG_FILENAME, &packager->diff, kind->diff_help, "DIR"},
      {"force", 0, 0, G_OPTION_ARG_NONE, &packager->force,
       "Overwrite files that were edited by hand", NULL},
      {"changelog", 0, 0, G_OPTION_ARG_STRING, &packager->changelog,
       "What changed, instead of zante.yaml's packaging.changelog", "TEXT"},
      {"output", 'o', 0, G_OPTION_ARG_FILENAME, &packager->output, kind->output_help, "DIR"},
      {"jobs", 'j', 0, G_OPTION_ARG_INT, &packager->jobs, "Run at most N jobs", "N"},
      {0},
  };
  return zante_command_parse (kind->command, entries, argc, argv, 0, -1, error);
}

static gboolean
check_options (Packager *packager, GError **error)
{
  const char *name = packager->kind->command->name;
  int modes = packager->from_stage + packager->source_only + packager->no_build
              + (packager->diff != NULL);
  if (modes > 1 || packager->jobs < 0)
    {
      g_set_error (error, ZANTE_ERROR, ZANTE_ERROR_USAGE, "%s: %s", name,
                   modes > 1 ? "--from-stage, --source-only, --no-build and --diff exclude one "
                               "another"
                             : "--jobs takes a number from 1 on");
      return FALSE;
    }
  char *output = g_canonicalize_filename (packager->output != NULL ? packager->output : name,
                                          packager->session->workspace->project);
  g_free (packager->output);
  packager->output = output;
  return TRUE;
}

/* One source package -----------------------------------------------------------------------------
 */

/* What becomes of it, step by step. */
typedef struct {
  const Packager *packager;
  const ZanteSourcePackage *source;
  GPtrArray *emission;
  char *folder; /* OUTPUT/NAME-UPSTREAM */
  gint64 date;
  GThread *thread;
  GError *error;
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;
  g_clear_pointer (&job->emission, g_ptr_array_unref);
  g_clear_error (&job->error);
  g_free (job->folder);
  g_free (job);
}

static gboolean
emit (Job *job, GError **error)
{
  const Packager *packager = job->packager;
  const ZanteModelling *modelling = packager->modelling;
  g_autofree char *scratch = zante_modelling_scratch (modelling, "date", job->source);
  if (!zante_package_date (&modelling->pipeline->fetch, job->source, scratch, &job->date, error))
    return FALSE;
  job->date -= job->date % packager->kind->day;
  ZanteEmitInput input = {.model = modelling->model,
                          .tools = modelling->tools,
                          .packaging = modelling->packaging,
                          .changelog = packager->changelog,
                          .date = job->date};
  job->emission = packager->kind->emit (&input, job->source, error);
  return job->emission != NULL;
}

static gboolean
show_diff (const Job *job, GError **error)
{
  const Packager *packager = job->packager;
  g_autofree char *text
      = zante_emission_diff (job->emission, packager->diff, packager->session->cancellable, error);
  if (text == NULL)
    return FALSE;
  fputs (text, stdout);
  return TRUE;
}

static gboolean
write_folder (const Job *job, GError **error)
{
  g_autofree char *state = g_strconcat (job->folder, ".emitted", NULL);
  g_autoptr (GPtrArray) kept = NULL;
  if (!zante_fs_make_dirs (job->folder, error)
      || !zante_emission_write (job->emission, job->folder, state, job->packager->force, &kept,
                                error))
    return FALSE;
  for (guint i = 0; i < kept->len; i++)
    zante_log_message (job->packager->session->log, ZANTE_LOG_NOTICE, "%s/%s: your edit stays",
                       job->folder, (char *)kept->pdata[i]);
  return TRUE;
}

static gboolean
build (const Job *job, GError **error)
{
  const Packager *packager = job->packager;
  const char *name = packager->kind->command->name;
  g_autofree char *scratch = zante_modelling_scratch (packager->modelling, name, job->source);
  g_autofree char *log = g_strdup_printf ("%s/@%s-%s.log", packager->session->workspace->logs, name,
                                          job->source->name);
  ZantePackageBuild input = {.fetch = &packager->modelling->pipeline->fetch,
                             .source = job->source,
                             .folder = job->folder,
                             .scratch = scratch,
                             .output = packager->output,
                             .log = log,
                             .date = job->date,
                             .jobs = (guint)packager->jobs,
                             .cancellable = packager->session->cancellable};
  input.targets = packager->from_stage    ? ZANTE_PACKAGE_STAGED
                  : packager->source_only ? ZANTE_PACKAGE_SOURCE
                                          : ZANTE_PACKAGE_ALL;
  g_autoptr (GPtrArray) made = NULL;
  if (!packager->kind->build (&input, &made, error))
    return FALSE;
  for (guint i = 0; i < made->len; i++)
    zante_log_message (packager->session->log, ZANTE_LOG_NOTICE, "%s/%s", packager->output,
                       (char *)made->pdata[i]);
  return TRUE;
}

static gpointer
build_job (gpointer data)
{
  Job *job = data;
  build (job, &job->error);
  return NULL;
}

/* All of them ------------------------------------------------------------------------------------
 */

/* Nothing is written before all of it is known. */
static GPtrArray *
emit_all (const Packager *packager, char **names, GError **error)
{
  const ZanteModel *model = packager->modelling->model;
  g_autoptr (GPtrArray) jobs = g_ptr_array_new_with_free_func (job_free);
  for (guint i = 0; i < model->sources->len; i++)
    {
      const ZanteSourcePackage *source = model->sources->pdata[i];
      if (names[0] != NULL && !g_strv_contains ((const char *const *)names, source->name))
        continue;
      Job *job = g_new0 (Job, 1);
      g_autofree char *name = g_strconcat (source->name, "-", source->upstream, NULL);
      g_ptr_array_add (jobs, job);
      job->packager = packager;
      job->source = source;
      job->folder = g_build_filename (packager->output, name, NULL);
      if (!emit (job, error))
        return NULL;
    }
  return g_steal_pointer (&jobs);
}

/* Side by side: each has long stretches in which it uses one processor. */
static gboolean
build_all (GPtrArray *jobs, GError **error)
{
  for (guint i = 0; i < jobs->len; i++)
    {
      Job *job = jobs->pdata[i];
      job->thread = g_thread_new (job->source->name, build_job, job);
    }
  for (guint i = 0; i < jobs->len; i++)
    g_thread_join (((Job *)jobs->pdata[i])->thread);
  for (guint i = 0; i < jobs->len; i++)
    {
      Job *job = jobs->pdata[i];
      if (job->error == NULL)
        continue;
      g_propagate_error (error, g_steal_pointer (&job->error));
      return FALSE;
    }
  return TRUE;
}

static gboolean
make_sources (const Packager *packager, char **names, GError **error)
{
  if (!zante_modelling_check_names (packager->modelling, names, error))
    return FALSE;
  g_autoptr (GPtrArray) jobs = emit_all (packager, names, error);
  if (jobs == NULL)
    return FALSE;
  for (guint i = 0; i < jobs->len; i++)
    if (packager->diff != NULL ? !show_diff (jobs->pdata[i], error)
                               : !write_folder (jobs->pdata[i], error))
      return FALSE;
  return packager->diff != NULL || packager->no_build || build_all (jobs, error);
}

gboolean
zante_packager_run (const ZantePackager *kind, ZanteSession *session, int argc, char **argv,
                    GError **error)
{
  g_auto (Packager) packager = {.kind = kind, .session = session};
  g_auto (GStrv) names = parse (&packager, argc, argv, error);
  if (names == NULL || !check_options (&packager, error))
    return FALSE;
  if (session->globals.layout == NULL)
    session->globals.layout = g_strdup (kind->layout);
  g_auto (ZanteFd) held = zante_session_hold (session, error);
  if (held < 0)
    return FALSE;
  packager.modelling = zante_modelling_new (session, kind->distribution, error);
  return packager.modelling != NULL && make_sources (&packager, names, error);
}
