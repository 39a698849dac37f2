/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "series/content.h"

#include <string.h>

struct _ZanteLineBook {
  GHashTable *numbers; /* line -> its number as a pointer */
};

typedef struct {
  guint start, after;      /* as in ZanteHunk */
  GArray *old, *new;       /* of guint32: the lines before and after */
  guint leading, trailing; /* kept lines at either end */
} Hunk;

typedef struct {
  char *before, *after;
  GPtrArray *hunks;
  GArray *gone, *added; /* of guint32: the lines that are changed, in their order */
} File;

struct _ZanteContentPatch {
  GPtrArray *files;
  gboolean plain;
};

/* Lines -------------------------------------------------------------------------------------- */

ZanteLineBook *
zante_line_book_new (void)
{
  ZanteLineBook *book = g_new0 (ZanteLineBook, 1);
  book->numbers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return book;
}

void
zante_line_book_free (ZanteLineBook *book)
{
  if (book == NULL)
    return;
  g_hash_table_unref (book->numbers);
  g_free (book);
}

static guint32
enter (ZanteLineBook *book, const char *line)
{
  guint32 number = GPOINTER_TO_UINT (g_hash_table_lookup (book->numbers, line));
  if (number > 0)
    return number;
  number = g_hash_table_size (book->numbers) + 1;
  g_hash_table_insert (book->numbers, g_strdup (line), GUINT_TO_POINTER (number));
  return number;
}

GArray *
zante_line_book_read (const ZanteLineBook *book, const char *text, gsize size)
{
  GArray *lines = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_autoptr (GString) line = g_string_new (NULL);
  for (gsize at = 0; at < size;)
    {
      const char *end = memchr (text + at, '\n', size - at);
      gsize length = end == NULL ? size - at : (gsize)(end - text) - at;
      g_string_truncate (line, 0);
      g_string_append_len (line, text + at, (gssize)length);
      gboolean whole = strlen (line->str) == length; /* no patch has a NUL in a line */
      guint32 number
          = whole ? GPOINTER_TO_UINT (g_hash_table_lookup (book->numbers, line->str)) : 0;
      g_array_append_val (lines, number);
      at += length + 1;
    }
  return lines;
}

/* Patches ------------------------------------------------------------------------------------ */

static void
hunk_free (Hunk *hunk)
{
  g_array_unref (hunk->old);
  g_array_unref (hunk->new);
  g_free (hunk);
}

static void
file_free (File *file)
{
  g_free (file->before);
  g_free (file->after);
  g_ptr_array_unref (file->hunks);
  g_array_unref (file->gone);
  g_array_unref (file->added);
  g_free (file);
}

void
zante_content_patch_free (ZanteContentPatch *patch)
{
  if (patch == NULL)
    return;
  g_ptr_array_unref (patch->files);
  g_free (patch);
}

static GArray *
numbers_new (void)
{
  return g_array_new (FALSE, FALSE, sizeof (guint32));
}

static void
add_hunk (ZanteLineBook *book, File *file, const ZanteHunk *from)
{
  Hunk *hunk = g_new0 (Hunk, 1);
  *hunk = (Hunk){from->start, from->after, numbers_new (), numbers_new (), 0, 0};
  gboolean changed = FALSE;
  for (guint i = 0; i < from->lines->len; i++)
    {
      const char *line = from->lines->pdata[i];
      guint32 number = enter (book, line + 1);
      if (*line != '+')
        g_array_append_val (hunk->old, number);
      if (*line != '-')
        g_array_append_val (hunk->new, number);
      if (*line == '-')
        g_array_append_val (file->gone, number);
      if (*line == '+')
        g_array_append_val (file->added, number);
      gboolean kept = *line != '+' && *line != '-';
      changed |= !kept;
      hunk->leading += kept && !changed;
      hunk->trailing = kept ? hunk->trailing + 1 : 0;
    }
  g_ptr_array_add (file->hunks, hunk);
}

ZanteContentPatch *
zante_content_patch_new (ZanteLineBook *book, const ZanteMailedPatch *patch)
{
  ZanteContentPatch *content = g_new0 (ZanteContentPatch, 1);
  content->files = g_ptr_array_new_with_free_func ((GDestroyNotify)file_free);
  content->plain = patch->files->len > 0;
  for (guint i = 0; i < patch->files->len; i++)
    {
      const ZanteFileDiff *diff = patch->files->pdata[i];
      File *file = g_new0 (File, 1);
      file->before = g_strdup (diff->before);
      file->after = g_strdup (diff->after);
      file->hunks = g_ptr_array_new_with_free_func ((GDestroyNotify)hunk_free);
      file->gone = numbers_new ();
      file->added = numbers_new ();
      for (guint j = 0; j < diff->hunks->len; j++)
        add_hunk (book, file, diff->hunks->pdata[j]);
      content->plain &= !diff->binary && (diff->before != NULL || diff->after != NULL);
      g_ptr_array_add (content->files, file);
    }
  return content;
}

