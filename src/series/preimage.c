/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "series/preimage.h"

#include <string.h>

static ZantePreimageKind
kind_of (const ZanteFileDiff *diff)
{
  if (diff->before == NULL)
    return ZANTE_PREIMAGE_ABSENT;
  if (diff->id != NULL)
    return ZANTE_PREIMAGE_BLOB;
  return diff->hunks->len > 0 ? ZANTE_PREIMAGE_HUNKS : ZANTE_PREIMAGE_ANY;
}

static void
add (GPtrArray *preimages, GHashTable *seen, ZantePreimageKind kind, const char *path,
     const ZanteFileDiff *diff)
{
  if (path == NULL || !g_hash_table_add (seen, (gpointer)path))
    return;
  ZantePreimage *preimage = g_new0 (ZantePreimage, 1);
  *preimage = (ZantePreimage){kind, path, kind == ZANTE_PREIMAGE_BLOB ? diff->id : NULL, diff};
  g_ptr_array_add (preimages, preimage);
}

GPtrArray *
zante_preimages_of (const ZanteSeries *series)
{
  GPtrArray *preimages = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  for (guint i = 0; i < series->patches->len; i++)
    {
      const ZanteMailedPatch *patch = series->patches->pdata[i];
      for (guint j = 0; j < patch->files->len; j++)
        {
          const ZanteFileDiff *diff = patch->files->pdata[j];
          add (preimages, seen, kind_of (diff), diff->before, diff);
          add (preimages, seen, ZANTE_PREIMAGE_ABSENT, diff->after, diff); /* new, or renamed to */
        }
    }
  return preimages;
}

/* Where each line of TEXT begins, and one more, the end. */
static GArray *
line_starts (const char *text, gsize size)
{
  GArray *starts = g_array_new (FALSE, FALSE, sizeof (gsize));
  for (gsize at = 0; at < size;)
    {
      g_array_append_val (starts, at);
      const char *end = memchr (text + at, '\n', size - at);
      at = end == NULL ? size + 1 : (gsize)(end - text) + 1;
    }
  gsize last = size > 0 && text[size - 1] != '\n' ? size + 1 : size;
  g_array_append_val (starts, last);
  return starts;
}

static gboolean
has_line (const char *text, const GArray *starts, guint number, const char *line)
{
  if (number + 1 >= starts->len)
    return FALSE;
  gsize start = g_array_index (starts, gsize, number);
  gsize length = g_array_index (starts, gsize, number + 1) - start - 1;
  return strlen (line) == length && memcmp (text + start, line, length) == 0;
}

static gboolean
has_hunk (const ZanteHunk *hunk, const char *text, const GArray *starts)
{
  guint number = hunk->start > 0 ? hunk->start - 1 : 0;
  for (guint i = 0; i < hunk->lines->len; i++)
    {
      const char *line = hunk->lines->pdata[i];
      if (*line != '+' && !has_line (text, starts, number++, line + 1))
        return FALSE;
    }
  return TRUE;
}

gboolean
zante_preimage_has_hunks (const ZanteFileDiff *diff, const char *text, gsize size)
{
  g_autoptr (GArray) starts = line_starts (text, size);
  for (guint i = 0; i < diff->hunks->len; i++)
    if (!has_hunk (diff->hunks->pdata[i], text, starts))
      return FALSE;
  return TRUE;
}
