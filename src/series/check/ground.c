/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "series/check/ground.h"

#include <string.h>

#include "base/error.h"
#include "base/strings.h"
#include "series/preimage.h"

void
zante_check_ground_free (ZanteCheckGround *ground)
{
  if (ground == NULL)
    return;
  g_ptr_array_unref (ground->bases);
  g_ptr_array_unref (ground->files);
  g_hash_table_unref (ground->objects);
  g_hash_table_unref (ground->maintainers);
  g_clear_pointer (&ground->known, g_hash_table_unref);
  zante_git_batch_free (ground->batch);
  g_free (ground);
}

/* What is asked for -------------------------------------------------------------------------- */

static gboolean
is_hypervisor (const char *path)
{
  return path != NULL && g_str_has_prefix (path, "xen/")
         && (g_str_has_suffix (path, ".c") || g_str_has_suffix (path, ".h"));
}

/* Where the series begins, or NULL. */
static char *
base_of (const ZanteCheckInput *input, const ZanteSeries *series)
{
  const ZanteMailedPatch *first = series->patches->pdata[0];
  if (input->base != NULL)
    return g_strdup (input->base);
  if (series->base != NULL)
    return g_strdup (series->base);
  return first->mail->commit == NULL ? NULL : g_strconcat (first->mail->commit, "^", NULL);
}

static GHashTable *
files_of (const ZanteSeries *series, const char *base)
{
  GHashTable *files = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (GPtrArray) preimages = zante_preimages_of (series);
  for (guint i = 0; i < preimages->len; i++)
    {
      const ZantePreimage *preimage = preimages->pdata[i];
      if (is_hypervisor (preimage->path) && preimage->kind != ZANTE_PREIMAGE_ABSENT)
        g_hash_table_insert (files, g_strdup (preimage->path),
                             preimage->id != NULL ? g_strdup (preimage->id)
                                                  : g_strconcat (base == NULL ? "HEAD" : base, ":",
                                                                 preimage->path, NULL));
    }
  return files;
}

static char *
maintainers_name (const char *base)
{
  return g_strconcat (base == NULL ? "HEAD" : base, ":MAINTAINERS", NULL);
}

static void
want_maintainers (GPtrArray *names, GHashTable *seen, const char *base)
{
  g_autofree char *name = maintainers_name (base);
  zante_strings_add_unseen (names, seen, name);
}

static GPtrArray *
names_of (const ZanteCheckGround *ground)
{
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal); /* of NAMES */
  want_maintainers (names, seen, NULL);
  for (guint i = 0; i < ground->bases->len; i++)
    {
      GHashTableIter iter;
      gpointer name;
      if (ground->bases->pdata[i] != NULL)
        want_maintainers (names, seen, ground->bases->pdata[i]);
      g_hash_table_iter_init (&iter, ground->files->pdata[i]);
      while (g_hash_table_iter_next (&iter, NULL, &name))
        zante_strings_add_unseen (names, seen, name);
    }
  return names;
}

static gboolean
read_objects (ZanteCheckGround *ground, const ZanteGit *git, GError **error)
{
  g_autoptr (GPtrArray) names = names_of (ground);
  ground->batch = zante_git_batch_read (git, names, TRUE, error);
  if (ground->batch == NULL)
    return FALSE;
  for (guint i = 0; i < names->len; i++)
    g_hash_table_insert (ground->objects, g_strdup (names->pdata[i]),
                         ground->batch->objects->pdata[i]);
  return TRUE;
}

/* Commits ------------------------------------------------------------------------------------ */

/* The ids that "Fixes:" names and the repository has. */
static GHashTable *
read_known (const ZanteGit *git, GPtrArray *words, GError **error)
{
  g_autoptr (GHashTable) known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < words->len; i++)
    {
      const GArray *tags = ((const ZanteWords *)words->pdata[i])->tags;
      for (guint j = 0; j < tags->len; j++)
        {
          const ZanteTag *tag = &g_array_index (tags, ZanteTag, j);
          gsize length = strspn (tag->value, "0123456789abcdef");
          if (!zante_tag_is (tag, "Fixes") || length < 4 || length > 64)
            continue;
          g_ptr_array_add (ids, g_strndup (tag->value, length));
          g_ptr_array_add (names, g_strdup_printf ("%.*s^{commit}", (int)length, tag->value));
        }
    }
  g_autoptr (ZanteGitBatch) batch = zante_git_batch_read (git, names, FALSE, error);
  if (batch == NULL)
    return NULL;
  for (guint i = 0; i < ids->len; i++)
    if (((const ZanteGitObject *)batch->objects->pdata[i])->id != NULL)
      g_hash_table_add (known, g_strdup (ids->pdata[i]));
  return g_steal_pointer (&known);
}

