/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/git/batch.h"

#include <string.h>

static void
object_free (ZanteGitObject *object)
{
  g_free (object->id);
  g_free (object->type);
  g_free (object);
}

void
zante_git_batch_free (ZanteGitBatch *batch)
{
  if (batch == NULL)
    return;
  g_ptr_array_unref (batch->objects);
  g_free (batch->output);
  g_free (batch);
}

/* "ID TYPE SIZE"; anything else ("NAME missing", "NAME ambiguous") names no object. */
static ZanteGitObject *
object_new (const char *line, gsize length)
{
  ZanteGitObject *object = g_new0 (ZanteGitObject, 1);
  g_autofree char *text = g_strndup (line, length);
  g_auto (GStrv) words = g_strsplit (text, " ", 4);
  if (g_strv_length (words) != 3 || !zante_git_id_is_valid (words[0]))
    return object;
  object->id = g_strdup (words[0]);
  object->type = g_strdup (words[1]);
  object->size = g_ascii_strtoull (words[2], NULL, 10);
  return object;
}

static void
take_objects (ZanteGitBatch *batch, gsize size, gboolean contents)
{
  const char *end = batch->output + size;
  for (const char *at = batch->output; at < end;)
    {
      const char *line = memchr (at, '\n', (gsize)(end - at));
      if (line == NULL)
        return;
      ZanteGitObject *object = object_new (at, (gsize)(line - at));
      g_ptr_array_add (batch->objects, object);
      at = line + 1;
      if (!contents || object->id == NULL)
        continue;
      object->size = MIN (object->size, (gsize)(end - at));
      object->data = at;
      at += object->size + (at + object->size < end); /* and a line break */
    }
}

/* A name of two lines would be two names. */
static const char *
line_of (const char *name)
{
  return strchr (name, '\n') == NULL ? name : "";
}

ZanteGitBatch *
zante_git_batch_read (const ZanteGit *git, GPtrArray *names, gboolean contents, GError **error)
{
  const char *const arguments[] = {"cat-file", contents ? "--batch" : "--batch-check", NULL};
  g_autoptr (ZanteGitBatch) batch = g_new0 (ZanteGitBatch, 1);
  batch->objects = g_ptr_array_new_with_free_func ((GDestroyNotify)object_free);
  g_autoptr (GString) input = g_string_new (NULL);
  for (guint i = 0; i < names->len; i++)
    g_string_append_printf (input, "%s\n", line_of (names->pdata[i]));
  gsize size = 0;
  if (names->len > 0)
    batch->output = zante_git_answer (git, arguments, input->str, &size, error);
  if (names->len > 0 && batch->output == NULL)
    return NULL;
  take_objects (batch, size, contents);
  while (batch->objects->len < names->len)
    g_ptr_array_add (batch->objects, g_new0 (ZanteGitObject, 1));
  return g_steal_pointer (&batch);
}
