/* SPDX-License-Identifier: GPL-2.0-or-later */
/* zante deb: debian/ of each source package, its .dsc, and the binary packages. */
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/fs.h"
#include "cli/command.h"
#include "cli/modelling.h"

typedef struct {
  ZanteSession *session;
  ZanteModelling *modelling;
  char *diff, *output, *changelog;
  gboolean from_stage, source_only, no_build, force;
  int jobs;
} Deb;

static void
deb_clear (Deb *deb)
{
  zante_modelling_free (deb->modelling);
  g_free (deb->diff);
  g_free (deb->output);
  g_free (deb->changelog);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Deb, deb_clear)

/* One source package -----------------------------------------------------------------------------
 */

static GPtrArray *
emit (const Deb *deb, const ZanteSourcePackage *source, gint64 *date, GError **error)
{
  g_autofree char *scratch = zante_modelling_scratch (deb->modelling, "date", source);
  if (!zante_package_date (&deb->modelling->pipeline->fetch, source, scratch, date, error))
    return NULL;
  ZanteEmitInput input = {.model = deb->modelling->model,
                          .tools = deb->modelling->tools,
                          .packaging = deb->modelling->packaging,
                          .changelog = deb->changelog,
                          .date = *date};
  return zante_package_deb (&input, source, error);
}

static gboolean
show_diff (const Deb *deb, const GPtrArray *emission, GError **error)
{
  g_autofree char *text
      = zante_emission_diff (emission, deb->diff, deb->session->cancellable, error);
  if (text == NULL)
    return FALSE;
  fputs (text, stdout);
  return TRUE;
}

static gboolean
write_folder (const Deb *deb, const GPtrArray *emission, const char *folder, GError **error)
{
  g_autofree char *state = g_strconcat (folder, ".emitted", NULL);
  g_autoptr (GPtrArray) kept = NULL;
  if (!zante_fs_make_dirs (folder, error)
      || !zante_emission_write (emission, folder, state, deb->force, &kept, error))
    return FALSE;
  for (guint i = 0; i < kept->len; i++)
    zante_log_message (deb->session->log, ZANTE_LOG_NOTICE, "%s/%s: your edit stays", folder,
                       (char *)kept->pdata[i]);
  return TRUE;
}

static gboolean
build (const Deb *deb, const ZanteSourcePackage *source, const char *folder, gint64 date,
       GError **error)
{
  g_autofree char *scratch = zante_modelling_scratch (deb->modelling, "deb", source);
  g_autofree char *debian = g_build_filename (folder, "debian", NULL);
  g_autofree char *log
      = g_strconcat (deb->session->workspace->logs, "/@deb-", source->name, ".log", NULL);
  ZanteDebBuild input = {.fetch = &deb->modelling->pipeline->fetch,
                         .source = source,
                         .debian = debian,
                         .scratch = scratch,
                         .output = deb->output,
                         .log = log,
                         .date = date,
                         .jobs = (guint)deb->jobs,
                         .cancellable = deb->session->cancellable};
  input.targets = deb->from_stage    ? ZANTE_DEB_STAGED
                  : deb->source_only ? ZANTE_DEB_SOURCE
                                     : ZANTE_DEB_SOURCE | ZANTE_DEB_BINARY;
  g_autoptr (GPtrArray) made = NULL;
  if (!zante_package_deb_build (&input, &made, error))
    return FALSE;
  for (guint i = 0; i < made->len; i++)
    zante_log_message (deb->session->log, ZANTE_LOG_NOTICE, "%s/%s", deb->output,
                       (char *)made->pdata[i]);
  return TRUE;
}

