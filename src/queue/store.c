/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A queue on disk. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "base/fs.h"
#include "base/outside.h"
#include "base/swap.h"
#include "queue/folder.h"

void
zante_queue_free (ZanteQueue *queue)
{
  if (queue == NULL)
    return;
  g_free (queue->folder);
  g_free (queue->base);
  g_ptr_array_unref (queue->patches);
  g_free (queue);
}

/* Reading ------------------------------------------------------------------------------------ */

/* The file NAME of the folder without its line end; NULL and no error: there is none. */
static char *
read_word (const ZanteQueue *queue, const char *name, GError **error)
{
  g_autofree char *path = g_build_filename (queue->folder, name, NULL);
  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    return NULL;
  char *text = zante_outside_read (path, NULL, error);
  return text == NULL ? NULL : g_strstrip (text);
}

static gboolean
bad (const ZanteQueue *queue, const char *name, const char *what, GError **error)
{
  g_set_error (error, ZANTE_ERROR, ZANTE_ERROR_INPUT, "%s/%s: %s", queue->folder, name, what);
  return FALSE;
}

static gboolean
read_patch (ZanteQueue *queue, const char *line, GError **error)
{
  g_autofree char *name = g_strstrip (g_strndup (line, strcspn (line, "#")));
  if (*name == '\0')
    return TRUE;
  if (strchr (name, '/') != NULL || strchr (name, ' ') != NULL)
    return bad (queue, "series", "a line that is no name of a file beside it", error);
  g_autofree char *path = g_build_filename (queue->folder, name, NULL);
  gsize size;
  g_autofree char *text = zante_outside_read (path, &size, error);
  if (text == NULL)
    return FALSE;
  if (strlen (text) != size)
    return bad (queue, name, "it is no text", error);
  ZanteQueuePatch *patch = zante_queue_patch_new (name, g_steal_pointer (&text), error);
  if (patch == NULL)
    return FALSE;
  g_ptr_array_add (queue->patches, patch);
  return TRUE;
}

static gboolean
read_all (ZanteQueue *queue, GError **error)
{
  g_autoptr (GError) reason = NULL;
  g_autofree char *series = read_word (queue, "series", &reason);
  g_autofree char *applied = reason == NULL ? read_word (queue, "applied", &reason) : NULL;
  queue->base = reason == NULL ? read_word (queue, "base", &reason) : NULL;
  if (reason != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&reason));
      return FALSE;
    }
  if (queue->base != NULL && !zante_git_id_is_valid (queue->base))
    return bad (queue, "base", "it is no full id of a commit", error);
  g_auto (GStrv) lines = g_strsplit (series == NULL ? "" : series, "\n", -1);
  for (char **line = lines; *line != NULL; line++)
    if (!read_patch (queue, *line, error))
      return FALSE;
  char *end = NULL;
  guint64 n = applied == NULL ? 0 : g_ascii_strtoull (applied, &end, 10);
  if (n > queue->patches->len || (end != NULL && (*end != '\0' || end == applied)))
    return bad (queue, "applied", "it is no number of patches of the series", error);
  queue->applied = (guint)n;
  return TRUE;
}

ZanteQueue *
zante_queue_load (const char *folder, GError **error)
{
  g_autoptr (ZanteQueue) queue = g_new0 (ZanteQueue, 1);
  queue->folder = g_canonicalize_filename (folder, NULL);
  queue->patches = g_ptr_array_new_with_free_func ((GDestroyNotify)zante_queue_patch_free);
  return read_all (queue, error) ? g_steal_pointer (&queue) : NULL;
}

/* Writing ------------------------------------------------------------------------------------ */

static gboolean
write_file (const char *folder, const char *name, const char *text, GError **error)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  return zante_fs_write (path, text, -1, error);
}

static gboolean
write_all (const ZanteQueue *queue, const char *folder, GError **error)
{
  g_autoptr (GString) series = g_string_new (NULL);
  for (guint i = 0; i < queue->patches->len; i++)
    {
      const ZanteQueuePatch *patch = queue->patches->pdata[i];
      g_string_append_printf (series, "%s\n", patch->name);
      if (!write_file (folder, patch->name, patch->text, error))
        return FALSE;
    }
  g_autofree char *base = g_strdup_printf ("%s\n", queue->base == NULL ? "" : queue->base);
  g_autofree char *applied = g_strdup_printf ("%u\n", queue->applied);
  return write_file (folder, "series", series->str, error)
         && write_file (folder, "applied", applied, error)
         && (queue->base == NULL || write_file (folder, "base", base, error));
}

/* Whether NAME was the queue's: what is in OLD's series, or one of its own files. */
static gboolean
is_ours (const ZanteQueue *old, const char *name)
{
  for (guint i = 0; i < old->patches->len; i++)
    if (strcmp (((const ZanteQueuePatch *)old->patches->pdata[i])->name, name) == 0)
      return TRUE;
  return strcmp (name, "series") == 0 || strcmp (name, "base") == 0
         || strcmp (name, "applied") == 0;
}

/* Give FOLDER another name for what the user has in OLD's: files alone, and nothing is moved before
 * all is in place. */
static gboolean
link_others (const ZanteQueue *old, const char *folder, GError **error)
{
  g_autoptr (GDir) dir = g_dir_open (old->folder, 0, NULL);
  for (const char *name = dir == NULL ? NULL : g_dir_read_name (dir); name != NULL;
       name = g_dir_read_name (dir))
    {
      g_autofree char *from = g_build_filename (old->folder, name, NULL);
      g_autofree char *to = g_build_filename (folder, name, NULL);
      if (is_ours (old, name))
        continue;
      if (g_file_test (to, G_FILE_TEST_EXISTS))
        return zante_error_set (error, ZANTE_ERROR_INPUT,
                                "'%s' is no patch of the series, and would be overwritten (move it "
                                "elsewhere)",
                                from);
      if (link (from, to) != 0)
        return zante_error_errno (error, errno,
                                  "cannot keep '%s' beside the queue (move it elsewhere)", from);
    }
  return TRUE;
}

gboolean
zante_queue_save (const ZanteQueue *queue, GError **error)
{
  g_autofree char *fresh = g_strconcat (queue->folder, ".new", NULL);
  g_autoptr (ZanteQueue) old = zante_queue_load (queue->folder, error);
  gboolean written = old != NULL && zante_fs_remove_tree (fresh, error)
                     && zante_fs_make_dirs (fresh, error) && write_all (queue, fresh, error)
                     && link_others (old, fresh, error) && zante_swap (fresh, queue->folder, error);
  gboolean removed = old == NULL || zante_fs_remove_tree (fresh, written ? error : NULL);
  return written && removed;
}

gboolean
zante_queue_save_applied (const ZanteQueue *queue, GError **error)
{
  g_autofree char *applied = g_strdup_printf ("%u\n", queue->applied);
  return write_file (queue->folder, "applied", applied, error);
}