gboolean
zante_content_patch_is_plain (const ZanteContentPatch *patch)
{
  return patch->plain;
}

gboolean
zante_content_patch_adds (const ZanteContentPatch *patch)
{
  for (guint i = 0; i < patch->files->len; i++)
    if (((const File *)patch->files->pdata[i])->added->len > 0)
      return TRUE;
  return FALSE;
}

static void
add_path (GPtrArray *paths, char *path)
{
  if (path != NULL && !g_ptr_array_find_with_equal_func (paths, path, g_str_equal, NULL))
    g_ptr_array_add (paths, path);
}

void
zante_content_patch_paths (const ZanteContentPatch *patch, GPtrArray *paths)
{
  for (guint i = 0; i < patch->files->len; i++)
    {
      const File *file = patch->files->pdata[i];
      add_path (paths, file->before);
      add_path (paths, file->after);
    }
}

static gboolean
same_numbers (const GArray *one, const GArray *other)
{
  return one->len == other->len
         && (one->len == 0 || memcmp (one->data, other->data, one->len * sizeof (guint32)) == 0);
}

gboolean
zante_content_patch_same (const ZanteContentPatch *one, const ZanteContentPatch *other)
{
  gboolean same = one->plain && other->plain && one->files->len == other->files->len;
  for (guint i = 0; same && i < one->files->len; i++)
    {
      const File *a = one->files->pdata[i], *b = other->files->pdata[i];
      same = g_strcmp0 (a->before, b->before) == 0 && g_strcmp0 (a->after, b->after) == 0
             && same_numbers (a->gone, b->gone) && same_numbers (a->added, b->added);
    }
  return same;
}

gboolean
zante_content_patch_alike (const ZanteContentPatch *one, const ZanteContentPatch *other)
{
  gboolean alike = zante_content_patch_same (one, other);
  for (guint i = 0; alike && i < one->files->len; i++)
    {
      const File *a = one->files->pdata[i], *b = other->files->pdata[i];
      alike = a->hunks->len == b->hunks->len;
      for (guint j = 0; alike && j < a->hunks->len; j++)
        {
          const Hunk *x = a->hunks->pdata[j], *y = b->hunks->pdata[j];
          alike = same_numbers (x->old, y->old) && same_numbers (x->new, y->new);
        }
    }
  return alike;
}

/* Trees -------------------------------------------------------------------------------------- */

static void
numbers_free (gpointer numbers)
{
  if (numbers != NULL)
    g_array_unref (numbers);
}

void
zante_content_tree_init (ZanteContentTree *tree, GHashTable *files)
{
  tree->files = files;
  tree->own = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, numbers_free);
}

void
zante_content_tree_clear (ZanteContentTree *tree)
{
  g_clear_pointer (&tree->own, g_hash_table_unref);
}

/* The lines of PATH, borrowed; NULL: it is not there. FRESH is what a patch has changed so far. */
static GArray *
find_file (const ZanteContentTree *tree, GHashTable *fresh, const char *path)
{
  gpointer own;
  if (path == NULL)
    return NULL;
  if (g_hash_table_lookup_extended (fresh, path, NULL, &own)
      || g_hash_table_lookup_extended (tree->own, path, NULL, &own))
    return own;
  return g_hash_table_lookup (tree->files, path);
}

/* Applying ----------------------------------------------------------------------------------- */

static gboolean
stands_at (const GArray *lines, const GArray *wanted, guint at)
{
  return wanted->len <= lines->len && at <= lines->len - wanted->len
         && (wanted->len == 0
             || memcmp (&g_array_index (lines, guint32, at), wanted->data,
                        wanted->len * sizeof (guint32))
                    == 0);
}

/* Where WANTED stands in LINES, the nearest place to AT, where git-apply(1) looks; G_MAXUINT: it
 * does not. */
static guint
find_place (const GArray *lines, const GArray *wanted, guint at)
{
  if (wanted->len > lines->len)
    return G_MAXUINT;
  guint last = lines->len - wanted->len;
  guint middle = MIN (at, last);
  for (guint away = 0; away <= last; away++)
    {
      if (away <= last - middle && stands_at (lines, wanted, middle + away))
        return middle + away;
      if (away <= middle && stands_at (lines, wanted, middle - away))
        return middle - away;
    }
  return G_MAXUINT;
}

static gboolean
apply_hunk (GArray *lines, const Hunk *hunk, gboolean reverse)
{
  const GArray *from = reverse ? hunk->new : hunk->old, *to = reverse ? hunk->old : hunk->new;
  guint from_line = reverse ? hunk->after : hunk->start;
  guint to_line = reverse ? hunk->start : hunk->after;
  guint at = find_place (lines, from, to_line > 0 ? to_line - 1 : 0);
  /* As git-apply(1) has it: a hunk at the first line stays there, and one without kept lines at its
   * end is that of the file. */
  if (from_line <= 1)
    at = stands_at (lines, from, 0) ? 0 : G_MAXUINT;
  if (hunk->trailing == 0)
    {
      guint end = from->len <= lines->len ? lines->len - from->len : G_MAXUINT;
      at = end != G_MAXUINT && stands_at (lines, from, end) && (from_line > 1 || end == 0)
               ? end
               : G_MAXUINT;
    }
  if (at == G_MAXUINT)
    return FALSE;
  g_array_remove_range (lines, at, from->len);
  g_array_insert_vals (lines, at, to->data, to->len);
  return TRUE;
}

