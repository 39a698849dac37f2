/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "series/fit.h"

#include <string.h>

/* A file among those that git-cat-file(1) wrote. */
typedef struct {
  const char *text;
  gsize size;
} Content;

typedef struct {
  char *output;         /* all of them */
  GHashTable *contents; /* id -> Content */
} Blobs;

static void
blobs_clear (Blobs *blobs)
{
  g_free (blobs->output);
  if (blobs->contents != NULL)
    g_hash_table_unref (blobs->contents);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Blobs, blobs_clear)

/* Files that are compared by their lines ----------------------------------------------------- */

/* The ids of the blobs that the paths of such files were, a line each. */
static char *
wanted_blobs (const ZanteHistory *history, GPtrArray *preimages)
{
  g_autoptr (GString) ids = g_string_new (NULL);
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
            g_string_append_printf (ids, "%s\n", blob);
        }
    }
  return g_string_free (g_steal_pointer (&ids), FALSE);
}

/* What `git cat-file --batch` wrote: "ID blob SIZE\nCONTENT\n"; "ID missing\n" of what is not here.
 */
static void
index_blobs (Blobs *blobs, gsize size)
{
  const char *end = blobs->output + size;
  for (const char *at = blobs->output; at < end;)
    {
      const char *line = memchr (at, '\n', (gsize)(end - at));
      const char *space = line == NULL ? NULL : memchr (at, ' ', (gsize)(line - at));
      if (space == NULL)
        return;
      const char *number = g_strstr_len (space, line - space, " blob ");
      gsize length = number == NULL ? 0 : g_ascii_strtoull (number + 6, NULL, 10);
      if (number != NULL && length <= (gsize)(end - line - 1))
        {
          Content *content = g_new (Content, 1);
          *content = (Content){line + 1, length};
          g_hash_table_insert (blobs->contents, g_strndup (at, (gsize)(space - at)), content);
        }
      at = number == NULL ? line + 1 : line + 1 + MIN (length + 1, (gsize)(end - line - 1));
    }
}

static gboolean
read_blobs (Blobs *blobs, const ZanteGit *git, const char *ids, GError **error)
{
  static const char *const arguments[] = {"cat-file", "--batch", NULL};
  gsize size;
  blobs->output = zante_git_answer (git, arguments, ids, &size, error);
  if (blobs->output == NULL)
    return FALSE;
  index_blobs (blobs, size);
  return TRUE;
}

/* Commits ------------------------------------------------------------------------------------ */

static gboolean
fits (const ZantePreimage *preimage, const char *blob, const Blobs *blobs)
{
  if (preimage->kind == ZANTE_PREIMAGE_ABSENT || blob == NULL)
    return preimage->kind == ZANTE_PREIMAGE_ABSENT && blob == NULL;
  if (preimage->kind == ZANTE_PREIMAGE_ANY)
    return TRUE;
  if (preimage->kind == ZANTE_PREIMAGE_BLOB)
    return g_str_has_prefix (blob, preimage->id);
  const Content *content = g_hash_table_lookup (blobs->contents, blob);
  return content != NULL && zante_preimage_has_hunks (preimage->diff, content->text, content->size);
}

static void
count (const ZanteHistory *history, const ZantePreimage *preimage, const Blobs *blobs, guint *wrong,
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
  g_auto (Blobs) blobs
      = {.contents = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free)};
  g_autofree char *ids = wanted_blobs (history, preimages);
  if (*ids != '\0' && !read_blobs (&blobs, git, ids, error))
    return NULL;
  guint *wrong = g_new0 (guint, history->commits->len);
  for (guint i = 0; i < preimages->len; i++)
    count (history, preimages->pdata[i], &blobs, wrong, &once[i]);
  return wrong;
}
