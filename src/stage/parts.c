/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "stage/parts.h"

#include "base/error.h"
#include "stage/adopt.h"
#include "stage/unpack.h"

typedef struct {
  const ZanteWorkspace *workspace;
  ZantePart *part;
  const ZanteBefore *before;
  int before_owner; /* of the same component and output in BEFORE, or -1 */
  const char *scratch;
  guint number;
  gboolean damaged;
  GError *error;
} Job;

/* The entries that OWNER had, provided that its files are all still there. */
static GPtrArray *
take_over (const ZanteBefore *before, guint owner)
{
  g_autoptr (GPtrArray) tree
      = g_ptr_array_new_with_free_func ((GDestroyNotify)zante_tree_entry_free);
  for (guint i = 0; i < before->tree->len; i++)
    {
      const ZanteTreeEntry *entry = before->tree->pdata[i];
      if (entry->owner != owner)
        continue;
      if (!zante_before_is_intact (before, entry))
        return NULL;
      g_ptr_array_add (tree, zante_tree_entry_copy (entry));
    }
  return g_steal_pointer (&tree);
}

static void
fill_from_object (Job *job)
{
  ZantePart *part = job->part;
  if (job->before_owner >= 0 && part->tree == NULL)
    part->tree = take_over (job->before, (guint)job->before_owner);
  if (part->tree != NULL)
    return;
  part->root = g_strdup_printf ("%s/%u", job->scratch, job->number);
  if (zante_object_extract (job->workspace, part->staged->output, part->root, &job->error))
    part->tree = zante_tree_list (part->root, &job->error);
  else
    job->damaged = g_error_matches (job->error, ZANTE_ERROR, ZANTE_ERROR_SOURCE);
}

static void
fill_from_folder (Job *job)
{
  const ZanteStaged *staged = job->part->staged;
  job->part->root = g_strdup (staged->folder);
  job->part->tree
      = zante_adopted_scan (job->workspace, staged->component, staged->folder, &job->error);
  g_autofree char *digest = job->part->tree != NULL ? zante_tree_digest (job->part->tree) : NULL;
  if (digest != NULL && !g_str_equal (digest, staged->output))
    zante_error_set (&job->error, ZANTE_ERROR_FAILED,
                     "'%s' changed after it was built: is another build running? run again",
                     staged->folder);
}

static void
run_job (gpointer data, gpointer user_data)
{
  Job *job = data;
  if (job->part->staged->folder != NULL)
    fill_from_folder (job);
  else
    fill_from_object (job);
}

static int
find_before (char **labels, const ZanteStaged *staged)
{
  g_autofree char *wanted = g_strdup_printf ("%s %s", staged->component, staged->output);
  for (int i = 0; labels[i] != NULL; i++)
    if (g_str_equal (labels[i], wanted))
      return i;
  return -1;
}

static Job *
jobs_new (const ZanteWorkspace *workspace, GPtrArray *staged, const ZanteBefore *before,
          const char *label, const char *scratch)
{
  g_auto (GStrv) labels = g_strsplit (label != NULL ? label : "", "\n", -1);
  Job *jobs = g_new0 (Job, staged->len + 1);
  for (guint i = 0; i < staged->len; i++)
    {
      ZantePart *part = g_new0 (ZantePart, 1);
      part->staged = staged->pdata[i];
      jobs[i] = (Job){.workspace = workspace,
                      .part = part,
                      .before = before,
                      .number = i,
                      .before_owner = find_before (labels, part->staged),
                      .scratch = scratch};
    }
  return jobs;
}

static void
run_jobs (Job *jobs, guint n)
{
  GThreadPool *pool = g_thread_pool_new (run_job, NULL, (gint)g_get_num_processors (), TRUE, NULL);
  for (guint i = 0; i < n; i++)
    g_thread_pool_push (pool, &jobs[i], NULL);
  g_thread_pool_free (pool, FALSE, TRUE);
}

/* The first failure in order; the others are dropped. */
static gboolean
report (Job *jobs, guint n, char **damaged, GError **error)
{
  gboolean good = TRUE;
  for (guint i = 0; i < n; i++)
    {
      if (jobs[i].error == NULL)
        continue;
      if (good && jobs[i].damaged && damaged != NULL)
        *damaged = g_strdup (jobs[i].part->staged->component);
      if (good)
        g_propagate_prefixed_error (error, jobs[i].error,
                                    "component '%s': ", jobs[i].part->staged->component);
      else
        g_error_free (jobs[i].error);
      good = FALSE;
    }
  return good;
}

GPtrArray *
zante_parts_new (const ZanteWorkspace *workspace, GPtrArray *staged, const ZanteBefore *before,
                 const char *label, const char *scratch, char **damaged, GError **error)
{
  g_autofree Job *jobs = jobs_new (workspace, staged, before, label, scratch);
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func ((GDestroyNotify)zante_part_free);
  for (guint i = 0; i < staged->len; i++)
    g_ptr_array_add (parts, jobs[i].part);
  run_jobs (jobs, staged->len);
  return report (jobs, staged->len, damaged, error) ? g_steal_pointer (&parts) : NULL;
}
