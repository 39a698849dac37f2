/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "raise/packager.h"

#include <glib/gstdio.h>
#include <sys/stat.h>

#include "base/error.h"
#include "base/fs.h"
#include "raise/modelling.h"
#include "raise/recipe-date.h"

typedef struct {
  const ZantePackageFormat *format;
  const ZantePackagerOptions *options;
  ZanteRaise *raise;
  ZanteModelling *modelling;
} Packager;

/* One source package ------------------------------------------------------------------------- */

/* What becomes of it, step by step. */
typedef struct {
  const Packager *packager;
  const ZanteSourcePackage *source;
  GPtrArray *emission;
  char *folder; /* OUTPUT/NAME-UPSTREAM */
  char *note;   /* see zante_recipe_dated */
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
  g_free (job->note);
  g_free (job);
}

static gboolean
emit (Job *job, GError **error)
{
  const Packager *packager = job->packager;
  const ZanteModelling *modelling = packager->modelling;
  gboolean only_diff = packager->options->mode == ZANTE_PACKAGER_DIFF;
  g_autofree char *copyright = g_build_filename (modelling->packaging, "copyright", NULL);
  g_autofree char *others = g_build_filename (modelling->packaging, "debian-files", NULL);
  ZanteEmitInput input = {.model = modelling->model,
                          .tools = modelling->tools,
                          .packaging = modelling->packaging,
                          .copyright = copyright,
                          .others = others,
                          .changelog = packager->options->changelog};
  ZanteRecipeDate recipe = {.format = packager->format,
                            .input = &input,
                            .source = job->source,
                            .folder = only_diff ? packager->options->diff : job->folder};
  job->emission = zante_recipe_dated (&recipe, &job->date, &job->note, error);
  if (job->emission != NULL)
    zante_changelog_keep (packager->format->changelog, job->emission, job->source, recipe.folder);
  return job->emission != NULL;
}

static gboolean
add_diff (const Job *job, GString *differences, GError **error)
{
  const Packager *packager = job->packager;
  g_autofree char *text = zante_emission_diff (job->emission, packager->options->diff,
                                               packager->raise->cancellable, error);
  if (text == NULL)
    return FALSE;
  g_string_append (differences, text);
  return TRUE;
}

static void
notice (const Job *job, const char *text, const char *folder, const GPtrArray *paths)
{
  for (guint i = 0; i < paths->len; i++)
    zante_log_message (job->packager->raise->log, ZANTE_LOG_NOTICE, "%s/%s: %s", folder,
                       (char *)paths->pdata[i], text);
}

/* The edits of the version before, PREVIOUS. */
static gboolean
carry (const Job *job, const char *previous, GError **error)
{
  g_auto (ZanteEmissionCarried) carried = {0};
  g_autofree char *skip = zante_changelog_file (job->packager->format->changelog, job->source);
  if (!zante_emission_carry (job->emission, previous, job->folder, skip, &carried, error))
    return FALSE;
  g_autofree char *from = g_strdup_printf ("your edit of '%s' is carried over", previous);
  static const char link[] = "is a link, which is not carried over";
  g_autofree char *left = g_strdup_printf ("your edit is not in '%s', where zante says something "
                                           "new: compare the two",
                                           job->folder);
  notice (job, from, job->folder, carried.carried);
  notice (job, left, previous, carried.left);
  notice (job, link, previous, carried.links);
  return TRUE;
}

static gboolean
write_into (const Job *job, const char *state, GError **error)
{
  g_autoptr (GPtrArray) kept = NULL;
  if (!zante_emission_write (job->emission, job->folder, state, &job->packager->options->force,
                             job->note, &kept, error))
    return FALSE;
  notice (job, "your edit stays", job->folder, kept);
  return TRUE;
}

/* A new folder, with the edits of the version before. Should that fail nothing of it stays: edits
 * are carried into a new folder alone. */
