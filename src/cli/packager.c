/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/packager.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "base/show.h"

typedef struct {
  ZantePackagerOptions packager;
  char *diff, *output, *changelog;
  gboolean from_stage, source_only, no_build;
  GPtrArray *forced; /* char*: files to overwrite, and NULL at the end */
  int jobs;
} Options;

static void
options_clear (Options *options)
{
  g_free (options->diff);
  g_free (options->output);
  g_free (options->changelog);
  g_clear_pointer (&options->forced, g_ptr_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

/* A file of a recipe has a folder or ends with .spec, as no source package does. */
static gboolean
is_file (const char *word)
{
  return word != NULL && *word != '-'
         && (strchr (word, '/') != NULL || g_str_has_suffix (word, ".spec"));
}

/* Take "--force FILE" and "--force=FILE" out of ARGV; "--force" alone stays. Returns what is left
 * of ARGC. */
static int
take_forced (Options *o, int argc, char **argv)
{
  static const char with[] = "--force=";
  int kept = 0;
  o->forced = g_ptr_array_new ();
  for (int i = 0; i < argc; i++)
    {
      if (strcmp (argv[i], "--") == 0)
        {
          for (; i < argc; i++)
            argv[kept++] = argv[i];
          break;
        }
      if (g_str_has_prefix (argv[i], with))
        g_ptr_array_add (o->forced, argv[i] + strlen (with));
      else if (strcmp (argv[i], "--force") == 0 && i + 1 < argc && is_file (argv[i + 1]))
        g_ptr_array_add (o->forced, argv[++i]);
      else
        argv[kept++] = argv[i];
    }
  g_ptr_array_add (o->forced, NULL);
  return kept;
}

static char **
parse (const ZantePackageCommand *kind, Options *o, int argc, char **argv, GError **error)
{
  const GOptionEntry entries[] = {
      {"from-stage", 0, 0, G_OPTION_ARG_NONE, &o->from_stage,
       "Wrap what is staged, without compiling again", NULL},
      {"source-only", 0, 0, G_OPTION_ARG_NONE, &o->source_only, kind->source_help, NULL},
      {"no-build", 0, 0, G_OPTION_ARG_NONE, &o->no_build, kind->recipe_help, NULL},
      {"diff", 0, 0, G_OPTION_ARG_FILENAME, &o->diff, kind->diff_help, "DIR"},
      {"force", 0, 0, G_OPTION_ARG_NONE, &o->packager.force.all,
       "Overwrite files that were edited by hand; --force=FILE that one alone", NULL},
      {"changelog", 0, 0, G_OPTION_ARG_STRING, &o->changelog,
       "What changed, instead of zante.yaml's packaging.changelog", "TEXT"},
      {"output", 'o', 0, G_OPTION_ARG_FILENAME, &o->output, kind->output_help, "DIR"},
      {"jobs", 'j', 0, G_OPTION_ARG_INT, &o->jobs, "Run at most N jobs", "N"},
      {0},
  };
  g_autofree char **words = g_memdup2 (argv, sizeof *argv * (gsize)(argc + 1));
  int n = take_forced (o, argc, words);
  words[n] = NULL;
  return zante_command_parse (kind->command, entries, n, words, 0, -1, error);
}

static gboolean
complete_options (const char *name, const ZanteWorkspace *workspace, Options *o, GError **error)
{
  int modes = o->from_stage + o->source_only + o->no_build + (o->diff != NULL);
  if (modes > 1 || o->jobs < 0)
    return zante_error_set (error, ZANTE_ERROR_USAGE, "%s: %s", name,
                            modes > 1
                                ? "--from-stage, --source-only, --no-build and --diff exclude one "
                                  "another"
                                : "--jobs takes a number from 1 on");
  char *output = zante_workspace_output (workspace, o->output, name, error);
  if (output == NULL)
    return FALSE;
  g_free (o->output);
  o->output = output;
  o->packager.output = output;
  o->packager.changelog = o->changelog;
  o->packager.diff = o->diff;
  o->packager.force.files = (const char *const *)o->forced->pdata;
  o->packager.jobs = (guint)o->jobs;
  o->packager.mode = o->diff != NULL  ? ZANTE_PACKAGER_DIFF
                     : o->no_build    ? ZANTE_PACKAGER_RECIPE
                     : o->source_only ? ZANTE_PACKAGER_SOURCE
                     : o->from_stage  ? ZANTE_PACKAGER_STAGED
                                      : ZANTE_PACKAGER_ALL;
  return TRUE;
}

gboolean
zante_package_command_run (const ZantePackageCommand *kind, ZanteSession *session, int argc,
                           char **argv, GError **error)
{
  g_auto (Options) o = {0};
  const char *name = kind->command->name;
  g_auto (GStrv) names = parse (kind, &o, argc, argv, error);
  if (names == NULL || !complete_options (name, session->raise->workspace, &o, error))
    return FALSE;
  o.packager.names = (const char *const *)names;
  g_autoptr (GString) differences = g_string_new (NULL);
  if (!zante_packager_run (session->raise, zante_package_format (name), &o.packager, differences,
                           error))
    return FALSE;
  g_autofree char *shown = isatty (STDOUT_FILENO) ? zante_show_text (differences->str) : NULL;
  fputs (shown != NULL ? shown : differences->str, stdout);
  return TRUE;
}
