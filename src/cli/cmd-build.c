/* SPDX-License-Identifier: GPL-2.0-or-later */
/* zante build: fetch, build and stage what is out of date. */
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/fs.h"
#include "cli/command.h"
#include "raise/raise.h"

typedef struct {
  ZantePipelineOptions pipeline;
  char *sandbox, *bundle;
  char **force;
  int jobs;
  gboolean dry_run, shell;
} Options;

static void
options_clear (Options *options)
{
  g_free (options->sandbox);
  g_free (options->bundle);
  g_strfreev (options->force);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static char **
parse (Options *o, int argc, char **argv, GError **error)
{
  const GOptionEntry entries[] = {
      {"jobs", 'j', 0, G_OPTION_ARG_INT, &o->jobs,
       "Run N compilers at a time (default: one per processor)", "N"},
      {"keep-going", 'k', 0, G_OPTION_ARG_NONE, &o->pipeline.keep_going,
       "After a failure build what does not depend on it", NULL},
      {"check", 0, 0, G_OPTION_ARG_NONE, &o->pipeline.check, "Run the components' own tests too",
       NULL},
      {"sandbox", 0, 0, G_OPTION_ARG_STRING, &o->sandbox, "auto (default), bwrap or plain", "MODE"},
      {"force", 0, 0, G_OPTION_ARG_STRING_ARRAY, &o->force,
       "Build COMPONENT even when it is up to date", "COMPONENT"},
      {"offline", 0, 0, G_OPTION_ARG_NONE, &o->pipeline.offline, "Use no network", NULL},
      {"from-bundle", 0, 0, G_OPTION_ARG_FILENAME, &o->bundle, "Take the sources from a bundle",
       "FILE"},
      {"dry-run", 'n', 0, G_OPTION_ARG_NONE, &o->dry_run, "Only tell what would be done", NULL},
      {"shell", 0, 0, G_OPTION_ARG_NONE, &o->shell,
       "With --dry-run: the whole build as a shell script", NULL},
      {0},
  };
  return zante_command_parse (&zante_command_build, entries, argc, argv, 0, -1, error);
}

static gboolean
fail_usage (GError **error, const char *message)
{
  return zante_error_set (error, ZANTE_ERROR_USAGE, "build: %s (try 'zante build --help')",
                          message);
}

static gboolean
complete_options (Options *o, char **names, GError **error)
{
  const char *mode = o->sandbox != NULL ? o->sandbox : "auto";
  if (o->jobs < 0 || o->jobs > 4096)
    return fail_usage (error, "--jobs takes a number from 1 to 4096");
  if (o->shell && !o->dry_run)
    return fail_usage (error, "--shell goes with --dry-run");
  if (strcmp (mode, "auto") == 0)
    o->pipeline.sandbox = ZANTE_SANDBOX_AUTO;
  else if (strcmp (mode, "bwrap") == 0)
    o->pipeline.sandbox = ZANTE_SANDBOX_BWRAP;
  else if (strcmp (mode, "plain") == 0)
    o->pipeline.sandbox = ZANTE_SANDBOX_PLAIN;
  else
    return fail_usage (error, "--sandbox takes auto, bwrap or plain");
  o->pipeline.jobs = (guint)o->jobs;
  o->pipeline.bundle = o->bundle;
  o->pipeline.force = (const char *const *)o->force;
  o->pipeline.roots = names[0] == NULL ? NULL : (const char *const *)names;
  return TRUE;
}

static void
print_plan (const ZantePipeline *pipeline)
{
  for (guint i = 0; i < pipeline->plan->nodes->len; i++)
    {
      const ZanteNode *node = pipeline->plan->nodes->pdata[i];
      if (node->state != ZANTE_NODE_DONE)
        printf ("would build %s\n", node->component->name);
    }
}

static gboolean
print_script (ZantePipeline *pipeline, GError **error)
{
  ZanteBuildInput input = zante_pipeline_build_input (pipeline);
  g_autofree char *script = zante_build_script (&input, error);
  if (script == NULL)
    return FALSE;
  fputs (script, stdout);
  return TRUE;
}

static gboolean
build (ZanteSession *session, const Options *o, GError **error)
{
  gint64 started = g_get_real_time ();
  g_autofree char *identity = zante_fastpath_identity (session->raise, "build", &o->pipeline);
  if (zante_fastpath_holds (session->raise, &o->pipeline, identity))
    {
      zante_log_message (session->raise->log, ZANTE_LOG_NOTICE,
                         "nothing to do: dist/ is up to date");
      return TRUE;
    }
  g_auto (ZanteFd) held = zante_raise_hold (session->raise, error);
  if (held < 0)
    return FALSE;
  g_autoptr (ZantePipeline) pipeline = zante_pipeline_new (session->raise, &o->pipeline, error);
  return pipeline != NULL && zante_fastpath_run (pipeline, identity, started, error);
}

static gboolean
run (ZanteSession *session, int argc, char **argv, int *status, GError **error)
{
  g_auto (Options) o = {0};
  g_auto (GStrv) names = parse (&o, argc, argv, error);
  if (names == NULL || !complete_options (&o, names, error))
    return FALSE;
  if (!o.dry_run)
    return build (session, &o, error);
  g_autoptr (ZantePipeline) pipeline = zante_pipeline_new (session->raise, &o.pipeline, error);
  if (pipeline == NULL)
    return FALSE;
  if (o.shell)
    return print_script (pipeline, error);
  print_plan (pipeline);
  return TRUE;
}

const ZanteCommand zante_command_build
    = {"build", "[COMPONENT…]", "Fetch, build and stage what is out of date", run};
