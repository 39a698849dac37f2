/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "plan/plan.h"

#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/fs.h"
#include "base/hash.h"
#include "plan/memo.h"

enum {
  MOST_MEMOS = 16,    /* kept per project */
  MARGIN_SECONDS = 2, /* the coarsest file time in use: FAT's, see also NFS */
};

struct _ZantePlanMemo {
  char *folder;
  char *file;
  char *identity;
  guint64 trusted_until; /* ns since the epoch: what is younger is not trusted */
  GArray *entries;       /* of ZanteMemoEntry */
  GString *strings;
  GHashTable *parents; /* folders that need no look: char* */
  gboolean trusted;
};

static char *
executable (void)
{
  return realpath ("/proc/self/exe", NULL);
}

/* Of our own environment, what phases and paths may be made of. */
static const char *const variables[] = {"HOME", "SOURCE_DATE_EPOCH", NULL};

char *
zante_plan_memo_identity (const char *const *parts)
{
  g_autoptr (ZanteHash) hash = zante_hash_new ();
  g_autofree char *self = executable ();
  g_autofree char *folder = g_get_current_dir ();
  zante_hash_update_string (hash, self);
  zante_hash_update_string (hash, folder);
  for (const char *const *name = variables; *name != NULL; name++)
    zante_hash_update_string (hash, g_getenv (*name));
  for (; parts != NULL && *parts != NULL; parts++)
    zante_hash_update_string (hash, *parts);
  return zante_hash_finish (hash);
}

gboolean
zante_plan_memo_holds (const char *state_dir, const char *identity, char **note)
{
  g_autofree char *path = g_build_filename (state_dir, "memo", identity, NULL);
  g_autoptr (GMappedFile) mapped = g_mapped_file_new (path, FALSE, NULL);
  return mapped != NULL
         && zante_memo_check (g_mapped_file_get_contents (mapped),
                              g_mapped_file_get_length (mapped), identity, note);
}

/* A missing path may have been there when it was looked for: its folder tells. */
static gboolean
is_absence_old (const char *path, guint64 trusted_until)
{
  g_autofree char *folder = g_path_get_dirname (path);
  ZanteMemoEntry entry;
  if (!zante_memo_look (folder, ZANTE_MEMO_FOLLOW, &entry))
    return FALSE;
  if (entry.mode == 0)
    return strcmp (folder, "/") != 0 && strcmp (folder, ".") != 0
           && is_absence_old (folder, trusted_until);
  return entry.mtime <= trusted_until && entry.ctime <= trusted_until;
}

static gboolean
is_old (const char *path, const ZanteMemoEntry *entry, guint64 trusted_until)
{
  if (entry->mode == 0)
    return is_absence_old (path, trusted_until);
  return entry->mtime <= trusted_until && entry->ctime <= trusted_until;
}

/* A folder above may have been exchanged for another one after its files were read, which changes
 * none of the files' times. Folders that also hold our state change all the time: they do not
 * count, and neither does a folder seen before. */
static gboolean
are_parents_old (ZantePlanMemo *memo, const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  while (!g_hash_table_contains (memo->parents, folder))
    {
      ZanteMemoEntry entry;
      if (!zante_memo_look (folder, ZANTE_MEMO_FOLLOW, &entry) || entry.mtime > memo->trusted_until
          || entry.ctime > memo->trusted_until)
        return FALSE;
      char *above = g_path_get_dirname (folder);
      g_hash_table_add (memo->parents, folder);
      folder = above;
    }
  return TRUE;
}

static GHashTable *
parents_of (const char *path)
{
  GHashTable *parents = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (char *folder = g_path_get_dirname (path); g_hash_table_add (parents, folder);)
    folder = g_path_get_dirname (folder);
  return parents;
}

