/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "share/notes.h"

#include <string.h>

#include "base/fs.h"
#include "base/hash.h"
#include "base/strings.h"

enum { MAX_NOTES = 100 * 1000 };

#define HEAD "zante-notes 1"

struct _ZanteNotes {
  GMutex mutex;
  char *path;
  GHashTable *times; /* key → gint64*, seconds since the epoch */
  gboolean changed;
};

static gint64
now (void)
{
  return g_get_real_time () / G_USEC_PER_SEC;
}

static void
put (ZanteNotes *notes, const char *key, gint64 time)
{
  if (g_hash_table_size (notes->times) < MAX_NOTES)
    g_hash_table_insert (notes->times, g_strdup (key), g_memdup2 (&time, sizeof time));
}

/* A time that is yet to come was noted by another clock. */
static void
take_line (ZanteNotes *notes, const char *line, gint64 life)
{
  char *end = NULL;
  gint64 time = g_ascii_strtoll (line, &end, 10);
  if (*end == ' ' && zante_hash_is_valid (end + 1) && time <= now ()
      && (life == 0 || time > now () - life))
    put (notes, end + 1, time);
}

ZanteNotes *
zante_notes_new (const char *path, gint64 life)
{
  ZanteNotes *notes = g_new0 (ZanteNotes, 1);
  g_autofree char *text = NULL;
  g_mutex_init (&notes->mutex);
  notes->path = g_strdup (path);
  notes->times = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  if (!g_file_get_contents (path, &text, NULL, NULL))
    return notes;
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  if (g_strcmp0 (lines[0], HEAD) == 0)
    for (char **line = lines + 1; *line != NULL; line++)
      take_line (notes, *line, life);
  return notes;
}

static void
save (const ZanteNotes *notes)
{
  g_autoptr (GString) text = g_string_new (HEAD "\n");
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);
  GHashTableIter iter;
  gpointer key, time;
  g_hash_table_iter_init (&iter, notes->times);
  while (g_hash_table_iter_next (&iter, &key, &time))
    g_ptr_array_add (lines,
                     g_strdup_printf ("%" G_GINT64_FORMAT " %s\n", *(gint64 *)time, (char *)key));
  g_ptr_array_sort (lines, zante_strings_compare);
  for (guint i = 0; i < lines->len; i++)
    g_string_append (text, lines->pdata[i]);
  zante_fs_write (notes->path, text->str, (gssize)text->len, NULL);
}

void
zante_notes_free (ZanteNotes *notes)
{
  if (notes == NULL)
    return;
  if (notes->changed)
    save (notes);
  g_hash_table_unref (notes->times);
  g_mutex_clear (&notes->mutex);
  g_free (notes->path);
  g_free (notes);
}

gboolean
zante_notes_have (ZanteNotes *notes, const char *key)
{
  g_mutex_lock (&notes->mutex);
  gboolean found = g_hash_table_contains (notes->times, key);
  g_mutex_unlock (&notes->mutex);
  return found;
}

void
zante_notes_add (ZanteNotes *notes, const char *key)
{
  g_mutex_lock (&notes->mutex);
  put (notes, key, now ());
  notes->changed = TRUE;
  g_mutex_unlock (&notes->mutex);
}

void
zante_notes_drop (ZanteNotes *notes, const char *key)
{
  g_mutex_lock (&notes->mutex);
  notes->changed = g_hash_table_remove (notes->times, key) || notes->changed;
  g_mutex_unlock (&notes->mutex);
}
