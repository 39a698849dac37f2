/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "series/content-read.h"

#include <string.h>

#include "base/beneath.h"
#include "base/git/batch.h"

/* Blobs that are in memory at a time. */
enum { BLOBS = 256 };

ZanteContentSource *
zante_content_source_new (const char *commit)
{
  ZanteContentSource *source = g_new0 (ZanteContentSource, 1);
  source->commit = g_strdup (commit);
  source->paths = g_ptr_array_new ();
  source->known = g_hash_table_new (g_str_hash, g_str_equal);
  source->files
      = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify)g_array_unref);
  return source;
}

void
zante_content_source_free (ZanteContentSource *source)
{
  if (source == NULL)
    return;
  g_free (source->commit);
  g_ptr_array_unref (source->paths);
  g_hash_table_unref (source->known);
  g_hash_table_unref (source->files);
  g_free (source);
}

void
zante_content_source_add (ZanteContentSource *source, const char *path)
{
  /* A patch can name anything. */
  if (*path != '\0' && zante_beneath_is_plain (path)
      && g_hash_table_add (source->known, (gpointer)path))
    g_ptr_array_add (source->paths, (gpointer)path);
}

/* Blobs -------------------------------------------------------------------------------------- */

/* The lines of all blobs of FOUND: id -> GArray. */
static GHashTable *
read_blobs (const ZanteGit *git, const ZanteLineBook *book, const ZanteGitBatch *found,
            GError **error)
{
  g_autoptr (GHashTable) blobs
      = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_array_unref);
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GPtrArray) ids = g_ptr_array_new ();
  for (guint i = 0; i <= found->objects->len; i++)
    {
      const ZanteGitObject *object = i < found->objects->len ? found->objects->pdata[i] : NULL;
      if (object != NULL && g_strcmp0 (object->type, "blob") == 0
          && g_hash_table_add (seen, object->id))
        g_ptr_array_add (ids, object->id);
      if (ids->len < BLOBS && object != NULL)
        continue;
      g_autoptr (ZanteGitBatch) batch = zante_git_batch_read (git, ids, TRUE, error);
      if (batch == NULL)
        return NULL;
      for (guint j = 0; j < ids->len; j++)
        {
          const ZanteGitObject *blob = batch->objects->pdata[j];
          if (blob->data != NULL)
            g_hash_table_insert (blobs, g_strdup (ids->pdata[j]),
                                 zante_line_book_read (book, blob->data, blob->size));
        }
      g_ptr_array_set_size (ids, 0);
    }
  return g_steal_pointer (&blobs);
}

gboolean
zante_content_read (const ZanteGit *git, const ZanteLineBook *book, GPtrArray *sources,
                    GError **error)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < sources->len; i++)
    {
      const ZanteContentSource *source = sources->pdata[i];
      for (guint j = 0; j < source->paths->len; j++)
        g_ptr_array_add (names, g_strconcat (source->commit, ":", source->paths->pdata[j], NULL));
    }
  g_autoptr (ZanteGitBatch) found = zante_git_batch_read (git, names, FALSE, error);
  g_autoptr (GHashTable) blobs = found == NULL ? NULL : read_blobs (git, book, found, error);
  if (blobs == NULL)
    return FALSE;
  for (guint i = 0, at = 0; i < sources->len; i++)
    {
      ZanteContentSource *source = sources->pdata[i];
      for (guint j = 0; j < source->paths->len; j++)
        {
          const char *id = ((const ZanteGitObject *)found->objects->pdata[at++])->id;
          GArray *lines = id == NULL ? NULL : g_hash_table_lookup (blobs, id);
          if (lines != NULL)
            g_hash_table_insert (source->files, source->paths->pdata[j], g_array_ref (lines));
        }
    }
  return TRUE;
}

/* Commits ------------------------------------------------------------------------------------ */

/* The length of the id that the line at TEXT is, or 0. No line of a difference looks like one. */
static gsize
id_length (const char *text)
{
  gsize length = strspn (text, "0123456789abcdef");
  return (length == 40 || length == 64) && text[length] == '\n' ? length : 0;
}

static void
take_diff (GHashTable *commits, ZanteLineBook *book, const char *id, gsize length, const char *end)
{
  g_autoptr (GString) mail = g_string_new ("Subject: a commit\n\n");
  g_string_append_len (mail, id + length + 1, end - id - (gssize)length - 1);
  g_autoptr (GPtrArray) mails = zante_mailbox_parse (mail->str, mail->len);
  g_autoptr (ZanteMailedPatch) patch
      = mails->len == 1 ? zante_mailed_patch_read (mails->pdata[0]) : NULL;
  if (patch != NULL && patch->files->len > 0)
    g_hash_table_insert (commits, g_strndup (id, length), zante_content_patch_new (book, patch));
}

static GPtrArray *
diff_arguments (GPtrArray *paths)
{
  static const char *const start[] = {"--literal-pathspecs",
                                      "diff-tree",
                                      "--stdin",
                                      "-r",
                                      "-p",
                                      "--root",
                                      "--text",
                                      "--full-index",
                                      "--no-renames",
                                      "--no-ext-diff",
                                      "--no-textconv",
                                      "--"};
  GPtrArray *arguments = g_ptr_array_new ();
  for (guint i = 0; i < G_N_ELEMENTS (start); i++)
    g_ptr_array_add (arguments, (gpointer)start[i]);
  for (guint i = 0; paths != NULL && i < paths->len; i++)
    g_ptr_array_add (arguments, paths->pdata[i]);
  g_ptr_array_add (arguments, NULL);
  return arguments;
}

GHashTable *
zante_content_commits (const ZanteGit *git, ZanteLineBook *book, GPtrArray *ids, GPtrArray *paths,
                       GError **error)
{
  g_autoptr (GPtrArray) arguments = diff_arguments (paths);
  g_autoptr (GString) input = g_string_new (NULL);
  for (guint i = 0; i < ids->len; i++)
    g_string_append_printf (input, "%s\n", (const char *)ids->pdata[i]);
  gsize size = 0;
  g_autofree char *output = ids->len == 0
                                ? g_strdup ("")
                                : zante_git_answer (git, (const char *const *)arguments->pdata,
                                                    input->str, &size, error);
  if (output == NULL)
    return NULL;
  GHashTable *commits = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                               (GDestroyNotify)zante_content_patch_free);
  const char *begin = NULL;
  for (const char *at = output; at < output + size;)
    {
      const char *next = memchr (at, '\n', size - (gsize)(at - output));
      next = next == NULL ? output + size : next + 1;
      if (id_length (at) > 0)
        {
          if (begin != NULL)
            take_diff (commits, book, begin, id_length (begin), at);
          begin = at;
        }
      at = next;
    }
  if (begin != NULL)
    take_diff (commits, book, begin, id_length (begin), output + size);
  return commits;
}
