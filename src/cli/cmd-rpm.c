/* SPDX-License-Identifier: GPL-2.0-or-later */
/* zante rpm: the .spec of each source package, its .src.rpm, and the packages. */
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
} Rpm;

static void
rpm_clear (Rpm *rpm)
{
  zante_modelling_free (rpm->modelling);
  g_free (rpm->diff);
  g_free (rpm->output);
  g_free (rpm->changelog);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Rpm, rpm_clear)

/* One source package -----------------------------------------------------------------------------
 */

/* A changelog of rpm counts days. */
enum { DAY = 24 * 60 * 60 };

static GPtrArray *
emit (const Rpm *rpm, const ZanteSourcePackage *source, gint64 *date, GError **error)
{
  g_autofree char *scratch = zante_modelling_scratch (rpm->modelling, "date", source);
  if (!zante_package_date (&rpm->modelling->pipeline->fetch, source, scratch, date, error))
    return NULL;
  *date -= *date % DAY;
  ZanteEmitInput input = {.model = rpm->modelling->model,
                          .tools = rpm->modelling->tools,
                          .packaging = rpm->modelling->packaging,
                          .changelog = rpm->changelog,
                          .date = *date};
  return zante_package_rpm (&input, source, error);
}

static gboolean
show_diff (const Rpm *rpm, const GPtrArray *emission, GError **error)
{
  g_autofree char *text
      = zante_emission_diff (emission, rpm->diff, rpm->session->cancellable, error);
  if (text == NULL)
    return FALSE;
  fputs (text, stdout);
  return TRUE;
}

static gboolean
write_folder (const Rpm *rpm, const GPtrArray *emission, const char *folder, GError **error)
{
  g_autofree char *state = g_strconcat (folder, ".emitted", NULL);
  g_autoptr (GPtrArray) kept = NULL;
  if (!zante_fs_make_dirs (folder, error)
      || !zante_emission_write (emission, folder, state, rpm->force, &kept, error))
    return FALSE;
  for (guint i = 0; i < kept->len; i++)
    zante_log_message (rpm->session->log, ZANTE_LOG_NOTICE, "%s/%s: your edit stays", folder,
                       (char *)kept->pdata[i]);
  return TRUE;
}

static gboolean
build (const Rpm *rpm, const ZanteSourcePackage *source, const char *folder, gint64 date,
       GError **error)
{
  g_autofree char *scratch = zante_modelling_scratch (rpm->modelling, "rpm", source);
  g_autofree char *log
      = g_strconcat (rpm->session->workspace->logs, "/@rpm-", source->name, ".log", NULL);
  ZanteRpmBuild input = {.fetch = &rpm->modelling->pipeline->fetch,
                         .source = source,
                         .folder = folder,
                         .scratch = scratch,
                         .output = rpm->output,
                         .log = log,
                         .date = date,
                         .jobs = (guint)rpm->jobs,
                         .cancellable = rpm->session->cancellable};
  input.targets = rpm->from_stage    ? ZANTE_RPM_STAGED
                  : rpm->source_only ? ZANTE_RPM_SOURCE
                                     : ZANTE_RPM_ALL;
  g_autoptr (GPtrArray) made = NULL;
  if (!zante_package_rpm_build (&input, &made, error))
    return FALSE;
  for (guint i = 0; i < made->len; i++)
    zante_log_message (rpm->session->log, ZANTE_LOG_NOTICE, "%s/%s", rpm->output,
                       (char *)made->pdata[i]);
  return TRUE;
}

static gboolean
make_source (const Rpm *rpm, const ZanteSourcePackage *source, GError **error)
{
  gint64 date = 0;
  g_autoptr (GPtrArray) emission = emit (rpm, source, &date, error);
  g_autofree char *name = g_strconcat (source->name, "-", source->upstream, NULL);
  g_autofree char *folder = g_build_filename (rpm->output, name, NULL);
  if (emission == NULL)
    return FALSE;
  if (rpm->diff != NULL)
    return show_diff (rpm, emission, error);
  return write_folder (rpm, emission, folder, error)
         && (rpm->no_build || build (rpm, source, folder, date, error));
}