/* Note what is at PATH and, if that is a link, what it leads to. */
static gboolean
add_path (ZantePlanMemo *memo, const char *path, gboolean is_output)
{
  guint32 flags = 0;
  guint32 offset = (guint32)memo->strings->len;
  if (!g_path_is_absolute (path))
    return FALSE;
  g_string_append_len (memo->strings, path, (gssize)strlen (path) + 1);
  for (;;)
    {
      ZanteMemoEntry entry;
      if (!zante_memo_look (path, flags, &entry))
        return FALSE;
      entry.path = offset;
      g_array_append_val (memo->entries, entry);
      if (is_output ? entry.mode == 0 : !is_old (path, &entry, memo->trusted_until))
        return FALSE;
      if (!S_ISLNK (entry.mode))
        return TRUE;
      flags = ZANTE_MEMO_FOLLOW;
    }
}

ZantePlanMemo *
zante_plan_memo_begin (const char *state_dir, const char *identity, gint64 started,
                       const char *const *inputs)
{
  ZantePlanMemo *memo = g_new0 (ZantePlanMemo, 1);
  g_autofree char *self = executable ();
  memo->folder = g_build_filename (state_dir, "memo", NULL);
  memo->file = g_build_filename (memo->folder, identity, NULL);
  memo->identity = g_strdup (identity);
  memo->trusted_until = (guint64)(started - MARGIN_SECONDS * G_USEC_PER_SEC) * 1000;
  memo->entries = g_array_new (FALSE, FALSE, sizeof (ZanteMemoEntry));
  memo->strings = g_string_new (NULL);
  memo->parents = parents_of (state_dir);
  memo->trusted = self != NULL && add_path (memo, self, FALSE);
  for (; memo->trusted && inputs != NULL && *inputs != NULL; inputs++)
    memo->trusted = add_path (memo, *inputs, FALSE) && are_parents_old (memo, *inputs);
  return memo;
}

void
zante_plan_memo_free (ZantePlanMemo *memo)
{
  if (memo == NULL)
    return;
  g_free (memo->folder);
  g_free (memo->file);
  g_free (memo->identity);
  g_array_unref (memo->entries);
  g_string_free (memo->strings, TRUE);
  g_hash_table_unref (memo->parents);
  g_free (memo);
}

static gboolean
still_the_same (const ZantePlanMemo *memo)
{
  for (guint i = 0; i < memo->entries->len; i++)
    {
      const ZanteMemoEntry *entry = &g_array_index (memo->entries, ZanteMemoEntry, i);
      ZanteMemoEntry now;
      if (!zante_memo_look (memo->strings->str + entry->path, entry->flags, &now)
          || !zante_memo_same (entry, &now))
        return FALSE;
    }
  return TRUE;
}

/* Command lines differ without end: begin anew rather than keep a memo for each. */
static void
prune (const ZantePlanMemo *memo)
{
  g_autoptr (GPtrArray) entries = zante_fs_list (memo->folder, NULL);
  for (guint i = 0; entries != NULL && entries->len >= MOST_MEMOS && i < entries->len; i++)
    {
      const ZanteFsEntry *entry = entries->pdata[i];
      g_autofree char *path = g_build_filename (memo->folder, entry->path, NULL);
      g_unlink (path);
    }
}

gboolean
zante_plan_memo_finish (ZantePlanMemo *memo, const char *const *outputs, const char *note,
                        gboolean *written, GError **error)
{
  memo->trusted = memo->trusted && still_the_same (memo);
  for (; memo->trusted && outputs != NULL && *outputs != NULL; outputs++)
    memo->trusted = add_path (memo, *outputs, TRUE);
  if (written != NULL)
    *written = memo->trusted;
  if (!memo->trusted)
    {
      g_unlink (memo->file);
      return TRUE;
    }
  const char *text = note == NULL ? "" : note;
  guint32 offset = (guint32)memo->strings->len;
  g_string_append_len (memo->strings, text, (gssize)strlen (text) + 1);
  g_autoptr (GBytes) bytes
      = zante_memo_encode (memo->identity, memo->entries, memo->strings, offset);
  prune (memo);
  return zante_fs_make_dirs (memo->folder, error)
         && zante_fs_write (memo->file, g_bytes_get_data (bytes, NULL),
                            (gssize)g_bytes_get_size (bytes), error);
}