static gboolean
apply_file (const ZanteContentTree *tree, GHashTable *fresh, const File *file, gboolean reverse)
{
  const char *from = reverse ? file->after : file->before;
  const char *to = reverse ? file->before : file->after;
  GArray *old = find_file (tree, fresh, from);
  gboolean moves = g_strcmp0 (from, to) != 0;
  if ((from != NULL && old == NULL) || (moves && find_file (tree, fresh, to) != NULL))
    return FALSE;
  g_autoptr (GArray) lines = old == NULL ? numbers_new () : g_array_copy (old);
  for (guint i = 0; i < file->hunks->len; i++)
    if (!apply_hunk (lines, file->hunks->pdata[i], reverse))
      return FALSE;
  if (to == NULL && lines->len > 0)
    return FALSE;
  if (moves && from != NULL)
    g_hash_table_insert (fresh, g_strdup (from), NULL);
  if (to != NULL)
    g_hash_table_insert (fresh, g_strdup (to), g_steal_pointer (&lines));
  return TRUE;
}

/* What PATCH makes of the files of TREE that it changes: path -> lines, NULL for one that goes.
 * NULL when it does not fit. */
static GHashTable *
try_patch (const ZanteContentTree *tree, const ZanteContentPatch *patch, gboolean reverse)
{
  g_autoptr (GHashTable) fresh
      = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, numbers_free);
  guint n = patch->files->len;
  for (guint i = 0; patch->plain && i < n; i++)
    if (!apply_file (tree, fresh, patch->files->pdata[reverse ? n - 1 - i : i], reverse))
      return NULL;
  return patch->plain ? g_steal_pointer (&fresh) : NULL;
}

static gboolean
move_file (gpointer path, gpointer lines, gpointer own)
{
  g_hash_table_insert (own, path, lines);
  return TRUE;
}

gboolean
zante_content_apply (ZanteContentTree *tree, const ZanteContentPatch *patch, gboolean reverse)
{
  g_autoptr (GHashTable) fresh = try_patch (tree, patch, reverse);
  if (fresh != NULL)
    g_hash_table_foreach_steal (fresh, move_file, tree->own);
  return fresh != NULL;
}

gboolean
zante_content_would (const ZanteContentTree *tree, const ZanteContentPatch *patch, gboolean reverse)
{
  g_autoptr (GHashTable) fresh = try_patch (tree, patch, reverse);
  return fresh != NULL;
}

gboolean
zante_content_tells (GHashTable *files, const ZanteContentPatch *patch)
{
  for (guint i = 0; i < patch->files->len; i++)
    {
      const File *file = patch->files->pdata[i];
      const GArray *lines = file->before == NULL || file->after == NULL
                                ? NULL
                                : g_hash_table_lookup (files, file->before);
      for (guint j = 0; lines != NULL && j < file->hunks->len; j++)
        if (find_place (lines, ((const Hunk *)file->hunks->pdata[j])->new, 0) != G_MAXUINT)
          return FALSE;
    }
  return TRUE;
}

static gboolean
fits (GHashTable *files, GPtrArray *patches, gboolean reverse)
{
  g_auto (ZanteContentTree) tree = {0};
  zante_content_tree_init (&tree, files);
  for (guint i = 0; i < patches->len; i++)
    if (!zante_content_apply (&tree, patches->pdata[reverse ? patches->len - 1 - i : i], reverse))
      return FALSE;
  return patches->len > 0;
}

static gboolean
has_a_file (GHashTable *files, GPtrArray *patches)
{
  g_autoptr (GPtrArray) paths = g_ptr_array_new ();
  for (guint i = 0; i < patches->len; i++)
    zante_content_patch_paths (patches->pdata[i], paths);
  for (guint i = 0; i < paths->len; i++)
    if (g_hash_table_lookup (files, paths->pdata[i]) != NULL)
      return TRUE;
  return FALSE;
}

ZanteContentFit
zante_content_fit (GHashTable *files, GPtrArray *patches)
{
  gboolean forward = fits (files, patches, FALSE), backward = fits (files, patches, TRUE);
  gboolean adds = FALSE;
  for (guint i = 0; i < patches->len; i++)
    adds |= zante_content_patch_adds (patches->pdata[i]);
  backward &= adds;
  if (forward && backward)
    return ZANTE_CONTENT_BOTH;
  if (forward)
    return ZANTE_CONTENT_APPLIES;
  if (backward)
    return ZANTE_CONTENT_IN;
  return has_a_file (files, patches) ? ZANTE_CONTENT_OTHER : ZANTE_CONTENT_ABSENT;
}
