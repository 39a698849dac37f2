/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "series/fit.h"

#include "base/git/batch.h"

/* Files that are compared by their lines ----------------------------------------------------- */

/* The ids of the blobs that the paths of such files were, borrowed. */
static GPtrArray *
wanted_blobs (const ZanteHistory *history, GPtrArray *preimages)
{
  GPtrArray *ids = g_ptr_array_new ();
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  for (guint i = 0; i < preimages->len; i++)
    {
      const ZantePreimage *preimage = preimages->pdata[i];
      GArray *stretches = g_hash_table_lookup (history->paths, preimage->path);
      guint n = stretches == NULL || preimage->kind != ZANTE_PREIMAGE_HUNKS ? 0 : stretches->len;
      for (guint j = 0; j < n; j++)
        {
          char *blob = g_array_index (stretches, ZanteStretch, j).blob;
          if (blob != NULL && g_hash_table_add (seen, blob))
            g_ptr_array_add (ids, blob);
        }
    }
  return ids;
}

/* id -> ZanteGitObject of BATCH, whose names are IDS. */
static GHashTable *
index_blobs (GPtrArray *ids, const ZanteGitBatch *batch)
{
  GHashTable *blobs = g_hash_table_new (g_str_hash, g_str_equal);
  for (guint i = 0; i < ids->len; i++)
    {
      ZanteGitObject *object = batch->objects->pdata[i];
      if (g_strcmp0 (object->type, "blob") == 0)
        g_hash_table_insert (blobs, ids->pdata[i], object);
    }
  return blobs;
}

/* Commits ------------------------------------------------------------------------------------ */

static gboolean
fits (const ZantePreimage *preimage, const char *blob, GHashTable *blobs)
{
  if (preimage->kind == ZANTE_PREIMAGE_ABSENT || blob == NULL)
    return preimage->kind == ZANTE_PREIMAGE_ABSENT && blob == NULL;
  if (preimage->kind == ZANTE_PREIMAGE_ANY)
    return TRUE;
  if (preimage->kind == ZANTE_PREIMAGE_BLOB)
    return g_str_has_prefix (blob, preimage->id);
  const ZanteGitObject *content = g_hash_table_lookup (blobs, blob);
  return content != NULL && zante_preimage_has_hunks (preimage->diff, content->data, content->size);
}

static void
count (const ZanteHistory *history, const ZantePreimage *preimage, GHashTable *blobs, guint *wrong,
       gboolean *once)
{
  GArray *stretches = g_hash_table_lookup (history->paths, preimage->path);
  for (guint at = 0; stretches == NULL && at < history->commits->len; at++)
    wrong[at]++; /* no tree can have it */
  for (guint i = 0; stretches != NULL && i < stretches->len; i++)
    {
      const ZanteStretch *stretch = &g_array_index (stretches, ZanteStretch, i);
      gboolean right = stretch->from < stretch->to && fits (preimage, stretch->blob, blobs);
      *once |= right;
      for (guint at = stretch->from; !right && at < stretch->to; at++)
        wrong[at]++;
    }
}

guint *
zante_fit_commits (const ZanteGit *git, const ZanteHistory *history, GPtrArray *preimages,
                   gboolean *once, GError **error)
{
  g_autoptr (GPtrArray) ids = wanted_blobs (history, preimages);
  g_autoptr (ZanteGitBatch) batch = zante_git_batch_read (git, ids, TRUE, error);
  if (batch == NULL)
    return NULL;
  g_autoptr (GHashTable) blobs = index_blobs (ids, batch);
  guint *wrong = g_new0 (guint, history->commits->len);
  for (guint i = 0; i < preimages->len; i++)
    count (history, preimages->pdata[i], blobs, wrong, &once[i]);
  return wrong;
}
