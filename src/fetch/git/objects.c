/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "fetch/git/objects.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "base/fs.h"

typedef struct {
  ZanteGitObject object;
  char type[8];
} Item;

struct ZanteGitObjects {
  char *map; /* what `git cat-file --batch` wrote */
  gsize size;
  GHashTable *items; /* id → Item* */
};

void
zante_git_objects_free (ZanteGitObjects *objects)
{
  if (objects == NULL)
    return;
  if (objects->map != NULL)
    munmap (objects->map, objects->size);
  g_hash_table_unref (objects->items);
  g_free (objects);
}

/* The ids of what COMMIT consists of, each once, one a line. The list comes from git unverified: it
 * is only a question, the answers are hashed. */
static char *
list_ids (const ZanteGit *git, const char *commit, gboolean trees_only, GError **error)
{
  const char *const arguments[] = {"rev-list",
                                   "--objects",
                                   "--no-object-names",
                                   "--no-walk",
                                   trees_only ? "--filter=blob:none" : "--no-filter",
                                   commit,
                                   "--",
                                   NULL};
  return zante_git_output (git, arguments, NULL, error);
}

static gboolean
map_file (ZanteGitObjects *objects, int fd, GError **error)
{
  struct stat st;
  if (fstat (fd, &st) != 0 || st.st_size == 0)
    return zante_error_errno (error, ENODATA, "cannot read what git wrote");
  void *map = mmap (NULL, (gsize)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
  if (map == MAP_FAILED)
    return zante_error_errno (error, errno, "cannot read what git wrote");
  objects->map = map;
  objects->size = (gsize)st.st_size;
  return TRUE;
}

/* "ID TYPE SIZE\n"; what else git may answer ("ID missing") is left for who asks for it. Returns
 * where the next answer begins, or NULL. */
static const char *
take_answer (ZanteGitObjects *objects, const char *at, const char *end)
{
  const char *newline = memchr (at, '\n', (gsize)(end - at));
  if (newline == NULL)
    return NULL;
  g_autofree char *line = g_strndup (at, (gsize)(newline - at));
  g_auto (GStrv) words = g_strsplit (line, " ", 3);
  guint64 size;
  if (g_strv_length (words) != 3 || !zante_git_id_is_valid (words[0])
      || !g_ascii_string_to_unsigned (words[2], 10, 0, G_MAXSSIZE, &size, NULL))
    return newline + 1;
  if (size >= (guint64)(end - newline - 1) || newline[1 + size] != '\n')
    return NULL;
  Item *item = g_new0 (Item, 1);
  item->object = (ZanteGitObject){.data = newline + 1, .size = (gsize)size};
  g_strlcpy (item->type, words[1], sizeof item->type);
  g_hash_table_replace (objects->items, g_strdup (words[0]), item);
  return newline + 1 + size + 1;
}

static gboolean
take_answers (ZanteGitObjects *objects, GError **error)
{
  const char *end = objects->map + objects->size;
  for (const char *at = objects->map; at < end;)
    {
      at = take_answer (objects, at, end);
      if (at != NULL)
        continue;
      return zante_error_set (error, ZANTE_ERROR_SOURCE, "git's answer is cut short");
    }
  return TRUE;
}

static gboolean
read_into (ZanteGitObjects *objects, const ZanteGit *git, const char *ids, GError **error)
{
  const char *const arguments[] = {"cat-file", "--batch", "--buffer", NULL};
  g_autofree char *name = g_build_filename (git->dir, "tree-XXXXXX", NULL);
  g_auto (ZanteFd) fd = g_mkstemp_full (name, O_RDWR | O_CLOEXEC, 0600);
  if (fd < 0)
    return zante_error_errno (error, errno, "cannot write in '%s'", git->dir);
  unlink (name);
  return zante_git_to_fd (git, arguments, ids, fd, error) && map_file (objects, fd, error)
         && take_answers (objects, error);
}

static ZanteGitObjects *
read_ids (const ZanteGit *git, const char *ids, GError **error)
{
  g_autoptr (ZanteGitObjects) objects = g_new0 (ZanteGitObjects, 1);
  objects->items = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return read_into (objects, git, ids, error) ? g_steal_pointer (&objects) : NULL;
}

ZanteGitObjects *
zante_git_objects_read_one (const ZanteGit *git, const char *id, GError **error)
{
  g_autofree char *ids = g_strconcat (id, "\n", NULL);
  return read_ids (git, ids, error);
}

ZanteGitObjects *
zante_git_objects_read (const ZanteGit *git, const char *commit, gboolean trees_only,
                        GError **error)
{
  g_autofree char *ids = list_ids (git, commit, trees_only, error);
  return ids == NULL ? NULL : read_ids (git, ids, error);
}

/* An object's id is the digest of "TYPE SIZE\0" and its bytes (gitformat-pack(5)). SHA-1 as the
 * whole of git: what came over the network went through git's own look for collisions. */
static gboolean
is_intact (const char *id, const Item *item)
{
  const gsize sha1_digits = 40;
  g_autoptr (GChecksum) sum
      = g_checksum_new (strlen (id) == sha1_digits ? G_CHECKSUM_SHA1 : G_CHECKSUM_SHA256);
  g_autofree char *header = g_strdup_printf ("%s %" G_GSIZE_FORMAT, item->type, item->object.size);
  g_checksum_update (sum, (const guchar *)header, (gssize)strlen (header) + 1);
  g_checksum_update (sum, (const guchar *)item->object.data, (gssize)item->object.size);
  return strcmp (g_checksum_get_string (sum), id) == 0;
}

gboolean
zante_git_objects_get (const ZanteGitObjects *objects, const char *id, const char *type,
                       ZanteGitObject *object, GError **error)
{
  const Item *item = g_hash_table_lookup (objects->items, id);
  if (item != NULL && strcmp (item->type, type) == 0 && is_intact (id, item))
    {
      *object = item->object;
      return TRUE;
    }
  return zante_error_set (error, ZANTE_ERROR_SOURCE, "the %s %s %s", type, id,
                          item == NULL ? "is missing in git's objects"
                                       : "is damaged: its content does not have this digest");
}

gboolean
zante_git_objects_check (const ZanteGitObjects *objects, const char *commit, GError **error)
{
  GHashTableIter iter;
  gpointer id, item;
  ZanteGitObject object;
  g_hash_table_iter_init (&iter, objects->items);
  while (g_hash_table_iter_next (&iter, &id, &item))
    if (!zante_git_objects_get (objects, id, ((const Item *)item)->type, &object, error))
      return FALSE;
  return zante_git_objects_get (objects, commit, "commit", &object, error);
}

static char *
line_value (char **lines, const char *name)
{
  for (; *lines != NULL && **lines != '\0'; lines++) /* the headers end with an empty line */
    if (g_str_has_prefix (*lines, name))
      return *lines + strlen (name);
  return NULL;
}

char *
zante_git_commit_parse (const char *data, gsize size, gint64 *time, GError **error)
{
  g_autofree char *text = g_strndup (data, size);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  const char *tree = line_value (lines, "tree ");
  const char *committer = line_value (lines, "committer ");
  const char *mark = committer == NULL ? NULL : strrchr (committer, '>');
  if (mark != NULL && zante_git_id_is_valid (tree))
    {
      *time = g_ascii_strtoll (mark + 1, NULL, 10);
      return g_strdup (tree);
    }
  return zante_error_null (error, ZANTE_ERROR_SOURCE, "the commit object is malformed");
}