static gboolean
write_new (const Job *job, const char *state, GError **error)
{
  g_autofree char *previous = zante_changelog_beside (job->folder, job->source->name);
  gboolean written = write_into (job, state, error);
  if (written && (previous == NULL || carry (job, previous, error)))
    return TRUE;
  if (written)
    g_unlink (state);
  zante_fs_remove_tree (job->folder, NULL);
  return FALSE;
}

static gboolean
write_folder (const Job *job, GError **error)
{
  struct stat st;
  g_autofree char *state = g_strconcat (job->folder, ".emitted", NULL);
  gboolean there = lstat (job->folder, &st) == 0;
  return there ? write_into (job, state, error) : write_new (job, state, error);
}

static ZantePackageTargets
targets (ZantePackagerMode mode)
{
  return mode == ZANTE_PACKAGER_STAGED   ? ZANTE_PACKAGE_STAGED
         : mode == ZANTE_PACKAGER_SOURCE ? ZANTE_PACKAGE_SOURCE
                                         : ZANTE_PACKAGE_ALL;
}

static gboolean
build (const Job *job, GError **error)
{
  const Packager *packager = job->packager;
  const char *name = packager->format->name;
  g_autofree char *scratch = zante_modelling_scratch (packager->modelling, name, job->source);
  g_autofree char *log = g_strdup_printf ("%s/@%s-%s.log", packager->raise->workspace->logs, name,
                                          job->source->name);
  ZanteBuildInput run = zante_pipeline_build_input (packager->modelling->pipeline);
  ZantePackageBuild input = {.fetch = &packager->modelling->pipeline->fetch,
                             .run = &run,
                             .source = job->source,
                             .folder = job->folder,
                             .scratch = scratch,
                             .output = packager->options->output,
                             .log = log,
                             .date = job->date,
                             .jobs = packager->options->jobs,
                             .cancellable = packager->raise->cancellable};
  input.targets = targets (packager->options->mode);
  g_autoptr (GPtrArray) made = NULL;
  if (!packager->format->build (&input, &made, error))
    return FALSE;
  for (guint i = 0; i < made->len; i++)
    zante_log_message (packager->raise->log, ZANTE_LOG_NOTICE, "%s/%s", packager->options->output,
                       (char *)made->pdata[i]);
  return TRUE;
}

static void
tell (const Job *job, const char *event, const char *status)
{
  zante_log_emit (job->packager->raise->log,
                  &ZANTE_EVENT (.event = event, .component = job->source->name, .status = status));
}

static gpointer
build_job (gpointer data)
{
  Job *job = data;
  tell (job, "package-start", NULL);
  gboolean done = build (job, &job->error);
  tell (job, "package-end", done ? "built" : "failed");
  return NULL;
}

/* All source packages ------------------------------------------------------------------------ */

/* Nothing is written before all of it is known. */
static GPtrArray *
emit_all (const Packager *packager, const char *const *names, GError **error)
{
  const ZanteModel *model = packager->modelling->model;
  g_autoptr (GPtrArray) jobs = g_ptr_array_new_with_free_func (job_free);
  for (guint i = 0; i < model->sources->len; i++)
    {
      const ZanteSourcePackage *source = model->sources->pdata[i];
      if (names[0] != NULL && !g_strv_contains (names, source->name))
        continue;
      Job *job = g_new0 (Job, 1);
      g_autofree char *name = g_strconcat (source->name, "-", source->upstream, NULL);
      g_ptr_array_add (jobs, job);
      job->packager = packager;
      job->source = source;
      job->folder = g_build_filename (packager->options->output, name, NULL);
      if (!emit (job, error))
        return NULL;
    }
  return g_steal_pointer (&jobs);
}