/* All of them ------------------------------------------------------------------------------------
 */

static gboolean
make_sources (const Rpm *rpm, char **names, GError **error)
{
  const ZanteModel *model = rpm->modelling->model;
  if (!zante_modelling_check_names (rpm->modelling, names, error))
    return FALSE;
  for (guint i = 0; i < model->sources->len; i++)
    {
      const ZanteSourcePackage *source = model->sources->pdata[i];
      if ((names[0] == NULL || g_strv_contains ((const char *const *)names, source->name))
          && !make_source (rpm, source, error))
        return FALSE;
    }
  return TRUE;
}

static char **
parse (Rpm *rpm, int argc, char **argv, GError **error)
{
  const GOptionEntry entries[] = {
      {"from-stage", 0, 0, G_OPTION_ARG_NONE, &rpm->from_stage,
       "Wrap what is staged, without compiling again", NULL},
      {"source-only", 0, 0, G_OPTION_ARG_NONE, &rpm->source_only, "Make only the .src.rpm", NULL},
      {"no-build", 0, 0, G_OPTION_ARG_NONE, &rpm->no_build, "Write only the .spec and its recipe",
       NULL},
      {"diff", 0, 0, G_OPTION_ARG_FILENAME, &rpm->diff,
       "Only show what would change in DIR, the folder of a .spec", "DIR"},
      {"force", 0, 0, G_OPTION_ARG_NONE, &rpm->force, "Overwrite files that were edited by hand",
       NULL},
      {"changelog", 0, 0, G_OPTION_ARG_STRING, &rpm->changelog,
       "What changed, instead of zante.yaml's packaging.changelog", "TEXT"},
      {"output", 'o', 0, G_OPTION_ARG_FILENAME, &rpm->output, "Write to DIR (default: rpm)", "DIR"},
      {"jobs", 'j', 0, G_OPTION_ARG_INT, &rpm->jobs, "Run at most N jobs", "N"},
      {0},
  };
  return zante_command_parse (&zante_command_rpm, entries, argc, argv, 0, -1, error);
}

static gboolean
check_options (Rpm *rpm, GError **error)
{
  int modes = rpm->from_stage + rpm->source_only + rpm->no_build + (rpm->diff != NULL);
  if (modes > 1 || rpm->jobs < 0)
    {
      g_set_error (error, ZANTE_ERROR, ZANTE_ERROR_USAGE, "rpm: %s",
                   modes > 1 ? "--from-stage, --source-only, --no-build and --diff exclude one "
                               "another"
                             : "--jobs takes a number from 1 on");
      return FALSE;
    }
  char *output = g_canonicalize_filename (rpm->output != NULL ? rpm->output : "rpm",
                                          rpm->session->workspace->project);
  g_free (rpm->output);
  rpm->output = output;
  return TRUE;
}

static gboolean
run (ZanteSession *session, int argc, char **argv, int *status, GError **error)
{
  g_auto (Rpm) rpm = {.session = session};
  g_auto (GStrv) names = parse (&rpm, argc, argv, error);
  if (names == NULL || !check_options (&rpm, error))
    return FALSE;
  /* The macros of a .spec are those of Fedora, so its files are where Fedora has them. */
  if (session->globals.layout == NULL)
    session->globals.layout = g_strdup ("fedora");
  g_auto (ZanteFd) held = zante_session_hold (session, error);
  if (held < 0)
    return FALSE;
  rpm.modelling = zante_modelling_new (session, "fedora", error);
  return rpm.modelling != NULL && make_sources (&rpm, names, error);
}

const ZanteCommand zante_command_rpm
    = {"rpm", "[SOURCE-PACKAGE…]", "Make rpm source and binary packages", run};