/* A base that somebody gave has to be there. */
static gboolean
confirm_base (const ZanteCheckInput *input, GError **error)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  if (input->base == NULL)
    return TRUE;
  g_ptr_array_add (names, g_strconcat (input->base, "^{commit}", NULL));
  g_autoptr (ZanteGitBatch) batch = strchr (input->base, '\n') != NULL
                                        ? NULL
                                        : zante_git_batch_read (input->git, names, FALSE, error);
  if (batch != NULL && ((const ZanteGitObject *)batch->objects->pdata[0])->id != NULL)
    return TRUE;
  if (error != NULL && *error == NULL)
    zante_error_set (error, ZANTE_ERROR_INPUT, "'%s' is no commit of the repository (--base)",
                     input->base);
  return FALSE;
}

ZanteCheckGround *
zante_check_ground_new (const ZanteCheckInput *input, GPtrArray *series, GPtrArray *words,
                        GError **error)
{
  g_autoptr (ZanteCheckGround) ground = g_new0 (ZanteCheckGround, 1);
  ground->bases = g_ptr_array_new_with_free_func (g_free);
  ground->files = g_ptr_array_new_with_free_func ((GDestroyNotify)g_hash_table_unref);
  ground->objects = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  ground->maintainers = g_hash_table_new_full (g_str_hash, g_str_equal, NULL,
                                               (GDestroyNotify)zante_maintainers_free);
  for (guint i = 0; i < series->len; i++)
    {
      g_ptr_array_add (ground->bases, base_of (input, series->pdata[i]));
      g_ptr_array_add (ground->files, files_of (series->pdata[i], ground->bases->pdata[i]));
    }
  if (input->git == NULL)
    return g_steal_pointer (&ground);
  if (!confirm_base (input, error) || !read_objects (ground, input->git, error))
    return NULL;
  ground->known = read_known (input->git, words, error);
  return ground->known == NULL ? NULL : g_steal_pointer (&ground);
}

/* Answers ------------------------------------------------------------------------------------ */

static const ZanteGitObject *
blob_of (const ZanteCheckGround *ground, const char *name)
{
  const ZanteGitObject *object = name == NULL ? NULL : g_hash_table_lookup (ground->objects, name);
  return object != NULL && g_strcmp0 (object->type, "blob") == 0 ? object : NULL;
}

const ZanteMaintainers *
zante_check_ground_maintainers (ZanteCheckGround *ground, guint i)
{
  g_autofree char *name = maintainers_name (ground->bases->pdata[i]);
  g_autofree char *newest = maintainers_name (NULL);
  const ZanteGitObject *object = blob_of (ground, name);
  object = object != NULL ? object : blob_of (ground, newest);
  if (object == NULL)
    return NULL;
  ZanteMaintainers *maintainers = g_hash_table_lookup (ground->maintainers, object->id);
  if (maintainers == NULL)
    {
      maintainers = zante_maintainers_read (object->data, object->size);
      g_hash_table_insert (ground->maintainers, object->id, maintainers);
    }
  return maintainers;
}

/* How many more lines begin with a tab than with spaces. */
static int
count_indents (const char *text, gsize size)
{
  int tabs = 0;
  for (const char *at = text, *end = text + size; at != NULL && at < end;)
    {
      gboolean spaces = end - at > 2 && at[0] == ' ' && at[1] == ' ';
      tabs += (*at == '\t') - spaces;
      at = memchr (at, '\n', (gsize)(end - at));
      at = at == NULL ? NULL : at + 1;
    }
  return tabs;
}

gboolean
zante_check_ground_is_own (const ZanteCheckGround *ground, guint i, const ZanteCheckRun *run)
{
  GHashTable *files = ground->files->pdata[i];
  const ZanteFileDiff *file = run->file;
  const char *name = file->before == NULL ? NULL : g_hash_table_lookup (files, file->before);
  const ZanteGitObject *object = blob_of (ground, name);
  if (!is_hypervisor (run->path))
    return FALSE;
  if (object != NULL)
    return count_indents (object->data, object->size) <= 0;
  int tabs = 0;
  for (guint j = 0; j < run->lines->len; j++)
    {
      const char *text = g_array_index (run->lines, ZanteDiffLine, j).text;
      tabs += count_indents (text, strlen (text));
    }
  return tabs <= 0;
}