/* Side by side: each has long stretches in which it uses one processor. */
static gboolean
build_all (const Packager *packager, GPtrArray *jobs, GError **error)
{
  ZanteEvent plan = ZANTE_EVENT (.event = "plan", .done = 0, .total = jobs->len);
  zante_log_emit (packager->raise->log, &plan);
  for (guint i = 0; i < jobs->len; i++)
    {
      Job *job = jobs->pdata[i];
      job->thread = g_thread_try_new (job->source->name, build_job, job, &job->error);
    }
  for (guint i = 0; i < jobs->len; i++)
    if (((Job *)jobs->pdata[i])->thread != NULL)
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

/* Tools -------------------------------------------------------------------------------------- */

static gboolean
job_has_text (const Job *job, const char *text)
{
  for (guint i = 0; i < job->emission->len; i++)
    {
      const ZanteEmitted *file = job->emission->pdata[i];
      if (g_strstr_len (file->data, (gssize)file->size, text) != NULL)
        return TRUE;
    }
  return FALSE;
}

/* Whether TOOL is wanted by one of JOBS (NULL: whatever they turn out to be). */
static gboolean
is_wanted (const ZantePackageTool *tool, const GPtrArray *jobs)
{
  if (jobs == NULL || tool->where == NULL)
    return tool->where == NULL;
  for (guint i = 0; i < jobs->len; i++)
    if (job_has_text (jobs->pdata[i], tool->where))
      return TRUE;
  return FALSE;
}

/* The tools that packing will run, told before the stack is built and, as far as the recipes
 * decide, before anything is packed. */
static gboolean
check_tools (const Packager *packager, const GPtrArray *jobs, GError **error)
{
  ZantePackagerMode mode = packager->options->mode;
  if (mode == ZANTE_PACKAGER_RECIPE || mode == ZANTE_PACKAGER_DIFF)
    return TRUE;
  for (const ZantePackageTool *tool = packager->format->tools; tool->program != NULL; tool++)
    {
      g_autofree char *path = g_find_program_in_path (tool->program);
      if (path != NULL || !is_wanted (tool, jobs))
        continue;
      return zante_error_set (
          error, ZANTE_ERROR_HOST,
          "zante %s needs the program '%s', which is not installed (package %s)",
          packager->format->name, tool->program, tool->package);
    }
  return TRUE;
}

/* Each file that may be overwritten is one that is emitted. */
static gboolean
check_forced (const Packager *packager, const GPtrArray *jobs, GError **error)
{
  const char *const *file = packager->options->force.files;
  for (; file != NULL && *file != NULL; file++)
    {
      gboolean found = FALSE;
      for (guint i = 0; i < jobs->len; i++)
        found = found || zante_emission_has (((const Job *)jobs->pdata[i])->emission, *file);
      if (found)
        continue;
      return zante_error_set (
          error, ZANTE_ERROR_INPUT,
          "--force='%s': no recipe has such a file; name it as in its folder, like "
          "debian/control",
          *file);
    }
  return TRUE;
}

static gboolean
make_sources (const Packager *packager, GString *differences, GError **error)
{
  const ZantePackagerOptions *options = packager->options;
  gboolean only_diff = options->mode == ZANTE_PACKAGER_DIFF;
  if (!zante_modelling_check_names (packager->modelling, options->names, error))
    return FALSE;
  g_autoptr (GPtrArray) jobs = emit_all (packager, options->names, error);
  if (jobs == NULL || !check_forced (packager, jobs, error) || !check_tools (packager, jobs, error))
    return FALSE;
  for (guint i = 0; i < jobs->len; i++)
    if (only_diff ? !add_diff (jobs->pdata[i], differences, error)
                  : !write_folder (jobs->pdata[i], error))
      return FALSE;
  return only_diff || options->mode == ZANTE_PACKAGER_RECIPE || build_all (packager, jobs, error);
}

gboolean
zante_packager_run (ZanteRaise *raise, const ZantePackageFormat *format,
                    const ZantePackagerOptions *options, GString *differences, GError **error)
{
  Packager packager = {.format = format, .options = options, .raise = raise};
  if (!check_tools (&packager, NULL, error))
    return FALSE;
  if (raise->layout == NULL)
    raise->layout = g_strdup (format->layout);
  g_auto (ZanteFd) held = zante_raise_hold (raise, error);
  if (held < 0)
    return FALSE;
  g_autoptr (ZanteModelling) modelling = zante_modelling_new (raise, format->distribution, error);
  packager.modelling = modelling;
  return modelling != NULL && make_sources (&packager, differences, error);
}