/* What became of one source package, step by step. */
typedef struct {
  const Deb *deb;
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

static gpointer
build_job (gpointer data)
{
  Job *job = data;
  build (job->deb, job->source, job->folder, job->date, &job->error);
  return NULL;
}

/* All of them ------------------------------------------------------------------------------------
 */

/* Nothing is written before all of it is known. */
static GPtrArray *
emit_all (const Deb *deb, char **names, GError **error)
{
  const ZanteModel *model = deb->modelling->model;
  g_autoptr (GPtrArray) jobs = g_ptr_array_new_with_free_func (job_free);
  for (guint i = 0; i < model->sources->len; i++)
    {
      const ZanteSourcePackage *source = model->sources->pdata[i];
      if (names[0] != NULL && !g_strv_contains ((const char *const *)names, source->name))
        continue;
      Job *job = g_new0 (Job, 1);
      g_autofree char *name = g_strconcat (source->name, "-", source->upstream, NULL);
      g_ptr_array_add (jobs, job);
      job->deb = deb;
      job->source = source;
      job->folder = g_build_filename (deb->output, name, NULL);
      job->emission = emit (deb, source, &job->date, error);
      if (job->emission == NULL)
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
make_sources (const Deb *deb, char **names, GError **error)
{
  if (!zante_modelling_check_names (deb->modelling, names, error))
    return FALSE;
  g_autoptr (GPtrArray) jobs = emit_all (deb, names, error);
  if (jobs == NULL)
    return FALSE;
  for (guint i = 0; i < jobs->len; i++)
    {
      const Job *job = jobs->pdata[i];
      if (deb->diff != NULL ? !show_diff (deb, job->emission, error)
                            : !write_folder (deb, job->emission, job->folder, error))
        return FALSE;
    }
  return deb->diff != NULL || deb->no_build || build_all (jobs, error);
}

static char **
parse (Deb *deb, int argc, char **argv, GError **error)
{
  const GOptionEntry entries[] = {
      {"from-stage", 0, 0, G_OPTION_ARG_NONE, &deb->from_stage,
       "Wrap what is staged, without compiling again", NULL},
      {"source-only", 0, 0, G_OPTION_ARG_NONE, &deb->source_only, "Make only the .dsc", NULL},
      {"no-build", 0, 0, G_OPTION_ARG_NONE, &deb->no_build, "Write only debian/", NULL},
      {"diff", 0, 0, G_OPTION_ARG_FILENAME, &deb->diff,
       "Only show what would change in DIR, the parent of a debian/", "DIR"},
      {"force", 0, 0, G_OPTION_ARG_NONE, &deb->force, "Overwrite files that were edited by hand",
       NULL},
      {"changelog", 0, 0, G_OPTION_ARG_STRING, &deb->changelog,
       "What changed, instead of zante.yaml's packaging.changelog", "TEXT"},
      {"output", 'o', 0, G_OPTION_ARG_FILENAME, &deb->output, "Write to DIR (default: deb)", "DIR"},
      {"jobs", 'j', 0, G_OPTION_ARG_INT, &deb->jobs, "Run at most N jobs", "N"},
      {0},
  };
  return zante_command_parse (&zante_command_deb, entries, argc, argv, 0, -1, error);
}

static gboolean
check_options (Deb *deb, GError **error)
{
  int modes = deb->from_stage + deb->source_only + deb->no_build + (deb->diff != NULL);
  if (modes > 1 || deb->jobs < 0)
    {
      g_set_error (error, ZANTE_ERROR, ZANTE_ERROR_USAGE, "deb: %s",
                   modes > 1 ? "--from-stage, --source-only, --no-build and --diff exclude one "
                               "another"
                             : "--jobs takes a number from 1 on");
      return FALSE;
    }
  char *output = g_canonicalize_filename (deb->output != NULL ? deb->output : "deb",
                                          deb->session->workspace->project);
  g_free (deb->output);
  deb->output = output;
  return TRUE;
}

static gboolean
run (ZanteSession *session, int argc, char **argv, int *status, GError **error)
{
  g_auto (Deb) deb = {.session = session};
  g_auto (GStrv) names = parse (&deb, argc, argv, error);
  if (names == NULL || !check_options (&deb, error))
    return FALSE;
  g_auto (ZanteFd) held = zante_session_hold (session, error);
  if (held < 0)
    return FALSE;
  deb.modelling = zante_modelling_new (session, "debian", error);
  return deb.modelling != NULL && make_sources (&deb, names, error);
}

const ZanteCommand zante_command_deb
    = {"deb", "[SOURCE-PACKAGE…]", "Make Debian source and binary packages", run};
